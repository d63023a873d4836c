"""What is typed to restrict a record, to decide it, and to name who may read it."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from clients.forms.filters import OneClientQuery
from clients.models.client import STAFF_ROLES
from core.forms import NOTHING_CHOSEN, BaseForm, BaseModelForm

from ..choices import RestrictionState
from ..lists import RESTRICTIONS_ORDERS
from ..models import Restriction

LONGEST_RESTRICTION = timedelta(days=366)


def staff():
    """Everybody who may be named: active staff who read records."""
    return User.objects.filter(is_active=True, role__in=STAFF_ROLES)


class RestrictionForm(BaseModelForm):
    """Why a record should be seen by named people alone, by whom, and until when that holds at first."""

    submit_label = _("Ask for it")

    readers = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who may see the record?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever keeps an open episode is added. Others can be added later."),
        error_messages={"required": _("Choose at least one person")},
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Restriction
        fields = ["why", "review_on"]
        labels = {"why": _("Why should only named people see this record?")}
        help_texts = {
            "why": _("Such as: the person, or somebody in the family, works here; somebody looks for the person"),
        }
        widgets = {"why": forms.Textarea({"rows": 3})}
        error_messages = {"why": {"required": _("Say why")}, "review_on": {"required": _("Enter the date")}}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        teams = user.team_ids
        self.fields["readers"].queryset = staff().filter(memberships__team__in=teams).distinct()

    def clean_review_on(self):
        day, today = self.cleaned_data["review_on"], timezone.localdate()
        if not today < day <= today + LONGEST_RESTRICTION:
            raise forms.ValidationError(_("Enter a day within the next year"))
        return day


class RestrictionQuery(OneClientQuery):
    """Which restricted records are listed, and in which order."""

    submit_label = _("Show")
    orders = RESTRICTIONS_ORDERS

    state = forms.ChoiceField(required=False, label=_("State"), choices=[("", _("Any")), *RestrictionState.choices])
    late = forms.BooleanField(required=False, label=_("Only those to be looked at again by now"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("What waits for your decision, then the newest")), ("newest", _("Asked for, the newest first")),
            ("review", _("To be looked at again, the longest overdue first")),
            ("record", _("Record, all about one together")),
        ],
    )  # fmt: skip
    field_order = ["state", "client", "late", "sort"]

    def narrow(self, restrictions, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        restrictions = self.of_client(restrictions)
        if values["state"]:
            restrictions = restrictions.filter(state=values["state"])
        if values["late"]:
            restrictions = restrictions.standing().filter(review_on__lte=timezone.localdate())
        return restrictions


class DecisionForm(BaseForm):
    submit_label = _("Save the decision")

    is_agreed = forms.TypedChoiceField(
        label=_("Do you agree?"), widget=forms.RadioSelect({"inline": True}),
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes",
        error_messages={"required": _("Say whether you agree")},
    )  # fmt: skip


class WhyForm(BaseForm):
    """A sentence that says why."""

    why = forms.CharField(
        max_length=300, label=_("Why?"), widget=forms.Textarea({"rows": 3}), error_messages={"required": _("Say why")}
    )


class ReaderForm(WhyForm):
    """One more person on the list."""

    submit_label = _("Add to the list")

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who may see the record?"),
        empty_label=NOTHING_CHOSEN,
        error_messages={"required": _("Choose a person")},
    )
    field_order = ["user", "why"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff()
