"""What staff type about a contact: what happened, a correction with its reason, a mark of error."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from core.forms import BaseForm, BaseModelForm

from ..choices import ContactKind, ContactOutcome, ErrorReason, MissedBy, MissedReason
from ..models import CONTACT_FACTS, Contact
from .parts import WIDTH_20, required


class ContactForm(BaseModelForm):
    """A contact that happened or was missed: when, how, what came of it."""

    submit_label = _("Save the contact")

    class Meta(BaseModelForm.Meta):
        model = Contact
        fields = [
            "note", "outcome", "kind", "happened_at", "minutes", "present", "missed_by", "missed_reason", "is_restricted",
        ]  # fmt: skip
        labels = {
            "note": _("What happened?"),
            "outcome": _("What came of it?"),
            "kind": _("How?"),
            "happened_at": _("When was it?"),
            "minutes": _("How many minutes did it take?"),
            "present": _("Who else was present?"),
            "missed_by": _("Who missed or cancelled it?"),
            "missed_reason": _("Why was it missed or cancelled?"),
            "is_restricted": _("Restricted: others see that there is a note of this day, and not what it says"),
        }
        help_texts = {
            "note": _("Ctrl and Enter together save it"),
            "happened_at": _("Day and time, such as 27/3/2026 14:30"),
            "present": _("Such as: partner, probation officer"),
            "missed_by": _("Only when it was missed or cancelled"),
            "missed_reason": _("Only when it was missed or cancelled"),
        }
        widgets = {
            "note": forms.Textarea({"rows": 5}),
            "outcome": forms.RadioSelect({"inline": True, "small": True}),
            "kind": forms.RadioSelect({"small": True, "inline": True}),
            "happened_at": forms.TextInput(WIDTH_20),
            "minutes": forms.NumberInput({"class": "govuk-input--width-4"}),
        }
        error_messages = {
            "outcome": required(_("Say whether the client attended")),
            "kind": required(_("Choose how the contact took place")),
            "happened_at": required(_("Enter the day and time")),
            "minutes": {"invalid": _("Enter the minutes as a number, such as 30")},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("outcome", "kind"):
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
        self.fields["missed_by"].choices = [("", _("Choose who")), *MissedBy.choices]
        self.fields["missed_reason"].choices = [("", _("Choose why")), *MissedReason.choices]
        if not user.has_perm(Section.RESTRICTED_NOTES):
            del self.fields["is_restricted"]
        if self.instance._state.adding and not self.is_bound:
            self.initial |= {
                "outcome": ContactOutcome.ATTENDED,
                "kind": last_kind_of(user),
                "happened_at": f"{timezone.localtime():%d/%m/%Y %H:%M}",
            }

    def clean_happened_at(self):
        moment = self.cleaned_data["happened_at"]
        if moment > timezone.now():
            raise forms.ValidationError(_("This is in the future. Record a contact when it has happened or was missed"))
        return moment

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= 1440:
            raise forms.ValidationError(_("Enter between 1 and 1440 minutes"))
        return minutes

    def clean(self):
        data = super().clean()
        outcome = data.get("outcome")
        for name, message in (
            ("missed_by", _("Say who missed or cancelled it")),
            ("missed_reason", _("Say why; “No reason known” is an answer")),
        ):
            if outcome == ContactOutcome.ATTENDED and data.get(name):
                self.add_error(name, _("Clear this for a contact that was attended"))
            elif outcome and outcome != ContactOutcome.ATTENDED and not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        return data


def last_kind_of(user):
    """How the user was last in touch with anybody: the likeliest answer, so that a note takes two actions."""
    newest = Contact.objects.filter(created_by=user).order_by("-created_at").values_list("kind", flat=True)
    return newest.first() or ContactKind.FACE_TO_FACE


class CorrectContactForm(ContactForm):
    """What the contact should have said, and why it is corrected."""

    submit_label = _("Save the correction")

    reason = forms.CharField(
        max_length=300, label=_("Why do you correct it?"), error_messages=required(_("Say why it is corrected")),
        help_text=_("Both texts stay on the record, with this reason"),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if not self.errors and not set(self.changed_data) & {*CONTACT_FACTS, "is_restricted"}:
            raise forms.ValidationError(_("Nothing is different from what stands there already"))
        return data


class ErrorForm(BaseForm):
    """Why something on a record should not be there."""

    submit_label = _("Mark it as entered in error")

    reason = forms.ChoiceField(
        choices=ErrorReason.choices, widget=forms.RadioSelect, label=_("What is wrong?"),
        error_messages=required(_("Say what is wrong")),
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=300, label=_("In a few words"),
        help_text=_("Do not name another client. It stays on the record, marked as an error."),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("reason") == ErrorReason.OTHER and not data.get("note"):
            self.add_error("note", _("Say what is wrong"))
        return data
