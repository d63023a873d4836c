"""The verbs of appointments: book, move, cancel, say what came of one, take that back; end them, and pass them on.

What came of an appointment is one contact on the record, written by the verb of contacts, so that the caseload, the timeline
and the rules about failed contacts see it once. `by` may be nobody where a client cancels by a link.
"""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.choices import ContactOutcome, ErrorReason
from clients.models import Episode
from clients.workflow import lock_client, mark_in_error, record_contact, refuse_the_dead
from core.calendar import LONDON, ONE_DAY, bank_holidays
from core.workflow import NotAllowed, lock
from core.workflow import move as change_status

from . import missed, reminders
from .choices import AppointmentStatus, CancelledBy
from .models import Appointment

BACK, AHEAD = timedelta(days=7), timedelta(days=731)  # how far back somebody may write one down, and how far ahead book
MOST_WEEKS = 26
MIDNIGHT = time(0)


def moment(day, clock):
    """A day and a time on a clock in London; of an hour that comes twice the first. Raises NotAllowed for one that never is.

    >>> moment(date(2026, 10, 25), time(1, 30)).astimezone(UTC).hour
    0
    """
    when = datetime.combine(day, clock, tzinfo=LONDON)
    if when.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != when.replace(tzinfo=None):
        raise NotAllowed(_("There is no such time on that day: the clocks go forward from 1:00 to 2:00."))
    return when


def span(day, first, last):
    """From one time of a day to another; midnight as the end is that of the same day. Raises NotAllowed."""
    begins_at = moment(day, first)
    ends_at = moment(day + ONE_DAY if last == MIDNIGHT else day, last)
    if ends_at <= begins_at:
        raise NotAllowed(_("The end must be after the beginning."))
    return begins_at, ends_at


def weekly(begins_at, ends_at, weeks):
    """The same hours of so many weeks, by the clock in London, without bank holidays after the first; gives them, and the
    days that were left out."""
    first, last = timezone.localtime(begins_at, LONDON), timezone.localtime(ends_at, LONDON)
    spans, left_out = [(begins_at, ends_at)], []
    for number in range(1, weeks):
        day = first.date() + timedelta(weeks=number)
        if day in bank_holidays():
            left_out.append(day)
        else:
            spans.append(span(day, first.time(), last.time()))
    return spans, left_out


@transaction.atomic
def book(appointment, *, by, weeks=1):
    """Book an appointment, and the same hours of the weeks after it; gives those that were booked and the days left out."""
    client = lock_client(appointment.client)
    spans, left_out = weekly(appointment.begins_at, appointment.ends_at, weeks)
    booked = []
    for begins_at, ends_at in spans:
        one = Appointment(**{name: getattr(appointment, name) for name in BOOKED_WITH})
        one.client, one.begins_at, one.ends_at = client, begins_at, ends_at
        one.team = one.episode.team if one.episode else one.team
        _refuse_nonsense(one)
        one.save_by(by)
        booked.append(one)
    for one in booked:
        _follow(one)
    plan(client)
    return booked, left_out


BOOKED_WITH = ["episode", "enrolment", "team_id", "kind", "worker", "room", "where", "purpose"]


@transaction.atomic
def move(appointment, *, begins_at, ends_at, worker, room, where, purpose, by):
    """Another time, another worker or another place; a reminder follows the time."""
    lock(appointment)
    _refuse_unless(appointment, AppointmentStatus.BOOKED)
    appointment.begins_at, appointment.ends_at, appointment.worker = begins_at, ends_at, worker
    appointment.room, appointment.where, appointment.purpose = room, where, purpose
    _refuse_nonsense(appointment)
    appointment.save_by(by, "begins_at", "ends_at", "worker", "room", "where", "purpose")
    _follow(appointment)
    plan(appointment.client)
    return appointment


@transaction.atomic
def cancel(appointment, *, cancelled_by, by, reason=""):
    """Somebody does not keep the appointment, and said so; `cancelled_by` says who."""
    appointment.cancelled_by = cancelled_by
    change_status(appointment, AppointmentStatus.CANCELLED, by=by, reason=reason, fields=["cancelled_by"])
    _follow(appointment)
    plan(appointment.client)
    return appointment


