"""The verbs of programmes and of their timetables. Those of enrolments are in enrolling.py, of sessions in registers.py."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workflow import NotAllowed, lock, move

from . import enrolling, timetable
from .choices import EnrolmentReason, ProgrammeStatus, SessionCancelled, SessionStatus
from .models import EnrolmentSlot, Programme, TimetableSlot

SAID_FOR = timedelta(weeks=4)  # so long the calendar says of a programme that has ended that its sessions are cancelled


@transaction.atomic
def edit_programme(form, *, by):
    """Change the facts of a programme; sessions before its first day or after its last leave the calendar.

    Where the timetable does not say otherwise, those ahead go to its room and to whoever runs it.
    """
    programme = form.save(by=by)
    timetable.follow(programme, form.changed_data)
    first, last = programme.starts_on, programme.ends_on
    beyond = programme.sessions.filter(slot_on__lt=first)
    beyond |= programme.sessions.filter(slot_on__gt=last) if last else programme.sessions.none()
    timetable.remove(timetable.ahead(beyond, timezone.localdate()))
    timetable.generate(programme, by=by)
    return programme


@transaction.atomic
def start_programme(programme, *, by):
    """A planned programme runs from now on."""
    move(programme, ProgrammeStatus.RUNNING, by=by)
    timetable.generate(programme, by=by)
    return programme


def sessions_after(programme, on):
    """How many sessions an end on that day would take out of the calendar. Who attends and waits ends with it anyway."""
    return timetable.ahead(programme.sessions, on + timedelta(days=1)).not_cancelled().count()


@transaction.atomic
def end_programme(programme, *, on, why, by):
    """End a programme, and with it every enrolment and every session after its last day, each saying why.

    The calendar says for four weeks that the sessions are cancelled; those beyond that, which nobody has touched, leave it.
    """
    lock(programme)
    if on < programme.starts_on:
        raise NotAllowed(
            _("The last day cannot be before the first. A programme that was never held ends on its first day.")
        )
    if not why.strip():
        raise NotAllowed(_("Say why the programme ends."))
    programme.ends_on = on
    move(programme, ProgrammeStatus.ENDED, by=by, reason=why, fields=["ends_on"])
    enrolling.end_all(programme.enrolments.open(), on=on, reason=EnrolmentReason.PROGRAMME_ENDED, by=by, note=why)
    after = on + timedelta(days=1)
    timetable.remove(timetable.ahead(programme.sessions, after + SAID_FOR))
    timetable.cancel(timetable.ahead(programme.sessions, after), SessionCancelled.ENDED, by=by, reason=why)
    return programme


@transaction.atomic
def reopen_programme(programme, *, ends_on, why, by):
    """A programme that ended runs again, and its timetable with it. Who attended is asked anew."""
    lock(programme)
    same = Programme.objects.open().filter(team=programme.team_id, name=programme.name)
    if same.exclude(pk=programme.pk).exists():
        raise NotAllowed(_("There is another programme of that name now. Give that one another name first."))
    if not programme.is_rolling and not ends_on:
        raise NotAllowed(_("Enter the last day: this programme has a fixed time."))
    if ends_on and ends_on < max(programme.starts_on, timezone.localdate()):
        raise NotAllowed(_("The last day has passed."))
    programme.ends_on = ends_on
    move(programme, ProgrammeStatus.RUNNING, by=by, reason=why, fields=["ends_on"])
    _bring_sessions_back(programme, by)
    timetable.generate(programme, by=by)
    return programme


def _bring_sessions_back(programme, by):
    """Those ahead that were cancelled because the programme ended, as far as it goes now."""
    ended = timetable.ahead(programme.sessions, timezone.localdate()).filter(cancelled_because=SessionCancelled.ENDED)
    for session in ended.filter(slot_on__lte=programme.ends_on) if programme.ends_on else ended:
        session.cancelled_because = ""
        move(session, SessionStatus.PLANNED, by=by, fields=["cancelled_because"])


@transaction.atomic
def add_slot(form, *, by):
    """A new line of the timetable; its sessions stand in the calendar at once. Gives how many."""
    programme = form.instance.programme
    lock(programme)
    _refuse_ended(programme)
    form.save(by=by)
    return timetable.Changed(len(timetable.generate(programme, by=by)), 0)


@transaction.atomic
def change_slot(form, *, from_on, by):
    """Change a line of the timetable from a day on: what was before stays as it was, sessions ahead are made anew.

    Gives what became of the sessions. Raises EditConflict.
    """
    changed, programme = form.instance, form.instance.programme
    lock(programme)
    _refuse_ended(programme)
    form.check_version()
    before = TimetableSlot.objects.get(pk=changed.pk)
    if before.last_on and before.last_on < from_on:
        raise NotAllowed(_("This line of the timetable has ended. Add a new one."))
    if before.first_on >= timezone.localdate():  # it has never met
        changed.first_on = from_on
        changed.save_by(by)
        return timetable.refit(programme, before, changed, min(from_on, before.first_on), by=by)
    new = _next_line(before, changed, from_on)
    before.last_on = from_on - timedelta(days=1)
    before.save_by(by, "last_on")
    new.save_by(by)
    _take_people_along(before, new, by)
    return timetable.refit(programme, before, new, from_on, by=by)


def _next_line(before, changed, from_on):
    """The line that follows another, as a row of its own, in the same weeks where it meets as often as before."""
    values = {field.attname: getattr(changed, field.attname) for field in TimetableSlot._meta.concrete_fields}
    for name in ("id", "version", "created_at", "updated_at", "created_by_id", "updated_by_id"):
        del values[name]
    new = TimetableSlot(**values | {"first_on": from_on})
    if new.every_weeks == before.every_weeks:
        next_day = next(timetable.days_of(before, from_on, from_on + new.every_weeks * timetable.WEEK), None)
        day = timetable.monday(next_day) + timedelta(days=new.weekday) if next_day else from_on
        new.first_on = day if day >= from_on else day + new.every_weeks * timetable.WEEK
    if new.last_on and new.last_on < new.first_on:
        raise NotAllowed(_("The line would end before it meets once. End it instead."))
    return new


def _take_people_along(before, new, by):
    """Whoever has the line in a timetable of their own has the one that follows it too."""
    for row in EnrolmentSlot.objects.filter(slot=before, enrolment__in=before.programme.enrolments.open()):
        EnrolmentSlot(enrolment_id=row.enrolment_id, slot=new).save_by(by)


@transaction.atomic
def end_slot(slot, *, last_on, by):
    """A line of the timetable meets for the last time on that day at the latest. Gives what became of the sessions after it."""
    lock(slot)
    if last_on < slot.first_on:
        raise NotAllowed(_("The last day cannot be before the first."))
    if last_on < timezone.localdate() - timedelta(days=1):
        raise NotAllowed(_("Enter yesterday, today or a later day: what has been held stays."))
    slot.last_on = last_on
    slot.save_by(by, "last_on")
    after = slot.sessions.filter(slot_on__gt=last_on)
    timetable.remove(after)
    said = _("The timetable has changed.")
    timetable.cancel(timetable.untouched(after), SessionCancelled.OTHER, by=by, reason=said)
    stay = after.exclude(status=SessionStatus.CANCELLED).count()
    made = len(timetable.generate(slot.programme, by=by))  # where it goes on longer than before
    return timetable.Changed(made, stay)


def _refuse_ended(programme):
    if programme.status == ProgrammeStatus.ENDED:
        raise NotAllowed(_("This programme has ended. Reopen it first."))
