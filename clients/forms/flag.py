"""What staff type about a flag."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, DateField, VerbForm
from reference.choices import IntervalKey
from reference.intervals import days

from ..choices import FlagKind
from ..models import ClientFlag
from .parts import required


class FlagForm(BaseModelForm):
    submit_label = _("Add the flag")

    class Meta(BaseModelForm.Meta):
        model = ClientFlag
        fields = ["kind", "reason", "review_on"]
        labels = {"kind": _("Which flag?"), "reason": _("Why?"), "review_on": _("When do you look at it again?")}
        widgets = {"kind": forms.RadioSelect, "reason": forms.Textarea({"rows": 3})}
        error_messages = {
            "kind": required(_("Choose the flag")),
            "reason": required(_("Say why, in a few words")),
            "review_on": required(_("Enter the day on which the flag is looked at again")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = FlagKind.choices
        if not self.is_bound:
            self.initial["review_on"] = timezone.localdate() + timedelta(days=days(IntervalKey.FLAG_REVIEW))

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Enter today or a day to come"))
        return day


class FlagReviewForm(VerbForm):
    """A flag looked at again: why it stays, and until when."""

    submit_label = _("Keep the flag")

    note = forms.CharField(
        label=_("Why does the flag stay?"), max_length=500, widget=forms.Textarea({"rows": 3}),
        error_messages=required(_("Say why, in a few words")),
    )  # fmt: skip
    review_on = DateField(
        label=_("When do you look at it again?"),
        error_messages=required(_("Enter the day on which the flag is looked at again")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("review_on", timezone.localdate() + timedelta(days=days(IntervalKey.FLAG_REVIEW)))

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Enter a day to come"))
        return day
