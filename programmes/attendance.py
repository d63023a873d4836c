"""Who is expected at which session, and attendance against the criteria of a programme: per person and week.

Expected at a session is whoever is enrolled in its programme on its day in London, is not paused when it begins, and has it
in their own timetable if they have one.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Case, Count, DateField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Least, TruncDate, TruncWeek

from core.calendar import LONDON, london

from .choices import THERE, EnrolmentStatus, Mark, SessionStatus
from .models import Attendance, Enrolment, EnrolmentSlot, EnrolmentStatusChange

LATELY = 4  # weeks


def _attending(enrolments, *, day, at, slot, without_slot):
    """Those of the enrolments that stand in the register of a session.

    Its day in London, when it begins, its slot and whether it has none are values, or expressions of the query.
    """
    own = EnrolmentSlot.objects.filter(enrolment=OuterRef("pk"))
    moves = EnrolmentStatusChange.objects.filter(record=OuterRef("pk"), changed_at__lte=at)
    then = Subquery(moves.order_by("-changed_at", "-id").values("to_status")[:1])
    return enrolments.annotate(status_then=then).filter(
        Q(ended_on=None) | Q(ended_on__gte=day),
        Q(status_then=None) | ~Q(status_then=EnrolmentStatus.PAUSED),
        without_slot | ~Exists(own) | Exists(own.filter(slot=slot)),
        started_on__lte=day,
    )


def register_of(session, enrolments):
    """Those of the enrolments whose people stand in the register of one session."""
    return _attending(
        enrolments.filter(programme=session.programme_id),
        day=session.begins_at.astimezone(LONDON).date(),
        at=session.begins_at,
        slot=session.slot_id,
        without_slot=Q() if session.slot_id else Q(programme=session.programme_id),
    )


def expected(enrolments, **only):
    """One row for each of the enrolments and each session at which its person is expected.

    Its columns: `session` (the key), `begins`, `ends`, `day` and `session_status`; `only` narrows them, as in
    `begins__gte=…`. Sessions that are cancelled are no part of it.
    """
    rows = enrolments.order_by().annotate(
        session=F("programme__sessions__id"),
        begins=F("programme__sessions__begins_at"),
        ends=F("programme__sessions__ends_at"),
        day=TruncDate("programme__sessions__begins_at", tzinfo=LONDON),
        session_slot=F("programme__sessions__slot_id"),
        session_status=F("programme__sessions__status"),
    )
    rows = rows.filter(session__isnull=False, **only).exclude(session_status=SessionStatus.CANCELLED)
    return _attending(
        rows, day=F("day"), at=OuterRef("begins"), slot=OuterRef("session_slot"), without_slot=Q(session_slot=None)
    )


@dataclass(frozen=True)
class Week:
    """One person's week in a programme: how many sessions and days they were expected at, and came to.

    Expected are the sessions of which the register says that the person came or missed it; what was excused, and what nobody
    has marked, is no part of it. `is_engaged` is None without a criterion, or where nothing was expected.
    """

    monday: date
    attended: int
    expected: int
    days: int
    days_expected: int
    excused: int
    is_engaged: bool | None


def marked(enrolments, **only):
    """`expected`, with what the register says: of sessions that were held, each with its `mark`."""
    own = Attendance.objects.filter(session=OuterRef("session"), enrolment=OuterRef("pk"))
    rows = expected(enrolments, session_status=SessionStatus.HELD, **only)
    return rows.annotate(mark=Subquery(own.values("mark")[:1])).exclude(mark=None).exclude(mark="")


def by_week(enrolments, since, until):
    """One row for each person and week in which a register says anything of them: the numbers of `Week`, and the criteria.

    `is_engaged`: they came to as many sessions a week as count as engaged in the programme or, where that is not said, on as
    many days as somebody attends; where fewer were expected of them, as in a week with a bank holiday, to all of these.
    """
    rows = marked(enrolments, begins__gte=london(since, 0), begins__lt=london(until + timedelta(days=1), 0))
    came, counted = Q(mark__in=THERE), ~Q(mark=Mark.EXCUSED)
    rows = rows.annotate(week=TruncWeek("programme__sessions__begins_at", tzinfo=LONDON, output_field=DateField()))
    rows = rows.values("pk", "programme", "week", "programme__days_a_week", "programme__engaged_sessions").annotate(
        attended=Count("session", filter=came),
        expected=Count("session", filter=counted),
        days=Count("day", filter=came, distinct=True),
        days_expected=Count("day", filter=counted, distinct=True),
        excused=Count("session", filter=Q(mark=Mark.EXCUSED)),
    )
    return rows.annotate(
        is_engaged=Case(
            When(Q(programme__days_a_week=None, programme__engaged_sessions=None) | Q(expected=0), then=None),
            When(
                Q(
                    programme__engaged_sessions__isnull=False,
                    attended__gte=Least("programme__engaged_sessions", "expected"),
                )
                | Q(programme__engaged_sessions=None, days__gte=Least("programme__days_a_week", "days_expected")),
                then=True,
            ),
            default=False,
            output_field=BooleanField(null=True),
        )
    )


def weeks_of(enrolments, since, until):
    """{the key of an enrolment: its weeks, the newest first}, in one query."""
    found = defaultdict(list)
    for row in by_week(enrolments, since, until).order_by("-week"):
        names = ("attended", "expected", "days", "days_expected", "excused", "is_engaged")
        found[row["pk"]].append(Week(row["week"], *[row[name] for name in names]))
    return dict(found)


@dataclass(frozen=True)
class Total:
    """What one person's weeks come to."""

    attended: int
    expected: int
    engaged: int
    weeks: int  # in which a criterion says whether they were engaged

    @classmethod
    def of(cls, weeks):
        judged = [week for week in weeks if week.is_engaged is not None]
        engaged = sum(week.is_engaged for week in judged)
        return cls(sum(week.attended for week in weeks), sum(week.expected for week in weeks), engaged, len(judged))


def of_late(enrolments, until, weeks=LATELY):
    """Put beside each enrolment its `total` of the last weeks, in one query; gives their weeks, as `weeks_of`."""
    since = until - timedelta(days=until.weekday(), weeks=weeks - 1)
    found = weeks_of(Enrolment.objects.filter(pk__in=[one.pk for one in enrolments]), since, until)
    for one in enrolments:
        one.total = Total.of(found.get(one.pk, []))
    return found
