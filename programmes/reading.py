"""Programmes as their pages show them: the week, what comes, who attends, who waits; and the week of one person."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import get_language

from clients.models import Client
from core.calendar import london

from .attendance import Total, weeks_of
from .choices import EnrolmentStatus, SessionStatus, Weekday
from .models import OPEN_ENROLMENTS, Enrolment, ProgrammeSession, TimetableSlot
from .models.enrolment import ATTENDING

NEXT_DAYS = timedelta(days=14)
WEEKS_AHEAD = timedelta(days=56)  # so far a printed timetable names days without a session, and appointments


def week_of(slots, today=None):
    """Lines of a timetable that are not over, by the day of the week."""
    today = today or timezone.localdate()
    days = defaultdict(list)
    for slot in slots:
        if not slot.last_on or slot.last_on >= today:
            days[slot.weekday].append(slot)
    return [(Weekday(day).label, sorted(days[day], key=lambda slot: slot.begins_at)) for day in sorted(days)]


def slots_of(programme):
    return programme.slots.select_related("programme__room", "programme__run_by", "room", "lead", "co_lead")


def coming(programme, today=None):
    """The sessions of the next two weeks, also those that are not held."""
    first = today or timezone.localdate()
    between = programme.sessions.between(london(first, 0), london(first + NEXT_DAYS, 0))
    return between.select_related("programme", "room", "lead", "co_lead")


@dataclass
class People:
    """Who attends a programme and who waits, as far as the reader may know them; the others are counted."""

    attending: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    hidden_attending: int = 0
    hidden_waiting: int = 0

    @property
    def taken(self):
        return len(self.attending) + self.hidden_attending

    @property
    def on_the_list(self):
        return len(self.waiting) + self.hidden_waiting


def people_of(programme, user):
    """The open enrolments: who waits has `place` in the list, which counts everybody."""
    known = ExpressionWrapper(Q(client__in=Client.objects.visible_to(user)), output_field=BooleanField())
    rows = programme.enrolments.filter(status__in=OPEN_ENROLMENTS).select_related("client").annotate(is_known=known)
    people = People()
    queue = sorted(rows, key=lambda row: (row.asked_on, row.created_at, row.pk))
    place = 0
    for row in queue:
        waits = row.status == EnrolmentStatus.WAITING
        place += waits
        row.place = place
        if not row.is_known:
            people.hidden_waiting += waits
            people.hidden_attending += not waits
        else:
            (people.waiting if waits else people.attending).append(row)
    people.attending.sort(key=lambda row: (row.client.family_name, row.client.first_name))
    return people


@dataclass
class Line:
    """One line of a person's own week."""

    slot: TimetableSlot
    enrolment: Enrolment
    clashes: bool = False  # another line of theirs takes the same time

    @property
    def name(self):
        """What it is called, in Welsh where that is the language and somebody has said it."""
        programme = self.slot.programme
        in_welsh = programme.name_cy if get_language() == "cy" else ""
        return self.slot.title or in_welsh or programme.name

    @property
    def room(self):
        return self.slot.room or self.slot.programme.room


def with_attendance(enrolments):
    """Puts beside each enrolment that has begun what its registers come to, since it began."""
    begun = [one for one in enrolments if one.started_on]
    first = min((one.started_on for one in begun), default=None)
    rows = Enrolment.objects.filter(pk__in=[one.pk for one in begun])
    weeks = weeks_of(rows, first, timezone.localdate()) if begun else {}
    for one in begun:
        one.total = Total.of(weeks.get(one.pk, []))
    return enrolments


def own_lines(enrolments, today=None):
    """The lines of the timetables that the enrolled attend, in the order of the week: own ones, or the whole programme's."""
    today = today or timezone.localdate()
    attending = [one for one in enrolments if one.status in ATTENDING]
    slots = TimetableSlot.objects.filter(programme__in=[one.programme_id for one in attending]).filter(
        Q(last_on=None) | Q(last_on__gte=today)
    )
    by_programme = defaultdict(list)
    for slot in slots.select_related("programme__room", "programme__run_by", "room", "lead"):
        by_programme[slot.programme_id].append(slot)
    lines = []
    for one in attending:
        own = {row.slot_id for row in one.slots.all()}
        lines += [Line(slot, one) for slot in by_programme[one.programme_id] if not own or slot.pk in own]
    lines.sort(key=lambda line: (line.slot.weekday, line.slot.begins_at))
    for one, other in combinations(lines, 2):
        if one.slot.weekday == other.slot.weekday and other.slot.begins_at < one.slot.ends_at:
            one.clashes = other.clashes = True
    return lines


def week_ahead(lines, first: date, days=7):
    """The sessions of these lines in the days from `first` on, and those that belong to no line."""
    mine = Q(slot__in=[line.slot.pk for line in lines])
    beside = Q(slot=None, programme__in={line.enrolment.programme_id for line in lines})
    between = ProgrammeSession.objects.between(london(first, 0), london(first + timedelta(days=days), 0))
    return list(between.filter(mine | beside).select_related("programme", "room", "lead"))


def booked_ahead(appointments, first: date):
    """The appointments of the next weeks that stand."""
    until = london(first + WEEKS_AHEAD, 0)
    booked = appointments.booked().filter(begins_at__gte=timezone.now(), begins_at__lt=until)
    return list(booked.select_related("room", "worker"))


def not_held(lines, first: date):
    """The days of the next weeks on which one of these lines is cancelled."""
    until = first + WEEKS_AHEAD
    cancelled = ProgrammeSession.objects.between(london(first, 0), london(until, 0)).filter(
        slot__in=[line.slot.pk for line in lines], status=SessionStatus.CANCELLED
    )
    return list(cancelled.select_related("programme").order_by("begins_at"))
