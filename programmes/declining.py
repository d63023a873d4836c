"""“I cannot come”: what the link in a reminder does, without an account, and whom it tells."""

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.choices import MissedReason
from core import database
from core.workflow import NotAllowed
from services_directory.reminders import digest

from .appointments import cancel
from .choices import CancelledBy, Mark, ReminderState
from .models import Attendance, Reminder
from .sending import is_to_come


def reminder_behind(token):
    """The reminder of a link that still does something; None where it was used, has run out, was altered or guessed."""
    sent = Reminder.objects.filter(cancel_digest=digest(token), state=ReminderState.SENT, declined_at=None)
    reminder = sent.filter(about_at__gt=database.now()).select_related(
        "client", "appointment__team", "session__programme__team"
    )
    found = reminder.first()
    return found if found and is_to_come(found) and not found.client.is_frozen else None


@transaction.atomic
def decline(reminder):
    """The person cannot come: the appointment is cancelled by them, or their line of the register is excused.

    The worker is told (RM01).
    """
    locked = Reminder.objects.select_for_update(of=("self",)).select_related("client").get(pk=reminder.pk)
    if locked.declined_at or not is_to_come(locked):
        raise NotAllowed(_("This link does not work any more."))
    locked.declined_at = database.now()
    locked.save_by(None, "declined_at")
    if locked.appointment:
        cancel(locked.appointment, cancelled_by=CancelledBy.CLIENT, by=None, reason=_("By the link in a reminder"))
    else:
        _excuse(locked)
    plan(locked.client)
    return locked


def _excuse(reminder):
    """A line in the register that staff see when they take it; a mark that stands there already stays."""
    enrolment = reminder.client.enrolments.open().filter(programme=reminder.session.programme_id).first()
    Attendance.objects.get_or_create(
        session=reminder.session, client=reminder.client,
        defaults={"enrolment": enrolment, "mark": Mark.EXCUSED, "missed_reason": MissedReason.NO_REASON_KNOWN},
    )  # fmt: skip
