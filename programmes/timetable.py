"""Sessions from the timetable: on which days a line of it meets, at which moments, and what a change does to those ahead.

A rule that never ends is laid out as far as the interval SESSIONS_AHEAD says, and further every night. What somebody has
moved, cancelled or held is never touched: such a session has a version beyond the first, or lines in its register.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.calendar import LONDON, bank_holidays, london
from core.workflow import lock, move
from reference import intervals
from reference.choices import IntervalKey

from . import reminders
from .choices import ProgrammeStatus, SessionCancelled, SessionStatus
from .models import Attendance, ProgrammeSession, Reminder, SessionStatusChange

HOW_FAR_BACK = timedelta(days=366)  # of a programme that began before it was entered here
WEEK = timedelta(weeks=1)


def horizon():
    """The last day to which sessions are laid out today."""
    return timezone.localdate() + timedelta(days=intervals.days(IntervalKey.SESSIONS_AHEAD))


def monday(day):
    return day - timedelta(days=day.weekday())


def days_of(slot, first, last):
    """The days of a line of the timetable from one day to another, every so many weeks since its first."""
    day = slot.first_on + timedelta(days=(slot.weekday - slot.first_on.weekday()) % 7)
    step = timedelta(weeks=slot.every_weeks)
    if day < first:
        day += -((day - first) // step) * step
    last = min(last, slot.last_on) if slot.last_on else last
    while day <= last:
        yield day
        day += step


def moments(slot, day):
    """When it begins and ends on a day: ten o'clock stays ten o'clock in London, whichever half of the year it is.

    An hour that the clock leaves out begins when the clock goes on, and lasts as long as it should.
    """
    begins, ends = [
        datetime.combine(day, hour, tzinfo=LONDON).astimezone(UTC) for hour in (slot.begins_at, slot.ends_at)
    ]
    if ends <= begins:
        ends = begins + (datetime.combine(day, slot.ends_at) - datetime.combine(day, slot.begins_at))
    return begins, ends


def bounds(programme, until):
    """The first and last day on which a programme has sessions."""
    first = max(programme.starts_on, timezone.localdate() - HOW_FAR_BACK)
    return first, min(until, programme.ends_on) if programme.ends_on else until


def session_of(programme, slot, day, *, by):
    """What the timetable says of one day, not saved: on a bank holiday it is cancelled, unless it is held on those."""
    begins_at, ends_at = moments(slot, day)
    is_off = day in bank_holidays() and not slot.on_bank_holidays
    return ProgrammeSession(
        programme=programme,
        slot=slot,
        slot_on=day,
        begins_at=begins_at,
        ends_at=ends_at,
        title=slot.title,
        component=slot.component,
        room_id=slot.room_id or programme.room_id,
        lead_id=slot.lead_id or programme.run_by_id,
        co_lead_id=slot.co_lead_id,
        status=SessionStatus.CANCELLED if is_off else SessionStatus.PLANNED,
        cancelled_because=SessionCancelled.BANK_HOLIDAY if is_off else "",
        created_by=by,
        updated_by=by,
    )


@transaction.atomic
def generate(programme, until=None, *, by=None):
    """Put the sessions of a programme into the calendar as far as `until`; done again, it adds nothing. Gives the new ones."""
    lock(programme)
    if programme.status == ProgrammeStatus.ENDED:
        return []
    first, last = bounds(programme, until or horizon())
    there = set(programme.sessions.filter(slot_on__range=(first, last)).values_list("slot", "slot_on"))
    made = [
        session_of(programme, slot, day, by=by)
        for slot in programme.slots.all()
        for day in days_of(slot, first, last)
        if (slot.pk, day) not in there
    ]
    ProgrammeSession.objects.bulk_create(made, batch_size=500)
    _write_down_cancelled([session for session in made if session.cancelled_because], by)
    return made


def _write_down_cancelled(sessions, by):
    """The move of each that is not held because of a bank holiday."""
    SessionStatusChange.objects.bulk_create(
        SessionStatusChange(
            record=session,
            from_status=SessionStatus.PLANNED,
            to_status=SessionStatus.CANCELLED,
            changed_by=by,
            reason=session.get_cancelled_because_display(),
        )
        for session in sessions
    )


def follow(programme, changed):
    """Sessions ahead that nobody has touched go where the programme is held now and to whoever runs it, unless their line says."""
    mine = untouched(ahead(programme.sessions, timezone.localdate()))
    if "room" in changed:
        mine.filter(slot__isnull=False, slot__room=None).update(room=programme.room)
    if "run_by" in changed:
        mine.filter(slot__isnull=False, slot__lead=None).update(lead=programme.run_by)


def mind_bank_holidays(programme):
    """Cancel what is planned on a day that has become a bank holiday since it was laid out, unless somebody touched it."""
    sessions = ahead(programme.sessions, timezone.localdate()).filter(slot__on_bank_holidays=False)
    cancel(untouched(sessions.filter(slot_on__in=bank_holidays())), SessionCancelled.BANK_HOLIDAY, by=None)


def ahead(sessions, day):
    """Those that the timetable or somebody put on that day or later, and that nobody has held yet."""
    return sessions.filter(begins_at__gte=london(day, 0)).exclude(status=SessionStatus.HELD)


def untouched(sessions):
    """Those that are as the timetable made them: nobody moved, cancelled or brought them back, no register is begun."""
    marked = Attendance.objects.filter(session=OuterRef("pk"))
    return sessions.filter(~Exists(marked), version=1)


def remove(sessions):
    """Take sessions that nobody has touched out of the calendar; those of which somebody is reminded stay. Gives how many went."""
    reminded = Reminder.objects.filter(session=OuterRef("pk"))
    gone = untouched(sessions).filter(~Exists(reminded))
    keys = list(gone.values_list("pk", flat=True))
    SessionStatusChange.objects.filter(record__in=keys).delete()
    ProgrammeSession.objects.filter(pk__in=keys).delete()
    return len(keys)


def cancel(sessions, because, *, by, reason=""):
    """Cancel those that are still planned, with the reason; nobody is reminded of them any more. Gives how many."""
    planned = list(sessions.filter(status=SessionStatus.PLANNED).select_related("programme"))
    for session in planned:
        session.cancelled_because = because
        move(session, SessionStatus.CANCELLED, by=by, reason=reason or because.label, fields=["cancelled_because"])
        reminders.take_back(session, because.label)
    return len(planned)


@dataclass(frozen=True)
class Changed:
    """What a change of the timetable did to the sessions ahead."""

    made: int
    kept: int  # moved, cancelled or marked by hand: they stay as they are


def refit(programme, old, new, from_on, *, by):
    """Make the sessions ahead of a line anew as the line is now; those that somebody has touched stay as they are.

    A session that stays counts as that of its week, so that the new line does not put a second one beside it.
    """
    remove(old.sessions.filter(slot_on__gte=from_on).exclude(status=SessionStatus.HELD))
    first, last = bounds(programme, horizon())
    day_of_week = {monday(day): day for day in days_of(new, max(first, from_on), last)}
    kept = 0
    for session in old.sessions.filter(slot_on__gte=from_on):
        day = day_of_week.get(monday(session.slot_on))
        if day and untouched(ProgrammeSession.objects.filter(pk=session.pk)).exists():
            _follow(session, programme, new, day, by)
        else:
            kept += 1
            ProgrammeSession.objects.filter(pk=session.pk).update(slot=new, slot_on=day or session.slot_on)
    return Changed(len(generate(programme, by=by)), kept)


def _follow(session, programme, slot, day, by):
    """A session of which somebody is to be reminded goes with its line, and the reminder with it."""
    fresh = session_of(programme, slot, day, by=None)
    names = ["slot", "slot_on", "begins_at", "ends_at", "title", "component", "room_id", "lead_id", "co_lead_id"]
    for name in names:
        setattr(session, name, getattr(fresh, name))
    session.save(update_fields=[name.removesuffix("_id") for name in names])
    reminders.plan_for_session(session)
    if fresh.cancelled_because:
        cancel(ProgrammeSession.objects.filter(pk=session.pk), SessionCancelled.BANK_HOLIDAY, by=by)
