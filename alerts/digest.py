"""The digest: one mail for each person at a rhythm of their own choice, of all that is not for today.

What is to be told is a row (DigestItem), written in the transaction that raises the alert. A digest takes its rows and
goes into the outbox in one transaction: where that fails the rows still wait, and no row is in two digests.
"""

import logging
from collections import Counter
from datetime import UTC, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.types.json import Json

from core import database, outbox
from core.calendar import LONDON, is_off, london, step_back
from core.models import OutboxMessage

from .choices import DigestRhythm
from .models import Alert, DigestChoice, DigestItem
from .rules import rule_called

logger = logging.getLogger(__name__)

HOURS = {DigestRhythm.MORNING: (9,), DigestRhythm.TWICE: (9, 14), DigestRhythm.MONDAY: (9,)}
COLUMNS = ["reference", "recipient", "alert", "due_at"]
ADD = """
INSERT INTO alerts_digestitem (reference, recipient_id, alert_id, due_at, is_escalation)
SELECT reference, recipient, alert, due_at, %s
FROM json_to_recordset(%s) AS item (reference text, recipient bigint, alert uuid, due_at timestamptz)
WHERE NOT EXISTS (SELECT 1 FROM core_outboxmessage sent WHERE sent.reference = item.reference AND sent.sent_at IS NOT NULL)
ON CONFLICT (reference) DO NOTHING"""


def add_items(rows, *, is_escalation=False):
    """Keep what is to be told until the next digest; `rows` are (reference, recipient's key, alert's key, due at)."""
    if rows:
        with connection.cursor() as cursor:
            named = [
                dict(zip(COLUMNS, (*keys, str(alert), due_at.isoformat()), strict=True))
                for *keys, alert, due_at in rows
            ]
            cursor.execute(ADD, [is_escalation, Json(named)])


def latest(rhythm, now):
    """The last moment, `now` or before, at which a digest of a rhythm goes."""
    today = now.astimezone(LONDON).date()
    days = [_day(rhythm, today), _day(rhythm, today - timedelta(days=1)), _day(rhythm, today - timedelta(days=7))]
    return max(moment for day in days for hour in HOURS[rhythm] if (moment := london(day, hour)) <= now)


def _day(rhythm, today):
    """The last day, today or before, with a digest: a working day; of the weekly ones, the first working day of a week."""
    if rhythm != DigestRhythm.MONDAY:
        return step_back(today, is_off)
    monday = today - timedelta(days=today.weekday())
    first = next(day for n in range(7) if not is_off(day := monday + timedelta(days=n)))
    return first if first <= today else _day(rhythm, monday - timedelta(days=1))


def send_digests(now):
    """Write the digest of everybody whose time has come and who has something to be told; gives how many.

    Not while something older waits to be raised: it belongs into the same mail. Whose digest fails gets it next time.
    """
    moments = {rhythm: latest(rhythm, now) for rhythm in DigestRhythm}
    newest = max(moments.values())
    waiting = DigestItem.objects.filter(told_at=None, due_at__lte=newest).order_by()
    since = dict(waiting.values_list("recipient_id").annotate(Min("due_at")))
    if not since or Alert.objects.due(newest).filter(raised_at=None).exists():
        return 0
    chosen = dict(DigestChoice.objects.filter(user__in=since).values_list("user_id", "rhythm"))
    ready = {person: moments[chosen.get(person, DigestRhythm.MORNING)] for person in since}
    ready = {person: moment for person, moment in ready.items() if since[person] <= moment}
    had = outbox.known([_reference(*one) for one in ready.items()])
    return sum(_tried(*one, now) for one in ready.items() if _reference(*one) not in had)


def _reference(person, moment):
    return f"digest-{person}-{moment.astimezone(UTC):%Y%m%d%H%M}"


def _tried(person, moment, now):
    """Write one person's digest; where that fails it must not hold up the others, and is tried again by the next sweep."""
    try:
        return _send_digest(person, moment, now)
    except Exception:
        logger.error("The digest of user %s could not be written", person, exc_info=True)
        return False


@transaction.atomic
def _send_digest(person, moment, now):
    """One person's digest for one moment, in the outbox; what comes later waits for the next one."""
    reference = _reference(person, moment)
    if not database.try_lock(reference) or outbox.known([reference]):
        return False  # another sweep writes it, or has
    items = DigestItem.objects.filter(told_at=None, recipient=person, due_at__lte=moment)
    rows = list(items.select_for_update().values_list("pk", "alert_id", "is_escalation"))
    still_due = dict(Alert.objects.due(now).filter(pk__in=[row[1] for row in rows]).values_list("pk", "rule"))
    told = {key: (still_due[alert], is_late) for key, alert, is_late in rows if alert in still_due}
    DigestItem.objects.filter(pk__in=[key for key, *_rest in rows if key not in told]).delete()
    DigestItem.objects.filter(pk__in=told).update(told_at=now, digest=reference)
    if told:
        outbox.send_all([(reference, person, *_letter(told.values()))], now=now, by_day=True)
    return bool(told)


def take_back(alert):
    """What was to be told about an alert is not told, unless it has been; a digest of nothing else does not go."""
    items = list(alert.digest_items.values_list("told_at", "digest"))
    if (None, "") in items:
        alert.digest_items.filter(told_at=None).delete()
    for digest in {digest for told_at, digest in items if told_at}:
        told = DigestItem.objects.filter(digest=digest)
        if not told.filter(alert__in=Alert.objects.open()).exists() and outbox.cancel(digest):
            told.delete()  # whatever of it is due again is told in a later one


def told_of(references):
    """Those of the names that stood in a digest."""
    told = DigestItem.objects.filter(reference__in=references).exclude(told_at=None)
    return set(told.values_list("reference", flat=True))


def doubled(since):
    """How many messages that went by themselves since then stood in a digest too: there are none."""
    sent = OutboxMessage.objects.filter(sent_at__gte=since, reference__startswith="alert-")
    return sent.filter(reference__in=DigestItem.objects.exclude(told_at=None).values("reference")).count()


def _letter(told):
    """Subject and text: how many of what, those first that nobody has taken on; no name of anybody."""
    counts = Counter(told).most_common()
    lines = [{"rule": rule_called(code), "count": count, "is_escalation": late} for (code, late), count in counts]
    lines.sort(key=lambda line: not line["is_escalation"])
    link = settings.SITE_URL.rstrip("/") + reverse("clients:my_work")
    subject = _("%(service)s: what is due (%(count)d)") % {"service": settings.SERVICE_NAME, "count": len(told)}
    return subject, render_to_string("alerts/emails/digest.txt", {"lines": lines, "link": link})
