"""What staff type about GP and pharmacy, a pregnancy, and how complex somebody's needs are."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, refuse_future

from ..choices import Answer, NeedsLevel, NeedsReason
from ..models import ComplexNeeds, HealthContacts, Pregnancy
from .contact_way import can_be_dialled
from .parts import WIDTH_10, WIDTH_20, not_asked, refuse_end_before_start, required, without_empty

NOT_A_NUMBER = _("Enter a phone number, such as 01632 960123")


class HealthContactsForm(BaseModelForm):
    """The GP practice and the pharmacy."""

    class Meta(BaseModelForm.Meta):
        model = HealthContacts
        fields = ["gp_registered", "gp_practice", "gp_code", "gp_phone", "pharmacy", "pharmacy_phone"]
        labels = {
            "gp_registered": _("Is the person registered with a GP?"),
            "gp_practice": _("Which practice?"),
            "gp_code": _("Code of the practice"),
            "gp_phone": _("Phone of the practice"),
            "pharmacy": _("Which pharmacy?"),
            "pharmacy_phone": _("Phone of the pharmacy"),
        }
        widgets = {
            "gp_registered": forms.RadioSelect({"inline": True}),
            "gp_code": forms.TextInput(WIDTH_10),
            "gp_phone": forms.TextInput(WIDTH_20),
            "pharmacy_phone": forms.TextInput(WIDTH_20),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        not_asked(self, "gp_registered")

    def clean_gp_phone(self):
        return dialled(self.cleaned_data["gp_phone"])

    def clean_pharmacy_phone(self):
        return dialled(self.cleaned_data["pharmacy_phone"])

    def clean(self):
        data = super().clean()
        named = [name for name in ("gp_practice", "gp_code", "gp_phone") if data.get(name)]
        if named and data.get("gp_registered") != Answer.YES and "gp_registered" not in self.errors:
            self.add_error("gp_registered", _("Answer “Yes”, or clear the practice"))
        return data


def dialled(number):
    if number and not can_be_dialled(number):
        raise forms.ValidationError(NOT_A_NUMBER)
    return number


class PregnancyForm(BaseModelForm):
    """A pregnancy, from the day we were told until it ends."""

    class Meta(BaseModelForm.Meta):
        model = Pregnancy
        fields = ["told_on", "due_on", "maternity_booked", "pre_birth_referral_on", "ended_on", "note"]
        labels = {
            "told_on": _("When were we told?"),
            "due_on": _("When is the child due?"),
            "maternity_booked": _("Is maternity care booked?"),
            "pre_birth_referral_on": _("When was a pre-birth assessment asked for?"),
            "ended_on": _("When did the pregnancy end?"),
            "note": _("What else must be known?"),
        }
        help_texts = {"ended_on": _("Leave empty while it goes on")}
        widgets = {"maternity_booked": forms.RadioSelect({"inline": True}), "note": forms.Textarea({"rows": 3})}
        error_messages = {"told_on": required(_("Enter the day we were told"))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        not_asked(self, "maternity_booked")
        if not self.is_bound and self.instance._state.adding:
            self.initial["told_on"] = timezone.localdate()

    def clean_told_on(self):
        return refuse_future(self.cleaned_data["told_on"])

    def clean_ended_on(self):
        return refuse_future(self.cleaned_data["ended_on"])

    def clean(self):
        data = super().clean()
        refuse_end_before_start(self, data, "told_on", "ended_on")
        others = self.instance.client.pregnancies.filter(ended_on=None).exclude(pk=self.instance.pk)
        if not data.get("ended_on") and not self.errors and others.exists():
            self.add_error("ended_on", _("A pregnancy that has not ended is on the record already: end that one first"))
        return data


class ComplexNeedsForm(BaseModelForm):
    """A judgement of how complex the needs are; the one before stays readable."""

    reasons = forms.MultipleChoiceField(
        label=_("Why?"), choices=NeedsReason.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta(BaseModelForm.Meta):
        model = ComplexNeeds
        fields = ["level", "reasons", "said_by", "assessed_on", "note"]
        labels = {
            "level": _("How complex are the needs?"),
            "said_by": _("Who said so?"),
            "assessed_on": _("When?"),
            "note": _("What must be known about it?"),
        }
        widgets = {"level": forms.RadioSelect({"inline": True}), "note": forms.Textarea({"rows": 3})}
        error_messages = {
            "level": required(_("Choose one")),
            "said_by": required(_("Enter who said so")),
            "assessed_on": required(_("Enter the day")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        without_empty(self, "level")

    def clean_assessed_on(self):
        return refuse_future(self.cleaned_data["assessed_on"])

    def clean(self):
        data = super().clean()
        if data.get("level") in (NeedsLevel.MEDIUM, NeedsLevel.HIGH) and not data.get("reasons"):
            if "reasons" not in self.errors:
                self.add_error("reasons", _("Choose at least one reason"))
        return data
