"""What stands in the calendar of a worker or a team: appointments, sessions, and first appointments kept by other parts of the work.

Of a client whom the reader may not see the calendar says that the time is taken, and no more. Times are those of a clock in
London; what goes on past midnight stands on the day on which it begins.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Cover, TeamMembership
from clients.models import STAFF_ROLES, Client
from clients.reading_up import model_of
from core.calendar import LONDON, ONE_DAY, london

from .choices import AppointmentKind, AppointmentStatus, Component, SessionStatus
from .models import Appointment, ProgrammeSession

APPOINTMENT, SESSION, RELEASE, OFFER = "appointment", "session", "release", "offer"
HALF_AN_HOUR = timedelta(minutes=30)  # of those whose end nobody has written down
STATUS_WORDS = {AppointmentStatus.BOOKED: "", SessionStatus.PLANNED: ""}


@dataclass(slots=True)
class Entry:
    """One thing in the calendar, as its reader may see it."""

    kind: str
    key: UUID
    version: int
    begins: datetime
    ends: datetime
    what: str
    who: str  # the client, as the reader may see them; nobody in a session
    initials: str
    place: str
    status: str
    workers: tuple
    url: str

    @property
    def day(self):
        return self.begins.date()

    @property
    def is_cancelled(self):
        return self.status == AppointmentStatus.CANCELLED


@dataclass(frozen=True)
class Staff:
    """Who works in the reader's teams, and the teams: names by key, and the keys of each team's people."""

    people: dict
    teams: dict
    members: dict


@dataclass(frozen=True)
class Whose:
    """Whose calendar it is: a worker's, with that of each person covered on the days of the cover; or a team's."""

    worker: object = None
    team: UUID | None = None
    covers: tuple = ()

    def condition(self, begins, people, team):
        """The condition on rows that begin at `begins`, belong to one of the `people` fields, and to a `team`."""
        if self.worker is None:
            return Q(**{team: self.team})
        found = Q()
        for field in people:
            found |= Q(**{field: self.worker.pk})
            for cover in self.covers:
                days = {
                    f"{begins}__gte": london(cover.starts_on, 0),
                    f"{begins}__lt": london(cover.ends_on + ONE_DAY, 0),
                }
                found |= Q(**{field: cover.person_id}, **days)
        return found


def staff_of(user):
    """The teams of a user and who works in them, in one query."""
    rows = TeamMembership.objects.filter(team__in=user.team_ids, user__is_active=True, user__role__in=STAFF_ROLES)
    rows = rows.order_by("team__name", "user__first_name", "user__last_name", "user__username")
    names = rows.values_list(
        "team_id", "team__name", "user_id", "user__first_name", "user__last_name", "user__username"
    )
    people, teams, members = {}, {}, defaultdict(list)
    for team, called, key, first, last, username in names:
        teams[team], people[key] = called, f"{first} {last}".strip() or username
        members[team].append(key)
    return Staff(people, teams, members)


def entries(reader, first, until, *, worker=None, team=None, with_cancelled=False):
    """The entries of a worker or a team from the day `first` up to and without `until`, in order."""
    covers = Cover.objects.filter(covered_by=worker, starts_on__lt=until, ends_on__gte=first) if worker else ()
    whose, time = Whose(worker, team, tuple(covers)), (london(first, 0), london(until, 0))
    found = [
        *_appointments(reader, whose, *time),
        *_sessions(reader, whose, *time),
        *_kept_elsewhere(reader, whose, *time),
    ]
    found = [entry for entry in found if with_cancelled or not entry.is_cancelled]
    return sorted(found, key=lambda entry: (entry.begins, entry.ends, entry.key.int))


def _may_see(clients, field="client"):
    """Whether the client of a row is one of these, as a column."""
    return ExpressionWrapper(Q(**{f"{field}__in": clients}), output_field=BooleanField())


def _appointments(reader, whose, begin, end):
    rows = Appointment.objects.filter(whose.condition("begins_at", ["worker"], "team")).between(begin, end)
    rows = rows.order_by().values_list(
        "pk", "version", "begins_at", "ends_at", "kind", "status", "worker_id", "room__name", "where",
        "enrolment__programme__name", "client__first_name", "client__family_name", "client__preferred_name",
        _may_see(Client.objects.visible_to(reader)),
    )  # fmt: skip
    kinds, url, busy = _labels(AppointmentKind), _url_of("programmes:appointment_detail"), _("Busy")
    for key, version, begins, ends, kind, status, worker, room, where, programme, *names, may_see in rows:
        what, who, place, address = (
            (programme or kinds[kind], _name(*names), room or where, url(key)) if may_see else (busy, "", "", "")
        )
        yield Entry(
            APPOINTMENT, key, version, begins.astimezone(LONDON), ends.astimezone(LONDON), what, who,
            _initials(*names) if may_see else "", place, status, (worker,), address,
        )  # fmt: skip


def _sessions(reader, whose, begin, end):
    people = ["lead", "co_lead"]
    rows = ProgrammeSession.objects.filter(whose.condition("begins_at", people, "programme__team")).between(begin, end)
    rows = rows.order_by().values_list(
        "pk", "version", "begins_at", "ends_at", "title", "component", "status", "lead_id", "co_lead_id", "room__name",
        "programme__name", "programme__team_id",
    )  # fmt: skip
    done, url, busy, teams = _labels(Component), _url_of("programmes:session_detail"), _("Busy"), set(reader.team_ids)
    for key, version, begins, ends, title, component, status, lead, co_lead, room, programme, team in rows:
        is_ours = team in teams
        yield Entry(
            SESSION, key, version, begins.astimezone(LONDON), ends.astimezone(LONDON),
            f"{programme}: {title or done[component]}" if is_ours else busy, "", "", (room or "") if is_ours else "", status,
            tuple(filter(None, (lead, co_lead))), url(key) if is_ours else "",
        )  # fmt: skip


def _kept_elsewhere(reader, whose, begin, end):
    """The first appointments after a release from custody, and those offered on a referral to us: of apps above."""
    text = CharField()
    stays, offers = model_of("custody_stays"), model_of("incoming_referrals.offers")
    released = stays._base_manager.filter(
        whose.condition("appointment_at", ["episode__keyworker"], "episode__team"),
        appointment_at__gte=begin, appointment_at__lt=end, first_seen_on=None,
    )  # fmt: skip
    offered = offers._base_manager.filter(
        whose.condition("offered_for", ["referral__episode__keyworker", "referral__allocated_to"], "referral__team"),
        offered_for__gte=begin, offered_for__lt=end, outcome="",
    )  # fmt: skip
    referrals = model_of("incoming_referrals").objects.visible_to(reader)
    rows = released.order_by().values_list(
        Value(RELEASE, output_field=text), "pk", "pk", "version", F("appointment_at"), "appointment_place", "episode__keyworker_id",
        "client__first_name", "client__family_name", _may_see(Client.objects.visible_to(reader)),
    ).union(offered.order_by().values_list(
        Value(OFFER, output_field=text), "pk", "referral_id", "version", F("offered_for"), "where", "referral__episode__keyworker_id",
        "referral__first_name", "referral__family_name", _may_see(referrals, "referral"),
    ), all=True)  # fmt: skip
    urls = {RELEASE: _url_of("custody:stay_detail"), OFFER: _url_of("referrals:incoming_detail")}
    words = {RELEASE: _("First appointment after release"), OFFER: _("First appointment")}
    busy = _("Busy")
    for kind, key, about, version, begins, place, worker, first, family, may_see in rows:
        begins = begins.astimezone(LONDON)
        what, who, where, url = (
            (words[kind], _name(first, family), place, urls[kind](about)) if may_see else (busy, "", "", "")
        )
        yield Entry(
            kind, key, version, begins, begins + HALF_AN_HOUR, what, who, _initials(first, family) if may_see else "", where,
            "", (worker,) if worker else (), url,
        )  # fmt: skip


def _labels(choices):
    """The words of a code list in the language of the page, each looked up once."""
    return {value: str(label) for value, label in choices.choices}


def _url_of(name):
    """A function from a key to an address, which is reversed once: reversing takes longer than reading the row."""
    nothing = UUID(int=0)
    before, after = reverse(name, args=[nothing]).split(str(nothing))
    return lambda key: f"{before}{key}{after}"


def _name(first, family, preferred=""):
    return f"{preferred or first} {family}"


def _initials(first, family, preferred=""):
    return f"{(preferred or first)[:1]}{family[:1]}".upper()


@dataclass(frozen=True)
class Column:
    """One day of the calendar: what stands on it, by hour or by person."""

    day: date
    cells: list  # of (label, entries, the hour where nothing goes on in it)
    is_empty: bool


FIRST_HOUR, LAST_HOUR = 8, 17  # shown also where nothing begins


def hours_shown(found):
    """The hours from the first to the last in which anything begins, and the usual ones of a day's work."""
    begun = [entry.begins.hour for entry in found]
    return range(min([FIRST_HOUR, *begun]), max([LAST_HOUR, *begun]) + 1)


def by_hour(found, days):
    """The columns of days with a cell for each hour; in a day of 25 hours both hours of one name share a cell."""
    cells, taken = defaultdict(list), set()
    for entry in found:
        cells[entry.day, entry.begins.hour].append(entry)
        last = entry.ends - timedelta(minutes=1)
        taken |= {
            (entry.day, hour) for hour in range(entry.begins.hour, last.hour + 1 if last.date() == entry.day else 24)
        }
    hours = hours_shown(found)
    return [
        Column(
            day,
            [(f"{hour:02}:00", cells.get((day, hour), ()), None if (day, hour) in taken else hour) for hour in hours],
            not any((day, hour) in cells for hour in hours),
        )
        for day in days
    ]


def by_person(found, days, people):
    """The columns of days with a cell for each person; what nobody keeps stands last."""
    cells = defaultdict(list)
    for entry in found:
        for worker in entry.workers or (None,):
            cells[entry.day, worker if worker in people else None].append(entry)
    rows = dict(people)
    if any(worker is None for _day, worker in cells):
        rows[None] = _("Nobody of the team")
    return [
        Column(
            day,
            [(name, cells.get((day, key), ()), None) for key, name in rows.items()],
            not any((day, key) in cells for key in rows),
        )
        for day in days
    ]
