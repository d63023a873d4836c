"""The release board: who leaves prison soon, who left and was not seen, and of whom no release date is known."""

from datetime import timedelta

from django.db.models import Exists, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clients.forms.filters import BY_NAME
from clients.models import Episode
from core.pagination import Beginning, parts_of

from .choices import BoardPart, ReleaseType
from .models import CustodyStay, Prison, ReleaseDate, SurgeDay

SPREADSHEET = [
    _("Our reference"), _("Family name"), _("First name"), _("Where it stands"), _("Prison"), _("Expected"), _("Earliest"),
    _("Appointment"), _("Still missing"), _("Released"), _("Treatment must start by"), _("Team"),
]  # fmt: skip
EARLY = {
    ReleaseType.HDCED, ReleaseType.HDCAD, ReleaseType.ERSED, ReleaseType.TERSED, ReleaseType.ROTL, ReleaseType.ETD,
}  # fmt: skip
RECALL = {ReleaseType.PRRD, ReleaseType.DPRRD}
SEEN_WITHIN = 21


def board(user, query):
    """The parts of the board that were asked for, each as a query, by a ReleaseBoardQuery."""
    values = query.values()
    stays = query.of_client(CustodyStay.objects.of_teams(user.team_ids).visible_to(user))
    stays = stays.select_related("client__registered_team", "episode__keyworker", "episode__team", "establishment")
    held = ReleaseDate.objects.filter(stay=OuterRef("pk"), superseded_at=None).values("earliest_on")
    stays = stays.with_release_date().annotate(
        team=Coalesce("episode__team__name", "client__registered_team__name"), earliest=Subquery(held)
    )
    if values["whose"]:
        mine = Episode.objects.open().kept_or_managed_by(user).filter(client=OuterRef("client"))
        stays = stays.filter(Exists(mine))
    if values["team"]:
        stays = stays.filter(team=values["team"])
    horizon = timezone.localdate() + timedelta(weeks=values["weeks"] or 12)
    coming = stays.in_custody().filter(earliest__lte=horizon)
    parts = {
        BoardPart.COMING: coming.annotate(day=F("earliest")),
        BoardPart.NOT_SEEN: stays.filter(released_on__isnull=False, first_seen_on=None).annotate(day=F("released_on")),
        BoardPart.NO_DATE: stays.in_custody().filter(earliest=None).annotate(day=F("custody_started_on")),
    }
    keys = {"client": BY_NAME, "team": ("team", "day", "pk")}.get(values["sort"], ("day", "pk"))
    return {part: rows.order_by(*keys) for part, rows in parts.items() if values["part"] in ("", None, part)}


def shown(parts, cursor, most):
    """The beginning of each part, all read in one statement; and where one part alone is shown, its page, else None."""
    if len(parts) == 1:
        return parts_of({part.value: rows for part, rows in parts.items()}, cursor, most)
    numbered = [
        rows.annotate(part=Value(place, IntegerField()))[: most + 1] for place, rows in enumerate(parts.values())
    ]
    keys = next(iter(parts.values())).query.order_by
    found = list(numbered[0].union(*numbered[1:], all=True).order_by("part", *keys))
    rows = [[stay for stay in found if stay.part == place] for place in range(len(parts))]
    return {
        part.value: Beginning(of_part[:most], len(of_part) > most) for part, of_part in zip(parts, rows, strict=True)
    }, None


def describe(parts):
    """Give each stay its `risks`, `readiness` and `planning` in words; gives the prisons with which something is to be agreed."""
    stays = [stay for part in parts.values() for stay in part.rows]
    days = {stay.current_date.expected_on for stay in stays if stay.current_date}
    surges = set(SurgeDay.objects.filter(is_off=False).values_list("day", flat=True)) if days else set()
    for stay in stays:
        date = stay.current_date
        stay.risks = risks(date, surges) if date else []
        stay.readiness = readiness(date.earliest_on, stay.missing) if date else ""
        stay.planning = planning(stay.appointment_at, date.expected_on) if date else ""
    inside = {
        stay.prison_name: stay.establishment or Prison(name=stay.prison) for stay in stays if not stay.released_on
    }
    return [prison for _name, prison in sorted(inside.items()) if prison.protocol_gap]


def risks(date, surges=()):
    """What is against the day, in words."""
    eve = date.friday_or_pre_holiday
    friday = date.last_working_day_on.isoweekday() == 5
    reasons = [
        (eve and friday, _("Friday")),
        (eve and not friday, _("day before a holiday")),
        (date.expected_on != date.nominal_on, _("moved from the date on paper")),
        (date.release_type in EARLY, _("early scheme")),
        (date.release_type in RECALL, _("recall")),
        (date.expected_on in surges, _("many are let out that day")),
        (not date.holidays_published, _("holidays not yet published")),
    ]
    return [words for holds, words in reasons if holds]


def readiness(earliest, missing):
    """How many days are left to be ready: counted to the earliest day."""
    left = (earliest - timezone.localdate()).days
    if not missing:
        return say("Ready")
    if left <= 0:
        return say("Not ready, and may be out already")
    return ngettext("Not ready, %(left)s day left", "Not ready, %(left)s days left", left) % {"left": left}


def planning(appointment_at, expected):
    """What is wrong with the day of the first appointment: counted from the expected day."""
    if appointment_at is None:
        return ""
    after = (timezone.localdate(appointment_at) - expected).days
    if after < 0:
        return say("before the expected release")
    return say("later than three weeks after release") if after > SEEN_WITHIN else ""


def leaving_around(user, day, days=7):
    """The stays of a user's teams whose expected release lies within a week of a day."""
    around = (day - timedelta(days=days), day + timedelta(days=days))
    stays = CustodyStay.objects.of_teams(user.team_ids).visible_to(user).in_custody()
    stays = stays.filter(release_dates__superseded_at=None, release_dates__expected_on__range=around)
    return stays.select_related("client").with_release_date().order_by("release_dates__expected_on", "pk")[:300]


def plain_rows(parts, most):
    """The board for a spreadsheet, as many of each part as it may have."""
    for part, stays in parts.items():
        for stay in stays[:most]:
            dates, at = stay.current_date, stay.appointment_at
            yield [
                stay.client.reference, stay.client.family_name, stay.client.first_name, part.label, stay.prison,
                dates and dates.expected_on, dates and dates.earliest_on, at and f"{timezone.localtime(at):%Y-%m-%d %H:%M}",
                ", ".join(str(words) for words in stay.missing), stay.released_on, stay.continuity_ends_on, stay.team,
            ]  # fmt: skip
