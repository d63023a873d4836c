"""The list of reminders: how it is narrowed and counted, and what each is about."""

from datetime import timedelta

from django.db.models import Count, Q

from core.calendar import london

from .choices import ReminderState

NEWEST_FIRST = ("-about_at", "-id")


def with_about(reminders):
    """Each with what it is about and what became of its message."""
    return reminders.select_related("client", "message", "appointment__worker", "session__programme")


def narrow(reminders, values, user):
    """Those that were asked for."""
    if values["whose"] == "mine":
        mine = Q(appointment__worker__in=user.self_and_covered) | Q(session__lead__in=user.self_and_covered)
        reminders = reminders.filter(mine)
    if values["first"]:
        reminders = reminders.filter(about_at__gte=london(values["first"], 0))
    if values["last"]:
        reminders = reminders.filter(about_at__lt=london(values["last"] + timedelta(days=1), 0))
    return _in_state(reminders, values["state"])


def _in_state(reminders, state):
    if state == "all":
        return reminders
    if state == "declined":
        return reminders.filter(declined_at__isnull=False)
    if state == ReminderState.SENT:
        return reminders.filter(state=state).exclude(pk__in=reminders.not_sent().values("pk"))
    return reminders.filter(state=state) if state else reminders.not_sent()


def numbers(reminders):
    """How many there are of each: not sent (""), cannot come, planned, sent, all."""
    stuck = Q(message__parked_at__isnull=False) | Q(message__cancelled_at__isnull=False)
    failed = Q(state=ReminderState.NOT_SENT) | Q(stuck, state=ReminderState.SENT)
    found = reminders.order_by().aggregate(
        failed=Count("pk", filter=failed),
        declined=Count("pk", filter=Q(declined_at__isnull=False)),
        planned=Count("pk", filter=Q(state=ReminderState.PLANNED)),
        sent=Count("pk", filter=Q(state=ReminderState.SENT) & ~Q(stuck)),
        all=Count("pk"),
    )
    return found | {"": found["failed"]}
