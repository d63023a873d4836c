"""Reminders: planned with what they are about, and taken back with it. They are sent by the sweep (sending.py).

A reminder of an appointment is a row from the moment the appointment is booked. Sessions stand in the calendar a year
ahead, and who attends them changes until the day: theirs are planned by the sweep, when they are eight days away. Of the
sessions of a programme on one day the first is reminded of, so that nobody is nagged.
"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.reach import reference_of
from core import outbox
from core.calendar import LONDON
from core.models import OutboxMessage

from .choices import AppointmentStatus, EnrolmentStatus, ReminderState, SessionStatus
from .models import Appointment, Enrolment, ProgrammeSession, Reminder, ReminderChoice

SESSIONS_WITHIN = timedelta(days=8)  # a reminder goes at most a week before
MORNING, EVENING = 10, 18  # when a reminder goes, on a clock in London
SHORTEST_NOTICE = timedelta(hours=1)
SESSION, BEGINS_AT = "programme__sessions", "programme__sessions__begins_at"


def due_at(begins_at, days_before):
    """When a reminder goes: in the morning of that day; for an early appointment of the same day, the evening before.

    All on a clock in London, so that no change of the clock moves it into the night.
    """
    day = timezone.localtime(begins_at, LONDON).date() - timedelta(days=days_before)
    first, last = settings.QUIET_UNTIL, settings.QUIET_FROM
    moment = _at(day, min(max(MORNING if days_before else first, first), last - 1))
    if moment + SHORTEST_NOTICE > begins_at:
        moment = _at(day - timedelta(days=1), min(max(EVENING, first), last - 1))
    return moment


def _at(day, hour):
    return datetime.combine(day, time(hour), tzinfo=LONDON)


def reference(reminder):
    """The name of its message in the outbox: one for each reminder, whoever hands it over."""
    return reference_of(reminder.client, reminder.pk)


@transaction.atomic
def plan_for(appointment):
    """Make the reminder of an appointment what it should be now: booked, moved, cancelled, booked again. Safe at any time."""
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    is_ahead = appointment.status == AppointmentStatus.BOOKED and appointment.begins_at > timezone.now()
    if not is_ahead:
        _take_back(appointment.reminders.all(), _("The appointment is no longer to come."))
        return
    _take_back(appointment.reminders.exclude(about_at=appointment.begins_at), _("The appointment was moved."))
    choice = ReminderChoice.objects.filter(client=appointment.client_id, way__isnull=False).first()
    if choice is None:
        return
    when = due_at(appointment.begins_at, choice.days_before)
    reminder, _made = Reminder.objects.select_for_update(of=("self",)).get_or_create(
        appointment=appointment, about_at=appointment.begins_at,
        defaults={"client_id": appointment.client_id, "due_at": when},
    )  # fmt: skip
    if reminder.state in (ReminderState.PLANNED, ReminderState.TAKEN_BACK):
        set_state(reminder, ReminderState.PLANNED, due_at=when)


@transaction.atomic
def plan_for_session(session):
    """Make the reminders of a session what they should be now, if it is near enough to remind anybody."""
    session = ProgrammeSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    now = timezone.now()
    if session.status != SessionStatus.PLANNED or session.begins_at <= now:
        _take_back(session.reminders.all(), _("The session is no longer to come."))
        return
    _take_back(session.reminders.exclude(about_at=session.begins_at), _("The session was moved."))
    _want_again(session.reminders.filter(about_at=session.begins_at))
    plan_near_sessions(now, programme=session.programme_id)


def plan_near_sessions(now, **programme):
    """Plan the reminders of the sessions of the next days, for those who attend them and want that; gives how many."""
    rows, planned = [], set()
    for session, client, programme_id, begins_at, days_before in _to_plan(now, **programme):
        day = timezone.localtime(begins_at, LONDON).date()
        if (client, programme_id, day) not in planned:
            planned.add((client, programme_id, day))
            when = due_at(begins_at, days_before)
            rows.append(Reminder(session_id=session, client_id=client, about_at=begins_at, due_at=when))
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _to_plan(now, **programme):
    """Who is expected at which session, of whose day in that programme nobody reminds them yet; the earliest first."""
    choice = "client__reminder_choice__"
    expected = Enrolment.objects.filter(
        Q(slots=None) | Q(**{f"{SESSION}__slot": None}) | Q(slots__slot=F(f"{SESSION}__slot")),
        status=EnrolmentStatus.ENROLLED,
        **programme,
        **{f"{choice}for_groups": True, f"{choice}way__isnull": False},
        **{f"{SESSION}__status": SessionStatus.PLANNED},
        **{f"{BEGINS_AT}__gt": now, f"{BEGINS_AT}__lte": now + SESSIONS_WITHIN},
    )
    expected = expected.annotate(session=F(SESSION), begins_at=F(BEGINS_AT), day=TruncDate(BEGINS_AT, tzinfo=LONDON))
    the_same_day = Reminder.objects.exclude(state=ReminderState.TAKEN_BACK).filter(
        client=OuterRef("client"), session__programme=OuterRef("programme"), about_at__date=OuterRef("day")
    )
    wanted = expected.exclude(Exists(the_same_day)).order_by(BEGINS_AT, "client")
    return wanted.values_list("session", "client", "programme", "begins_at", f"{choice}days_before")


@transaction.atomic
def take_back(about, because=""):
    """Take back the reminders of an appointment or a session that have not gone."""
    _take_back(about.reminders.all(), because or _("It is no longer to come."))


@transaction.atomic
def take_back_all(client, because):
    """Take back every reminder of a client that has not gone."""
    _take_back(client.reminders.all(), because)


@transaction.atomic
def save_choice(form, *, by):
    """Write down what the person wants; what is planned follows, and what has not gone and is not wanted is taken back."""
    choice = form.save(by=by)
    client = choice.client
    ahead = client.reminders.filter(about_at__gt=timezone.now())
    if choice.way_id is None:
        _take_back(ahead, _("The person does not want reminders."))
        return choice
    if not choice.for_groups:
        _take_back(ahead.exclude(session=None), _("The person does not want reminders of groups."))
    else:
        _want_again(ahead.filter(appointment=None))
    for appointment in client.appointments.booked().filter(begins_at__gt=timezone.now()):
        plan_for(appointment)
    for reminder in ahead.filter(state=ReminderState.PLANNED, appointment=None):
        set_state(reminder, ReminderState.PLANNED, due_at=due_at(reminder.about_at, choice.days_before))
    return choice


def _want_again(reminders):
    """Plan anew what was taken back before it was handed over."""
    for reminder in reminders.filter(state=ReminderState.TAKEN_BACK, message=None):
        set_state(reminder, ReminderState.PLANNED)


def _take_back(reminders, because):
    """Take back what is planned, and what was handed over and has not gone; one being sent at this moment is waited for."""
    waiting = reminders.filter(state__in=[ReminderState.PLANNED, ReminderState.SENT])
    for reminder in waiting.select_for_update(of=("self",)):
        if reminder.message_id:
            outbox.cancel(reference(reminder))
            if not OutboxMessage.objects.filter(pk=reminder.message_id, cancelled_at__isnull=False).exists():
                continue  # it has gone
        set_state(reminder, ReminderState.TAKEN_BACK, why_not=because)


def set_state(reminder, state, **more):
    """Say what became of a reminder; what is planned or sent has no reason why not."""
    values = {"why_not": "", **more, "state": state}
    if any(getattr(reminder, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(reminder, name, value)
        reminder.save_by(None, *values)