@transaction.atomic
def record_outcome(appointment, contact, *, by):
    """The person came, or did not: `contact` says which, and is written on the record."""
    lock(appointment)
    _refuse_unless(appointment, AppointmentStatus.BOOKED)
    attended = contact.outcome == ContactOutcome.ATTENDED
    now = timezone.now()
    if appointment.begins_at > now and not (attended and _day(appointment.begins_at) == _day(now)):
        raise NotAllowed(_("This appointment has not begun yet. Move it, or cancel it."))
    contact.client, contact.episode = appointment.client, appointment.episode
    contact.happened_at = min(appointment.begins_at, now)
    record_contact(contact, by=by)
    appointment.contact, appointment.missed_reason = contact, contact.missed_reason
    status = AppointmentStatus.ATTENDED if attended else AppointmentStatus.MISSED
    change_status(appointment, status, by=by, fields=["contact", "missed_reason"])
    _follow(appointment)
    plan(appointment.client)  # the contact was planned for before it was known to be key work
    if attended:
        missed.came_back(appointment.client, on=_day(contact.happened_at), by=by)
    else:
        missed.begin(appointment=appointment, by=by)
    return appointment


@transaction.atomic
def undo(appointment, *, by, reason=ErrorReason.DID_NOT_HAPPEN, note=""):
    """What was said of an appointment was wrong: it is booked again, and its contact is marked as entered in error."""
    lock(appointment)
    refuse_the_dead(appointment.client)
    contact, was = appointment.contact, appointment.status
    if contact and not contact.is_in_error:
        mark_in_error(contact, reason=reason, note=note, by=by)
    appointment.contact, appointment.missed_reason, appointment.cancelled_by = None, "", ""
    fields = ["contact", "missed_reason", "cancelled_by"]
    change_status(appointment, AppointmentStatus.BOOKED, by=by, reason=note, fields=fields)
    if was == AppointmentStatus.MISSED:
        missed.undo(appointment=appointment, by=by)
    _follow(appointment)
    plan(appointment.client)
    return appointment


def end_ahead(appointments, *, by, reason, cancelled_by=CancelledBy.EPISODE):
    """What these were booked for has ended: those still to come are cancelled. Called in the transaction of a verb.

    Those that have passed without an outcome stay, because somebody may have come.
    """
    for appointment in appointments.booked().filter(begins_at__gt=timezone.now()).select_related("client"):
        cancel(appointment, cancelled_by=cancelled_by, by=by, reason=reason)


def pass_on(episodes, *, of, to, by):
    """Somebody else works with these episodes now: their appointments that have no outcome yet are that person's."""
    for appointment in Appointment.objects.booked().filter(episode__in=episodes, worker=of).select_related("client"):
        lock(appointment)
        appointment.worker = to
        appointment.save_by(by, "worker")
        plan(appointment)


def _follow(appointment):
    """What hangs on an appointment: its reminder, and the alert that its outcome is missing."""
    reminders.plan_for(appointment)
    plan(appointment)


def _refuse_unless(appointment, status):
    if appointment.status != status:
        raise NotAllowed(
            _("This is “%(current)s” already. Somebody may have changed it meanwhile.")
            % {"current": appointment.get_status_display()}
        )


def _refuse_nonsense(appointment):
    """What makes no sense whoever asks: a closed episode, a time long past, somebody who does not work there."""
    refuse_the_dead(appointment.client)
    episode = appointment.episode and Episode.objects.get(pk=appointment.episode_id)
    if episode is None or not episode.is_open:
        raise NotAllowed(_("This episode is closed. Open a new one first."))
    if appointment.ends_at <= appointment.begins_at:
        raise NotAllowed(_("The end must be after the beginning."))
    now = timezone.now()
    if not now - BACK <= appointment.begins_at <= now + AHEAD:
        raise NotAllowed(_("Choose a day from a week ago to two years from now."))
    worker = appointment.worker
    if not worker.is_active or not worker.memberships.filter(team=appointment.team_id).exists():
        raise NotAllowed(_("%(person)s is not in %(team)s.") % {"person": worker, "team": appointment.team})
    if appointment.room and not (appointment.room.is_active and appointment.room.team_id == appointment.team_id):
        raise NotAllowed(_("%(room)s is not a room of this team.") % {"room": appointment.room})
    enrolment = appointment.enrolment
    if enrolment and (enrolment.client_id != appointment.client_id or not enrolment.is_open):
        raise NotAllowed(_("The client is not enrolled there now."))


def _day(when):
    return timezone.localtime(when, LONDON).date()
