"""What stands in the form of a new appointment already, so that booking the usual one takes two actions."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from core.calendar import LONDON, ONE_DAY, is_off, step_forward

from .choices import AppointmentKind
from .clashes import clashes_of
from .models import Appointment, Room
from .rhythm import rhythm_of

USUAL_TIME, USUAL_LENGTH, WEEK = time(10), timedelta(hours=1), timedelta(days=7)
FIRST_HOUR, LAST_HOUR = 9, 17


def suggestion(episode, user, *, on=None, at=None, worker=None):
    """The appointment that is likely next: as the one before it, when the rhythm asks for it, at a time that is free."""
    last = episode.client.appointments.not_cancelled().select_related("room", "worker").order_by("-begins_at").first()
    worker = worker or (last.worker if last else None) or user
    if not (worker.is_active and worker.memberships.filter(team=episode.team_id).exists()):
        worker = user
    kind = last.kind if last else AppointmentKind.KEY_WORK
    room = last.room if last and last.room_id else None
    if room and not Room.objects.offered().filter(pk=room.pk, team=episode.team_id).exists():
        room = None
    length = last.ends_at - last.begins_at if last else USUAL_LENGTH
    begins_at = _when(episode, last, on, at)
    if not at:
        begins_at = _free(begins_at, length, room, worker, episode.client)
    ends_at = begins_at + length
    return {
        "kind": kind,
        "day": f"{begins_at:%d/%m/%Y}",
        "begins": f"{begins_at:%H:%M}",
        "ends": f"{ends_at:%H:%M}",
        "worker": worker.pk,
        "room": room and room.pk,
        "where": last.where if last and not room else "",
        "enrolment": last.enrolment_id if last else None,
    }


def _when(episode, last, on, at):
    """The day and time as they were asked for; else the time of the one before, on the last working day in rhythm."""
    before = timezone.localtime(last.begins_at, LONDON) if last else None
    clock = at or (before.time() if before else USUAL_TIME)
    if on is None:
        tomorrow = timezone.localdate() + ONE_DAY
        weekly = last and last.kind == AppointmentKind.ONE_TO_ONE
        rhythm = None if weekly else rhythm_of(episode)
        due_on = before.date() + WEEK if weekly else rhythm.due_on if rhythm else tomorrow
        on = due_on if due_on >= tomorrow else tomorrow
        while is_off(on) and on > tomorrow:  # within the rhythm where that is possible
            on -= ONE_DAY
        on = step_forward(on, is_off)
    return datetime.combine(on, clock, tzinfo=LONDON)


def _free(begins_at, length, room, worker, client):
    """The same time, or the next one of that day at which nothing stands in the way; else the same time all the same."""
    hours = [begins_at, *(begins_at.replace(hour=hour, minute=0) for hour in range(FIRST_HOUR, LAST_HOUR))]
    for start in hours:
        if not clashes_of(start, start + length, room=room, people=[worker], client=client):
            return start
    return begins_at


def latest_of(client, most):
    """The appointments of a client, the newest first."""
    rows = Appointment.objects.filter(client=client).select_related("worker", "room", "contact", "enrolment__programme")
    return rows.order_by("-begins_at", "-id")[:most]
