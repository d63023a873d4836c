"""How people are found: the caseload narrowed, one person looked up."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from core.forms import BaseForm, QueryForm
from core.widgets import DatePartsField

from .. import sorting
from ..choices import EpisodeStatus
from ..discharge import Level
from .client import NhsNumberField
from .filters import BY_NAME, OneClientQuery

SEARCHES_KEPT = 20


class WordsQuery(QueryForm):
    """How a list is narrowed; the choices stay in the address, but for the words.

    Words are mostly a name, and no name stands in an address: they are posted, kept with the session (`remember`), and the
    address holds the key `search` instead. The page writes the token of the form outside of it.
    """

    FORM_ID = "filter"
    submit_label = _("Show")
    searched = ("words", "search")
    not_filters = ("search", "sort")

    search = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    @property
    def helper(self):
        helper = super().helper
        helper.form_method, helper.form_id = "post", self.FORM_ID
        helper.disable_csrf = True  # the page writes the token outside the form, which may be kept in the cache
        return helper

    def address(self, **changes):
        """As of any QueryForm, without the words: taking them away takes their key away."""
        if changes.get("words") == "":
            changes["search"] = ""
        return super().address(**changes | {"words": ""})


class CaseloadQuery(WordsQuery):
    """How the caseload is narrowed."""

    FORM_ID = "caseload-filter"

    words = forms.CharField(
        required=False, max_length=100, label=_("Name, our reference, NHS number, date of birth or postcode"),
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
    sort = forms.ChoiceField(required=False, label=_("Sort by"), choices=sorting.groups)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.role == Role.RECOVERY_COACH:  # sees neither phase nor keyworker nor reviews
            self.fields = {name: self.fields[name] for name in ("words", "search", "sort")}
            self.fields["sort"].choices = [(sort, sorting.LABELS[sort]) for sort in sorting.OF_A_COACH]
            self.fields["words"].help_text = _("Looks through the clients who are assigned to you")


class CompletenessQuery(OneClientQuery):
    """Whose open episodes are looked through for gaps, and in which order."""

    submit_label = _("Show")
    orders = {"": ("referred_on", "id"), "newest": ("-referred_on", "-id"), "client": BY_NAME}

    whose = forms.ChoiceField(
        required=False, label=_("Whose clients?"), choices=[("", _("Mine")), ("teams", _("All of my teams"))]
    )
    level = forms.ChoiceField(required=False, label=_("What is missing"), choices=[("", _("Anything")), *Level.choices])
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Start of episode, the longest ago first")), ("newest", _("Start of episode, the newest first")),
            ("client", _("Client, by name")),
        ],
    )  # fmt: skip
    field_order = ["whose", "level", "client", "sort"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.has_perm("clients.assign_keyworker"):
            people = User.objects.filter(memberships__team__in=user.team_ids, is_active=True).exclude(pk=user.pk)
            named = people.distinct().order_by("last_name", "first_name")
            whose = self.fields["whose"]
            whose.choices = [*whose.choices, (_("Of"), [(str(one.pk), one.get_full_name()) for one in named])]


def remembered(request):
    """The query string with the words that its key stands for."""
    data = request.GET.copy()
    data["words"] = request.session.get("searches", {}).get(data.get("search", ""), "")
    return data


def remember(request, query):
    """Keep the words of a valid search with the session; gives the query string that stands for it."""
    words, key = query.cleaned_data["words"], ""
    if words:
        key = secrets.token_urlsafe(9)
        latest = list(request.session.get("searches", {}).items())[1 - SEARCHES_KEPT :]
        request.session["searches"] = dict([*latest, (key, words)])
    return query.address(search=key)


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
