"""What staff type about sharing without consent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, BaseModelForm
from reference.choices import CodeField
from reference.fields import CodeChoiceField
from services_directory.models import Service

from ..choices import ConsentCategory, ConsentPurpose, OverrideStatus
from ..models import SharingOverride
from .filters import OneClientQuery
from .parts import required


class OverrideForm(BaseModelForm):
    """With whom, what and why something is shared though the client has not agreed."""

    submit_label = _("Ask for approval")

    categories = forms.MultipleChoiceField(
        label=_("What is shared?"), choices=ConsentCategory.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what is needed."), error_messages=required(_("Choose what is shared")),
    )  # fmt: skip
    reason = CodeChoiceField(
        CodeField.OVERRIDE_REASON, label=_("For which reason?"), error_messages=required(_("Choose the reason")),
        help_text=_("For a danger to life, or a child or an adult at risk, you may share at once."),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = SharingOverride
        fields = ["recipient", "outside", "purpose", "categories", "reason", "why"]
        labels = {
            "recipient": _("With which service?"),
            "outside": _("Or with whom outside the directory?"),
            "purpose": _("What for?"),
            "why": _("Why, and why was the client not asked, or why against a no?"),
        }
        widgets = {"why": forms.Textarea({"rows": 4})}
        error_messages = {
            "purpose": required(_("Choose what it is for")),
            "why": required(_("Write why")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = Service.objects.listed().only("id", "name")
        self.fields["recipient"].empty_label = _("None of the directory")
        self.fields["purpose"].choices = [
            ("", _("Choose what for")),
            *(choice for choice in ConsentPurpose.choices if choice[0] != ConsentPurpose.CASE_STUDY),
        ]

    def clean(self):
        data = super().clean()
        if bool(data.get("recipient")) == bool(data.get("outside")):
            self.add_error("recipient", _("Choose a service, or say who it is: one of the two"))
        return data


class DecideOverrideForm(BaseForm):
    """A second person's answer."""

    submit_label = _("Record the decision")

    approved = forms.TypedChoiceField(
        label=_("Is it right to share this without consent?"),
        choices=[("True", _("Yes, approved")), ("False", _("No: stop sharing"))],
        coerce=lambda value: value == "True", empty_value=None,
        widget=forms.RadioSelect, error_messages=required(_("Choose yes or no")),
    )  # fmt: skip
    note = forms.CharField(label=_("Why?"), max_length=500, error_messages=required(_("Write why")))


class OverrideQuery(OneClientQuery):
    """Which decisions to share without consent are listed: those that wait, unless others are asked for."""

    submit_label = _("Show")

    status = forms.ChoiceField(
        required=False, label=_("Where it stands"),
        choices=[
            ("", OverrideStatus.REQUESTED.label), *OverrideStatus.choices[1:], ("all", _("All")),
        ],
    )  # fmt: skip
    now = forms.BooleanField(required=False, label=_("Only what was shared at once"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("What waits by the day it must be approved, what was decided the newest first")),
            ("newest", _("Asked for, the newest first")), ("record", _("Record, all about one together")),
        ],
    )  # fmt: skip
    field_order = ["status", "client", "now", "sort"]

    def narrow(self, overrides, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values, overrides = self.values(), self.of_client(overrides)
        if values["now"]:
            overrides = overrides.filter(shares_now=True)
        if but == "status" or values["status"] == "all":
            return overrides
        return overrides.filter(status=values["status"] or OverrideStatus.REQUESTED)

    @property
    def order(self):
        """What waits by the day on which it must be approved; everything else, the newest first."""
        values, newest = self.values(), ["-created_at", "-id"]
        if values["sort"] == "record":
            return ["record", *newest]
        return newest if values["sort"] or values["status"] else ["approve_by", "id"]
