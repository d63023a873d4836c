"""How the list of what keeps episodes out of the national data set is narrowed."""

from datetime import timedelta

from django import forms
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from clients.discharge import Level
from clients.forms.filters import BY_NAME, OneClientQuery
from clients.models import STAFF_ROLES
from core.forms import DateField

NOBODY = "none"
BY_KEYWORKER = ("kept_last", "kept_first", "id")


class ProblemQuery(OneClientQuery):
    """Which episodes are looked through: of which days and whose, and what of their problems is shown."""

    submit_label = _("Show")
    orders = {"": BY_KEYWORKER, "newest": ("-referred_on", "-id"), "client": BY_NAME}

    first = DateField(required=False, label=_("From"), help_text=_("Else the first day of last month"))
    last = DateField(required=False, label=_("To"), help_text=_("Else today"))
    keyworker = forms.ChoiceField(required=False, label=_("Keyworker"))
    level = forms.ChoiceField(
        required=False, label=_("What is shown"), choices=[("", _("Errors and warnings")), *Level.choices]
    )
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Keyworker")), ("newest", _("Start of episode, the newest first")), ("client", _("Client, by name")),
        ],
    )  # fmt: skip
    field_order = ["keyworker", "level", "first", "last", "client", "sort"]

    def __init__(self, data, user, **kwargs):
        super().__init__(data, **kwargs)
        self.user = user
        staff = User.objects.filter(
            memberships__team__in=user.team_ids, role__in=STAFF_ROLES, is_active=True
        ).distinct()
        self.fields["keyworker"].choices = [
            ("", _("Anybody")), (NOBODY, _("Nobody yet")), *((str(one.pk), str(one)) for one in staff),
        ]  # fmt: skip

    def period(self):
        """The first and the last day that are looked at."""
        values, today = self.values(), timezone.localdate()
        last = values["last"] or today
        begin = (min(last, today).replace(day=1) - timedelta(days=1)).replace(day=1)
        return values["first"] or begin, last

    def narrow(self, episodes):
        """Of the episodes that the user may see, those that are asked for, with what they are sorted by."""
        episodes = episodes.annotate(
            kept_last=Coalesce(F("keyworker__last_name"), Value("")),
            kept_first=Coalesce(F("keyworker__first_name"), Value("")),
        )
        keyworker = self.values()["keyworker"]
        if keyworker == NOBODY:
            episodes = episodes.filter(keyworker=None)
        elif keyworker:
            episodes = episodes.filter(keyworker=keyworker)
        return self.of_client(episodes)
