"""Figures of programmes for a period and the user's teams: attendance, who did not come and why, engagement, completion.

Each figure is a numerator of a denominator, and says what was counted. What a register does not say is not guessed: a line
that nobody has marked counts nowhere. People whose records are restricted count like everybody: a figure names nobody.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, F, Q

from clients.choices import MissedReason
from core.calendar import london

from .attendance import by_week
from .choices import THERE, AppointmentStatus, EnrolmentStatus, Mark, SessionStatus
from .models import Appointment, Attendance, Enrolment, Programme, ProgrammeSession

ENDED = [EnrolmentStatus.COMPLETED, EnrolmentStatus.LEFT]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    number: int
    of: int

    @property
    def percent(self):
        """In whole per cent, half of one rounded up; None of nothing."""
        return (200 * self.number + self.of) // (2 * self.of) if self.of else None


@dataclass(frozen=True)
class Row:
    """The figures of one programme, or of all of them.

    attendance: marked as attended, late or left early, of these and those marked as missed. Excused counts in neither.
    missed: marked as missed, of the same; `reasons` says of each reason how many were missed for it.
    engaged: weeks of one person in which they met the criteria of the programme, of all weeks of one person in which
      they were expected, in programmes that have criteria (programmes.attendance.by_week).
    completed: enrolments completed in the period, of those that ended in it after they had begun.
    """

    programme: Programme | None
    held: int = 0
    cancelled: int = 0
    people: int = 0  # who came at least once, enrolled or not
    walk_ins: int = 0  # times that somebody came without being expected
    excused: int = 0
    attendance: Share = Share(0, 0)
    missed: Share = Share(0, 0)
    engaged: Share = Share(0, 0)
    completed: Share = Share(0, 0)
    reasons: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """All rows, their sum, and appointments: missed of those attended or missed, with the reasons."""

    rows: list
    total: Row
    appointments: Share
    appointment_reasons: list

    @property
    def reasons(self):
        return in_order(self.total.reasons)


def in_order(reasons):
    """(words, number), the most frequent first."""
    labels = dict(MissedReason.choices)
    counted = sorted(
        ((number, str(labels.get(reason, reason))) for reason, number in reasons.items() if number), reverse=True
    )
    return [(label, number) for number, label in counted]


def figures(teams, since: date, until: date):
    """Everything that is counted for these teams, from the first day to the last; six queries, whatever there is."""
    programmes = list(Programme.objects.filter(team__in=teams).select_related("team"))
    period = {"begins_at__gte": london(since, 0), "begins_at__lt": london(until + timedelta(days=1), 0)}
    sessions = ProgrammeSession.objects.filter(programme__team__in=teams, **period).order_by()
    states = sessions.values_list("programme", "status").annotate(Count("pk"))
    held = dict(((programme, status), number) for programme, status, number in states)
    marks, reasons, walk_ins = _marks(sessions)
    people = _people(sessions)
    engaged = _engaged(Enrolment.objects.filter(programme__team__in=teams), since, until)
    ended = _ended(teams, since, until)
    rows = []
    for programme in programmes:
        key = programme.pk
        row = _row(
            programme, marks[key], reasons[key], engaged.get(key, Share(0, 0)), ended[key],
            held=held.get((key, SessionStatus.HELD), 0), cancelled=held.get((key, SessionStatus.CANCELLED), 0),
            people=people.get(key, 0), walk_ins=walk_ins[key],
        )  # fmt: skip
        if row.held or row.cancelled or row.completed.of:
            rows.append(row)
    return Figures(rows, _total(rows, people.get(None, 0)), *_appointments(teams, period))


def _row(programme, marks, reasons, engaged, ended, **numbers):
    came = sum(marks[mark] for mark in THERE)
    counted = came + marks[Mark.MISSED]
    return Row(
        programme=programme,
        excused=marks[Mark.EXCUSED],
        attendance=Share(came, counted),
        missed=Share(marks[Mark.MISSED], counted),
        engaged=engaged,
        completed=Share(ended[EnrolmentStatus.COMPLETED], sum(ended[status] for status in ENDED)),
        reasons=dict(reasons),
        **numbers,
    )


def _marks(sessions):
    """By programme: lines by mark; those missed by reason; those who came without being expected."""
    lines = (
        Attendance.objects.filter(session__in=sessions.filter(status=SessionStatus.HELD)).exclude(mark="").order_by()
    )
    numbers = {"number": Count("pk"), "without": Count("pk", filter=Q(enrolment=None, mark__in=THERE))}
    marks, reasons, walk_ins = defaultdict(Counter), defaultdict(Counter), Counter()
    rows = lines.values_list("session__programme", "mark", "missed_reason").annotate(**numbers)
    for programme, mark, reason, number, without in rows:
        marks[programme][mark] += number
        walk_ins[programme] += without
        if mark == Mark.MISSED:
            reasons[programme][reason] += number
    return marks, reasons, walk_ins


def _people(sessions):
    """How many people came at least once: to each programme, and, under None, to any."""
    lines = Attendance.objects.there().filter(session__in=sessions.filter(status=SessionStatus.HELD)).order_by()
    pairs = lines.values(programme_key=F("session__programme"), client_key=F("client")).distinct()
    sql, parameters = pairs.query.sql_with_params()
    grouped = f"""
        SELECT programme_key, count(DISTINCT client_key) FROM ({sql}) AS came
        GROUP BY GROUPING SETS ((programme_key), ())
    """
    with connection.cursor() as cursor:
        cursor.execute(grouped, parameters)
        return dict(cursor.fetchall())


def _engaged(enrolments, since, until):
    """By programme: the weeks of people who were engaged, of those in which a criterion says anything."""
    weeks = by_week(enrolments, since, until).order_by().values("programme", "is_engaged", "week", "pk")
    sql, parameters = weeks.query.sql_with_params()
    grouped = f"""
        SELECT programme, count(*) FILTER (WHERE is_engaged), count(is_engaged) FROM ({sql}) AS weeks
        GROUP BY programme
    """
    with connection.cursor() as cursor:
        cursor.execute(grouped, parameters)
        return {programme: Share(engaged, judged) for programme, engaged, judged in cursor.fetchall()}


def _ended(teams, since, until):
    """By programme: the enrolments that ended in the period after they had begun, by how."""
    ended = Enrolment.objects.filter(programme__team__in=teams, ended_on__range=(since, until), status__in=ENDED)
    found = defaultdict(Counter)
    for programme, status, number in ended.order_by().values_list("programme", "status").annotate(Count("pk")):
        found[programme][status] = number
    return found


def _total(rows, people):
    """The sum of all programmes; somebody who came to two is one of the people."""
    reasons = Counter()
    for row in rows:
        reasons.update(row.reasons)
    plain = {name: sum(getattr(row, name) for row in rows) for name in ("held", "cancelled", "walk_ins", "excused")}
    shares = {
        name: Share(sum(getattr(row, name).number for row in rows), sum(getattr(row, name).of for row in rows))
        for name in ("attendance", "missed", "engaged", "completed")
    }
    return Row(programme=None, people=people, reasons=dict(reasons), **plain, **shares)


def _appointments(teams, period):
    """Appointments missed, of those attended or missed; and the reasons."""
    kept = Appointment.objects.filter(
        team__in=teams, status__in=[AppointmentStatus.ATTENDED, AppointmentStatus.MISSED], **period
    ).order_by()
    reasons, numbers = Counter(), Counter()
    for status, reason, number in kept.values_list("status", "missed_reason").annotate(Count("pk")):
        numbers[status] += number
        if status == AppointmentStatus.MISSED:
            reasons[reason or MissedReason.NO_REASON_KNOWN] += number
    return Share(numbers[AppointmentStatus.MISSED], sum(numbers.values())), in_order(reasons)
