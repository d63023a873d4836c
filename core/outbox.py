"""The outbox: messages decided in a transaction are delivered afterwards, and none of them twice.

An attempt is written down and committed before the call, so that after a crash it is known that the message may have
gone: the sender is then asked for its reference first. The row stays locked during the call, so that nobody else sends
it; when the process dies the database lets go of it, and the message is tried again.
"""

import logging
import math
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from psycopg.types.json import Json

from . import database
from .choices import Channel
from .models import OutboxMessage
from .senders import MessageRefused, SenderBusy

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
LONGEST_WAIT = timedelta(hours=1)
SENDERS = {Channel.EMAIL: "OUTBOX_SENDER", Channel.TEXT: "TEXT_SENDER"}
COLUMNS = ["place", "reference", "recipient", "subject", "body"]
SEND_ALL = """
INSERT INTO core_outboxmessage
    (id, reference, recipient_id, address, channel, subject, body, created_at, next_attempt_at, by_day, attempts, last_error)
SELECT gen_random_uuid(), reference, recipient, '', 'email', subject, body, now() + place * interval '1 microsecond',
    %s, %s, 0, ''
FROM json_to_recordset(%s) AS message (place int, reference text, recipient bigint, subject text, body text)
ON CONFLICT (reference) DO UPDATE SET cancelled_at = NULL"""


def channels():
    """By what this site can send."""
    return [channel for channel, setting in SENDERS.items() if getattr(settings, setting)]


def says_who(channel):
    """Whether whoever gets a message sees whom it comes from: an email always; a text as the site says."""
    return channel == Channel.EMAIL or settings.TEXT_SAYS_WHO


def send(reference, *, recipient=None, address="", channel=Channel.EMAIL, subject, body, now=None, **when):
    """Write a message into the outbox, in the caller's transaction.

    The same reference again changes nothing, but that a message which was taken back waits again. `when`: `by_day`, not
    in the quiet hours; `useless_at`, from when on it says nothing any more.
    """
    message = OutboxMessage(
        reference=reference, recipient=recipient, address=address, channel=channel, subject=subject, body=body, **when
    )
    if now:
        message.next_attempt_at = now
    OutboxMessage.objects.bulk_create(
        [message], update_conflicts=True, unique_fields=["reference"], update_fields=["cancelled_at"]
    )


def send_all(messages, *, now, by_day=False):
    """Write many emails to users into the outbox, as `send` does one, by one statement.

    `messages` are (reference, key of the recipient, subject, body). Not by the ORM: it takes longer to make the rows
    than the database to write them; nor as arrays, which take as long to write out.
    """
    if not messages:
        return
    rows = [dict(zip(COLUMNS, (place, *message), strict=True)) for place, message in enumerate(messages, 1)]
    with connection.cursor() as cursor:
        cursor.execute(SEND_ALL, [now, by_day, Json(rows)])


def known(references):
    """Those of the names that a message in the outbox has, or has had."""
    return set(OutboxMessage.objects.filter(reference__in=references).values_list("reference", flat=True))


def cancel(reference):
    """Take back a message that has not been sent; one that is being sent at this moment is waited for. Gives how many."""
    return OutboxMessage.objects.unfinished().filter(reference=reference).update(cancelled_at=database.now())


def cancel_all(prefix):
    """Take back every message about one thing that has not been sent: those whose reference begins so."""
    OutboxMessage.objects.unfinished().filter(reference__startswith=prefix).update(cancelled_at=database.now())


def deliver(now=None, *, seconds=math.inf):
    """Send what is waiting, oldest first, each message at most once per round; gives how many went out.

    `now` stands for the database's clock; after `seconds` the rest is left to the next round. A sender that is busy
    is asked no more in this round; the other one goes on.
    """
    moment = now or database.now()
    OutboxMessage.objects.useless(moment).update(cancelled_at=moment)
    senders = {channel: import_string(getattr(settings, SENDERS[channel]))() for channel in channels()}
    stop_at = time.monotonic() + seconds
    sent = 0
    while senders and time.monotonic() < stop_at and (claimed := _claim(moment, list(senders))):
        try:
            sent += _attempt(claimed, senders[claimed.channel], moment)
        except SenderBusy as busy:
            _give_back(claimed, busy)
            del senders[claimed.channel]
    return sent


@transaction.atomic
def _claim(now, channels=tuple(SENDERS)):
    """Take the next message of these channels that nobody else is sending, and write down that it is about to be tried."""
    waiting = OutboxMessage.objects.waiting(now).filter(channel__in=channels).order_by("next_attempt_at", "created_at")
    message = waiting.select_for_update(skip_locked=True).first()
    if message:
        message.attempts += 1
        message.attempted_at = now
        message.next_attempt_at = now + wait_after(message.attempts)
        message.save(update_fields=["attempts", "attempted_at", "next_attempt_at"])
    return message


@transaction.atomic
def _attempt(claimed, sender, now):
    """Send a claimed message and note what came of it; True when it has gone."""
    ours = OutboxMessage.objects.unfinished().filter(pk=claimed.pk, attempts=claimed.attempts)
    message = ours.select_for_update().first()  # waits: whoever looks for messages may have it locked for a moment
    if message is None:  # taken back meanwhile, or this process slept so long that another one tries it
        return False
    try:
        if message.attempts == 1 or not sender.knows(message.reference):
            sender.send(message, address_of(message))
        message.sent_at = now
    except SenderBusy:
        raise
    except Exception as error:  # whatever it is, it must not hold up the other messages
        logger.warning("%s was not sent: %s", message.reference, type(error).__name__)
        message.last_error = describe(error)
        if isinstance(error, MessageRefused) or message.attempts >= MOST_ATTEMPTS:
            message.parked_at = now
    message.save(update_fields=["sent_at", "last_error", "parked_at"])
    return message.sent_at is not None


def _give_back(claimed, busy):
    """An attempt at a sender that takes nothing is not held against the message."""
    logger.warning("The outbox waits: %s", describe(busy))
    ours = OutboxMessage.objects.unfinished().filter(pk=claimed.pk, attempts=claimed.attempts)
    ours.update(attempts=F("attempts") - 1, last_error=describe(busy))


def wait_after(attempts):
    """How long after an attempt the next one may come: twice as long each time, at most an hour."""
    return min(timedelta(seconds=settings.OUTBOX_RETRY_SECONDS) * 2 ** (attempts - 1), LONGEST_WAIT)


def address_of(message):
    """Where a message goes, looked up when it is sent. Raises MessageRefused."""
    if message.address:
        return message.address
    if not message.recipient.is_active:
        raise MessageRefused(_("The recipient is no longer an active user."))
    if not message.recipient.email:
        raise MessageRefused(_("The recipient has no email address."))
    return message.recipient.email


def describe(error):
    return f"{type(error).__name__}: {error}".replace("\0", "")[:500]
