"""Looks that somebody should ask about: a namesake, many in a day, at night, searching and not opening, break-glass.

Every finding is a question and no verdict. Nothing about a client is read out but the reference. Staff addresses and
dates of birth are not kept here, so that neither the user's own postcode nor a colleague's record can be looked for.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, ExtractHour, TruncDate
from django.utils.translation import gettext as _

from accounts.models import User
from clients.models import BreakGlass, Client, Episode, Relationship
from core.calendar import LONDON
from core.choices import AccessAction
from core.folding import folded
from core.models import AccessLog

OPENED_WITHIN = timedelta(minutes=10)
MOST_ROWS = 500
READING = [AccessAction.LOOK, AccessAction.PRINT, AccessAction.EXPORT]


@dataclass(frozen=True)
class Row:
    """One thing that somebody did; `reference` is empty where it was about no one record."""

    at: datetime
    what: str
    reference: str = ""


@dataclass(frozen=True)
class Finding:
    """What one person did that is out of the ordinary, with its rows."""

    user: User
    title: str
    rows: list
    is_cut: bool = False  # there were more of the kind than are read at once


def findings(since, until):
    """Everything unusual between two moments, by rule and then by person."""
    looks = AccessLog.objects.filter(
        action__in=READING, subject_kind="clients.client", user__isnull=False, at__gte=since, at__lt=until
    )
    searches = AccessLog.objects.filter(action=AccessAction.SEARCH, user__isnull=False, at__gte=since, at__lt=until)
    openings = BreakGlass.objects.filter(started_at__gte=since, started_at__lt=until)
    return [
        *_by_user(_("A record with the user’s own surname"), _namesakes(looks)),
        *_by_user(_("A record with a relative or household member of the user’s own surname"), _families(looks)),
        *_by_user(_("More records in a day than usual"), _many(looks), settings.UNUSUAL_RECORDS_A_DAY),
        *_by_user(_("Records outside the caseload, at night"), _at_night(looks)),
        *_by_user(_("Searches without opening a record"), _unopened(searches), settings.UNUSUAL_SEARCHES_A_DAY),
        *_broken_glass(openings),
    ]


def _namesakes(looks):
    same = Client.objects.filter(pk=OuterRef("subject_id"), family_key=OuterRef("surname"))
    return looks.exclude(user__last_name="").annotate(surname=folded("user__last_name")).filter(Exists(same))


def _families(looks):
    """The last word of a relative's name, or the name of a linked record."""
    named = Relationship.objects.annotate(folded_name=folded("name")).filter(client=OuterRef("subject_id"))
    ends = Q(folded_name__endswith=OuterRef("ending")) | Q(other_record__family_key=OuterRef("surname"))
    users = looks.exclude(user__last_name="").annotate(surname=folded("user__last_name"))
    return users.annotate(ending=_after_space("surname")).filter(Exists(named.filter(ends)))


def _after_space(name):
    return Concat(Value(" "), F(name), output_field=CharField())


def _many(looks):
    """The looks of those days on which somebody saw more different records than the setting says."""
    days = (
        looks.annotate(day=TruncDate("at", tzinfo=LONDON))
        .order_by()
        .values("user", "day")
        .annotate(records=Count("subject_id", distinct=True))
        .filter(records__gt=settings.UNUSUAL_RECORDS_A_DAY)
    )
    condition = Q(pk=None)
    for row in days[:MOST_ROWS]:
        condition |= Q(user=row["user"], day=row["day"])
    return looks.annotate(day=TruncDate("at", tzinfo=LONDON)).filter(condition)


def _at_night(looks):
    mine = Q(keyworker=OuterRef("user")) | Q(case_manager=OuterRef("user"))
    own = Episode.objects.open().filter(mine, client=OuterRef("subject_id"))
    late = looks.annotate(hour=ExtractHour("at", tzinfo=LONDON))
    night = Q(hour__gte=settings.UNUSUAL_NIGHT_BEGINS) | Q(hour__lt=settings.UNUSUAL_NIGHT_ENDS)
    return late.filter(night, ~Exists(own))


def _unopened(searches):
    """Searches after which the same person opened nothing for ten minutes."""
    opened = AccessLog.objects.filter(
        user=OuterRef("user"), action__in=READING, at__gt=OuterRef("at"), at__lt=OuterRef("at") + OPENED_WITHIN
    )
    return searches.filter(~Exists(opened))


def _by_user(title, looks, least=1):
    """The findings of one rule: those with fewer rows than `least` on every day are left out."""
    rows = list(looks.order_by("-at", "-id").select_related("user")[: MOST_ROWS + 1])
    is_cut, rows = len(rows) > MOST_ROWS, rows[:MOST_ROWS]
    references = dict(Client.objects.filter(pk__in={row.subject_id for row in rows}).values_list("pk", "reference"))
    people, days = defaultdict(list), defaultdict(int)
    for row in rows:
        people[row.user].append(Row(row.at, row.get_action_display(), references.get(row.subject_id, "")))
        days[row.user, row.at.astimezone(LONDON).date()] += 1
    busy = {user for (user, _day), count in days.items() if count >= least}
    return [Finding(user, title, found, is_cut) for user, found in people.items() if user in busy]


def _broken_glass(openings):
    people = defaultdict(list)
    for opening in openings.select_related("user", "client", "reason")[:MOST_ROWS]:
        people[opening.user].append(Row(opening.started_at, str(opening.reason), opening.client.reference))
    least = settings.UNUSUAL_BREAK_GLASS
    return [Finding(user, _("Break-glass, several times"), rows) for user, rows in people.items() if len(rows) >= least]
