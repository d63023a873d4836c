"""How people are found: the caseload narrowed, one person looked up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from core.forms import BaseForm, QueryForm
from core.widgets import DatePartsField

from ..choices import EpisodeStatus
from .client import NhsNumberField


class CaseloadQuery(QueryForm):
    """How the caseload is narrowed; the choices stay in the address."""

    submit_label = _("Show")

    words = forms.CharField(
        required=False, max_length=100, label=_("Name, our reference, NHS number or date of birth"),
        help_text=_("Looks through everybody whom your teams know, closed episodes too"),
    )  # fmt: skip
    keyworker = forms.ChoiceField(
        required=False, label=_("Keyworker"),
        choices=[("", _("Anybody")), ("mine", _("Me")), ("none", _("Nobody yet"))],
    )  # fmt: skip
    phase = forms.ChoiceField(
        required=False, label=_("Phase"),
        choices=[
            ("", _("Any open episode")),
            *[choice for choice in EpisodeStatus.choices if choice[0] != EpisodeStatus.CLOSED],
            ("none", _("No open episode")),
            ("all", _("Everybody")),
        ],
    )  # fmt: skip
    overdue = forms.BooleanField(required=False, label=_("Only with an overdue review"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.role == Role.RECOVERY_COACH:  # sees neither phase nor keyworker nor reviews
            self.fields = {"words": self.fields["words"]}
            self.fields["words"].help_text = _("Looks through the clients who are assigned to you")


class LookUpForm(BaseForm):
    """One person, exactly: by number, or by name and date of birth."""

    submit_label = _("Look up")

    nhs_number = NhsNumberField(required=False, label=_("NHS number"))
    first_name = forms.CharField(required=False, max_length=100, label=_("First name"))
    family_name = forms.CharField(required=False, max_length=100, label=_("Family name"))
    date_of_birth = DatePartsField(required=False, past=True, label=_("Date of birth"))

    def clean(self):
        data = super().clean()
        person = [data.get(name) for name in ("first_name", "family_name", "date_of_birth")]
        if not self.errors and not data.get("nhs_number") and not all(person):
            raise forms.ValidationError(_("Enter an NHS number, or both names and the date of birth"))
        return data
