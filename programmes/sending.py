"""The sweep of reminders: each that is due is handed to the outbox once, or it is said why not; however many sweeps run.

Whether a message is safe is decided here, at the moment of handing over, by clients.reach. Nothing is handed over in the
quiet hours; the outbox, too, keeps a reminder until the morning, and lets go of it when its hour has passed.
"""

import logging
from collections import Counter
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clients.banner import DIED, Notice
from clients.choices import Answer
from clients.reach import CHANNELS, why_not
from core import database, outbox
from core.calendar import is_quiet
from core.models import OutboxMessage
from core.templatetags.ui import clock, weekday
from reference.choices import WordingKey
from reference.wordings import fill, words
from services_directory.reminders import digest

from .choices import AppointmentStatus, EnrolmentStatus, ReminderState, SessionStatus
from .missed import is_in_custody
from .models import Reminder
from .reminders import plan_near_sessions, reference, set_state

logger = logging.getLogger(__name__)

BATCH = 50
LONGEST_TEXT = 612  # four parts; a longer one may arrive in pieces
WITH_ALL = [
    "client__reminder_choice__way", "client__language_needs__written", "appointment__worker", "appointment__team",
    "appointment__room", "session__lead", "session__room", "session__programme__team",
]  # fmt: skip
# No answer to a text reaches anybody: how to say no stands under every reminder, in the language of the text.
HOW_TO_CANCEL = {
    "en": "Nobody reads answers to this message. If you cannot come, ring us or open {link}",
    "cy": "Nid oes neb yn darllen atebion i’r neges hon. Os na allwch ddod, ffoniwch ni neu agorwch {link}",
}


def sweep(now=None):
    """Hand over every reminder that is due; gives how many were `planned` anew, `sent`, and `not_sent`.

    `now` stands for the database's clock. Those that another sweep has in hand are in its counts.
    """
    moment = now or database.now()
    counts = Counter(planned=plan_near_sessions(moment), sent=0, not_sent=0)
    while not is_quiet(moment) and (settled := _settle_some(moment)):
        counts.update(settled)
    return dict(counts)


@transaction.atomic
def _settle_some(now):
    """Settle the oldest reminders that no other sweep has in hand; gives what became of each."""
    due = Reminder.objects.due(now).order_by("due_at", "id").select_related(*WITH_ALL)
    return [_settle(reminder, now) for reminder in due.select_for_update(of=("self",), skip_locked=True)[:BATCH]]


def _settle(reminder, now):
    """Hand one reminder over, or say why not. One that cannot be made must not hold up the others."""
    try:
        with transaction.atomic():
            reason = reason_against(reminder, now)
            if not reason:
                _hand_over(reminder)
                return ReminderState.SENT.value
    except Exception:
        logger.exception("The reminder %s could not be made", reminder.pk)
        reason = _("Something went wrong. Tell the person yourself, and the administrator.")
    set_state(reminder, ReminderState.NOT_SENT, why_not=reason[:300])
    return ReminderState.NOT_SENT.value


def reason_against(reminder, now):
    """Why a reminder may not go now, in words; empty when it may."""
    client, choice = reminder.client, getattr(reminder.client, "reminder_choice", None)
    if reminder.about_at <= now:
        return _("The time had passed before it could be sent.")
    if not is_to_come(reminder):
        return _("It was moved or cancelled.")
    if choice is None or choice.way is None or (reminder.session and not choice.for_groups):
        return _("The person does not want this reminder.")
    if reminder.session and not _attends(reminder):
        return _("The person no longer attends this programme.")
    died = [Notice(DIED, None, _("This person has died."), None)] if client.has_died else []
    if not died and is_in_custody(client):
        return _("The person is in custody.")
    return why_not(client, choice.way, died)


def is_to_come(reminder):
    """Whether what a reminder is about still stands, at the time of which the reminder speaks."""
    about = reminder.appointment or reminder.session
    wanted = AppointmentStatus.BOOKED if reminder.appointment else SessionStatus.PLANNED
    return about.status == wanted and about.begins_at == reminder.about_at


def _attends(reminder):
    programme = reminder.session.programme_id
    return reminder.client.enrolments.filter(programme=programme, status=EnrolmentStatus.ENROLLED).exists()


def _hand_over(reminder):
    """Write the message, and say that it was written: both in one transaction."""
    way, token = reminder.client.reminder_choice.way, token_urlsafe(16)
    title, body = written(reminder, settings.SITE_URL.rstrip("/") + reverse("remind:reminder_cancel", args=[token]))
    outbox.send(
        reference(reminder), address=way.value, channel=CHANNELS[way.kind], subject=title, body=body,
        by_day=True, useless_at=reminder.about_at,
    )  # fmt: skip
    message = OutboxMessage.objects.get(reference=reference(reminder))
    set_state(reminder, ReminderState.SENT, message=message, cancel_digest=digest(token))


def written(reminder, link):
    """What stands in a reminder: (title, text). It names the service only where the person has agreed to that."""
    about, way = reminder.appointment or reminder.session, reminder.client.reminder_choice.way
    team = reminder.appointment.team if reminder.appointment else reminder.session.programme.team
    worker = reminder.appointment.worker if reminder.appointment else reminder.session.lead
    key = WordingKey.APPOINTMENT_REMINDER if reminder.appointment else WordingKey.SESSION_REMINDER
    row = words(key, way.kind, language_of(reminder.client))
    named = names_service(reminder.client.reminder_choice)
    with override("cy" if row.language == "cy" else "en-gb"):
        day, time = weekday(reminder.about_at), clock(reminder.about_at)
    values = {
        "called": reminder.client.called, "worker": worker.first_name if worker else "", "day": day, "time": time,
        "team": team.name if named else "", "team_phone": team.phone, "where": _place(about) if named else "",
    }  # fmt: skip
    body = fill(row.body, values).strip()
    if named and team.name not in body:
        body = f"{body}\n{team.name}"
    return fill(row.title, values) or _("See you soon"), f"{body}\n\n{HOW_TO_CANCEL[row.language].format(link=link)}"


def names_service(choice):
    """Whether our name may stand in a reminder: the person wants it there, and it is safe by this way."""
    return choice.names_service and choice.way.may_say_who == Answer.YES


def language_of(client):
    """Welsh for those who want to be written to in Welsh, else English."""
    needs = getattr(client, "language_needs", None)
    return "cy" if needs and needs.written and needs.written.code == "cy" else "en"


def _place(about):
    return str(about.room) if about.room else getattr(about, "where", "")
