"""What is asked about caring, domestic abuse, and medicine at home with children."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from core.forms import BaseModelForm
from core.widgets import DateTextWidget

from .. import family
from ..choices import ABUSED, YesNo
from ..models import FamilyFacts
from ..models.family import MOST_TICKS
from .section import FactsForm, refuse_future_days

CONFIDENTIAL = _("Ask only when nobody else can hear. It is never printed on what the client is given.")


class FamilyForm(FactsForm):
    """Caring, and domestic abuse: lived through and done apart."""

    needs = Section.FAMILY
    parts = [
        (_("Caring"), ["is_carer", "has_carer", "carer_offered_on", "carer_answer"]),
        (_("Domestic abuse"), ["abuse_lived_through", "dash_score", "dash_on", "abuse_done", "marac_referred_on"]),
    ]
    dash_score = forms.IntegerField(
        label=_("What is the DASH score?"),
        help_text=_("Only where somebody trained has gone through the checklist, from 0 to 24"),
        min_value=0,
        max_value=MOST_TICKS,
        required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-2"}),
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], _("Enter a number from 0 to 24")),
    )

    class Meta(BaseModelForm.Meta):
        model = FamilyFacts
        fields = [
            "is_carer", "has_carer", "carer_offered_on", "carer_answer",
            "abuse_lived_through", "dash_score", "dash_on", "abuse_done", "marac_referred_on",
        ]  # fmt: skip
        labels = {
            "is_carer": _("Does the person care for an adult or a child who needs help?"),
            "has_carer": _("Does somebody care for the person?"),
            "carer_offered_on": _("When was a carer’s assessment offered?"),
            "carer_answer": _("What was the answer?"),
            "abuse_lived_through": _("Has somebody abused the person in a relationship or the family?"),
            "dash_on": _("When was it gone through?"),
            "abuse_done": _("Has the person abused somebody in a relationship or the family?"),
            "marac_referred_on": _("When was it referred to a MARAC?"),
        }
        help_texts = {"abuse_lived_through": CONFIDENTIAL}
        widgets = {name: DateTextWidget for name in fields if name.endswith("_on")}

    def beside(self):
        client = self.instance.assessment.client
        return [family.carers(client), family.safe_contact(client)]

    @classmethod
    def prompts_of(cls, row):
        return list(family.abuse_prompts(row.assessment.client, row))

    def clean(self):
        data = super().clean()
        refuse_future_days(self, data, ["carer_offered_on", "dash_on", "marac_referred_on"])
        self._caring(data)
        self._abuse(data)
        return data

    def _caring(self, data):
        offered, answer = data.get("carer_offered_on"), data.get("carer_answer")
        known = self.instance.assessment.client.relationships.filter(ends_on=None)
        for name, column in (("is_carer", "client_cares"), ("has_carer", "cares_for_client")):
            if data.get(name) == YesNo.NO and known.filter(**{column: True}).exists():
                self.add_error(name, _("The record names somebody: change that first, or answer “Yes”"))
        if offered and YesNo.YES not in (data.get("is_carer"), data.get("has_carer")):
            self.add_error("carer_offered_on", _("Say who cares for whom, or clear the day of the offer"))
        if answer and not offered and "carer_offered_on" not in self.errors:
            self.add_error("carer_offered_on", _("Enter the day of the offer, or clear the answer to it"))

    def _abuse(self, data):
        score, on, lived_through = data.get("dash_score"), data.get("dash_on"), data.get("abuse_lived_through")
        if score is not None and not on and "dash_on" not in self.errors:
            self.add_error("dash_on", _("Enter the day of the score"))
        if on and score is None and "dash_score" not in self.errors:
            self.add_error("dash_score", _("Enter the score, or clear its day"))
        if (on or score is not None) and lived_through not in ABUSED:
            self.add_error(
                "abuse_lived_through", _("Answer “Now” or “In the past”, or clear the DASH score and its day")
            )
        if data.get("marac_referred_on") and not {lived_through, data.get("abuse_done")} & set(ABUSED):
            self.add_error("marac_referred_on", _("A MARAC is about domestic abuse: say which, or clear the day"))


class SafeStorageForm(FactsForm):
    """Medicine kept safe from children."""

    needs = Section.FAMILY
    legend = _("Medicine at home")

    class Meta(BaseModelForm.Meta):
        model = FamilyFacts
        fields = ["lockable_box_on", "storage_advice_on"]
        labels = {
            "lockable_box_on": _("When was a lockable box given?"),
            "storage_advice_on": _("When was safe storage talked about?"),
        }
        widgets = dict.fromkeys(fields, DateTextWidget)

    @classmethod
    def prompts_of(cls, row):
        text = family.storage_prompt(row.assessment.client, row)
        return [(text, "", "")] if text else []

    def clean(self):
        data = super().clean()
        refuse_future_days(self, data, self._meta.fields)
        return data
