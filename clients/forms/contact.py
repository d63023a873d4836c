"""What staff type about a contact."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm

from ..choices import ContactOutcome, MissedReason
from ..models import Contact
from .parts import WIDTH_20, required


class ContactForm(BaseModelForm):
    """A contact that happened or was missed: when, how, what came of it."""

    submit_label = _("Save the contact")

    class Meta(BaseModelForm.Meta):
        model = Contact
        fields = ["outcome", "kind", "happened_at", "missed_reason", "note"]
        labels = {
            "outcome": _("What came of it?"),
            "kind": _("How?"),
            "happened_at": _("When was it?"),
            "missed_reason": _("Why was it missed or cancelled?"),
            "note": _("What happened?"),
        }
        help_texts = {
            "happened_at": _("Day and time, such as 27/3/2026 14:30"),
            "missed_reason": _("Only when it was missed or cancelled"),
        }
        widgets = {
            "outcome": forms.RadioSelect({"inline": True}),
            "kind": forms.RadioSelect({"small": True, "inline": True}),
            "happened_at": forms.TextInput(WIDTH_20),
            "note": forms.Textarea({"rows": 5}),
        }
        error_messages = {
            "outcome": required(_("Say whether the client attended")),
            "kind": required(_("Choose how the contact took place")),
            "happened_at": required(_("Enter the day and time")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("outcome", "kind"):
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
        self.fields["missed_reason"].choices = [("", _("Choose why")), *MissedReason.choices]
        if not self.is_bound:
            self.initial["outcome"] = ContactOutcome.ATTENDED
            self.initial["happened_at"] = f"{timezone.localtime():%d/%m/%Y %H:%M}"

    def clean_happened_at(self):
        moment = self.cleaned_data["happened_at"]
        if moment > timezone.now():
            raise forms.ValidationError(_("This is in the future. Record a contact when it has happened or was missed"))
        return moment

    def clean(self):
        data = super().clean()
        outcome, reason = data.get("outcome"), data.get("missed_reason")
        if outcome == ContactOutcome.ATTENDED and reason:
            self.add_error("missed_reason", _("Clear this for a contact that was attended"))
        elif outcome and outcome != ContactOutcome.ATTENDED and not reason and "missed_reason" not in self.errors:
            self.add_error("missed_reason", _("Say why; “No reason known” is an answer"))
        return data
