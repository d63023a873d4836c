"""What is asked in an assessment about the home, work, money and papers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm
from core.widgets import DateTextWidget

from ..choices import (
    AccommodationType,
    Benefit,
    IdentityDocument,
    TenancyRisk,
    WorkBarrier,
    YesNo,
)
from ..models import EteFacts, HousingFacts
from .section import FactsForm, SectionForm

NARROW = {"class": "govuk-input--width-5"}
POUNDS = _("Enter pounds, such as 250 or 250.50")
NUMBER_WORDS = ["invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"]


class TicksField(forms.MultipleChoiceField):
    """Boxes to tick; none is an answer that may be left out."""

    def __init__(self, choices, label, **kwargs):
        options = {"widget": forms.CheckboxSelectMultiple, "required": False}
        super().__init__(choices=choices.choices, label=label, **options | kwargs)


def number(label, most, words, *, least=0, places=2):
    """A number that may be left out, from `least` to `most`."""
    widget = forms.NumberInput(NARROW)
    errors = dict.fromkeys(NUMBER_WORDS, words)
    return forms.DecimalField(
        label=label, min_value=least, max_value=most, decimal_places=places, required=False, widget=widget,
        error_messages=errors,
    )  # fmt: skip


def refuse_none_and_more(form, data, name, nothing):
    """“None of these” and one of these contradict each other."""
    if nothing in data.get(name, []) and len(data[name]) > 1:
        form.add_error(name, _("Tick the ones that there are, or only the last box"))


class TenancyForm(SectionForm):
    """What puts the home at risk, and which home is needed from when."""

    legend = _("Keeping a home, or finding one")
    tenancy_risks = TicksField(TenancyRisk, _("What puts the home at risk?"))
    arrears_amount = number(_("How much rent is owed, in pounds?"), 999_999, POUNDS)
    arrears_weeks = number(_("For how many weeks has rent been owed?"), 520, _("Enter weeks, from 0 to 520"), places=0)
    needed = TicksField(AccommodationType, _("Which kind of home is needed?"))

    class Meta(BaseModelForm.Meta):
        model = HousingFacts
        fields = [
            "tenancy_risks",
            "arrears_amount",
            "arrears_weeks",
            "home_ends_on",
            "needed",
            "needed_from",
            "local_connection",
            "local_connection_why",
        ]
        labels = {
            "home_ends_on": _("On which day does a notice or the tenancy run out?"),
            "needed_from": _("From when is it needed?"),
            "local_connection": _("Is there a local connection with the area?"),
            "local_connection_why": _("What is the local connection?"),
        }
        widgets = {"home_ends_on": DateTextWidget, "needed_from": DateTextWidget}

    def clean(self):
        data = super().clean()
        owed = data.get("arrears_amount") or data.get("arrears_weeks")
        if owed and TenancyRisk.ARREARS not in data.get("tenancy_risks", []):
            self.add_error("tenancy_risks", _("Tick “Rent arrears”, or clear the amount and the weeks"))
        if data.get("needed_from") and not data.get("needed") and "needed" not in self.errors:
            self.add_error("needed", _("Tick the kind of home that is needed, or clear the date"))
        if data.get("local_connection_why") and data.get("local_connection") != YesNo.YES:
            self.add_error("local_connection", _("Answer “Yes”, or clear what the local connection is"))
        return data


class WorkForm(FactsForm):
    """How somebody stands with work and learning."""

    hours_per_week = number(
        _("How many hours a week?"), 100, _("Enter the hours a week, from 0 to 100, such as 37.5"), places=1
    )
    work_barriers = TicksField(WorkBarrier, _("What stands in the way of work or learning?"))

    class Meta(BaseModelForm.Meta):
        model = EteFacts
        fields = ["status_detail", "hours_per_week", "readiness", "work_barriers"]
        labels = {
            "status_detail": _("What does the person do, and where?"),
            "readiness": _("How ready is the person for work?"),
        }


class MoneyForm(FactsForm):
    """Benefits, debts, a bank account, and papers."""

    benefits = TicksField(Benefit, _("Which benefits does the person receive?"))
    debts_amount = number(_("How much, in pounds?"), 9_999_999, POUNDS, least=1)
    identity = TicksField(IdentityDocument, _("What does the person have to show who they are?"))

    class Meta(BaseModelForm.Meta):
        model = EteFacts
        fields = ["benefits", "has_debts", "debts_amount", "bank_account", "identity"]
        labels = {
            "has_debts": _("Are there debts or fines?"),
            "bank_account": _("Does the person have a bank account?"),
        }
        help_texts = {"has_debts": _("Do not name who the money is owed to.")}

    def clean(self):
        data = super().clean()
        refuse_none_and_more(self, data, "benefits", Benefit.NONE)
        refuse_none_and_more(self, data, "identity", IdentityDocument.NONE)
        if data.get("debts_amount") and data.get("has_debts") != YesNo.YES:
            self.add_error("has_debts", _("Answer “Yes”, or clear the amount"))
        return data
