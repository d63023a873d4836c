"""The health check: what must run for alerts to go out."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.http import JsonResponse

from accounts.access import READ, allow
from alerts.digest import doubled
from alerts.models import Alert
from core import database
from core.calendar import is_quiet
from core.models import Heartbeat, OutboxMessage

from .celery import HEARTBEAT_SECONDS, app

logger = logging.getLogger(__name__)

LONGEST_AGE = {"worker": 4 * HEARTBEAT_SECONDS, "sweep": 2 * settings.SWEEP_SECONDS}
LATE = timedelta(minutes=10)
REDIS_SECONDS = 1


@allow("public", methods=READ)
def healthz(request):
    """200 when all is well, else 503; either way what is known of each part, and the reasons in words."""
    parts = {"redis": redis(), **database_and_what_it_knows()}
    reasons = [f"{name}: {part['reason']}" for name, part in parts.items() if part.get("reason")]
    answer = {"status": "down" if reasons else "ok", **parts, "reasons": reasons}
    return JsonResponse(answer, status=503 if reasons else 200, json_dumps_params={"indent": 2})


def redis():
    options = dict.fromkeys(["socket_connect_timeout", "socket_timeout"], REDIS_SECONDS)
    try:
        with app.connection_for_write(transport_options=options, connect_timeout=REDIS_SECONDS) as broker:
            broker.connect()
    except Exception as error:  # an address may stand in its text, so that only its kind is told
        logger.warning("Redis does not answer: %s", type(error).__name__)
        return {"ok": False, "reason": "does not answer"}
    return {"ok": True}


def database_and_what_it_knows():
    """The state of the database, of worker and sweep by their signs of life, and of the outbox."""
    try:
        ages, outbox, alerts = Heartbeat.objects.ages(), outbox_counts(), alert_counts()
    except Error as error:
        logger.warning("The database does not answer: %s", type(error).__name__)
        connection.close()
        return {"database": {"ok": False, "reason": "does not answer"}}
    parts = {name: alive(name, ages.get(name)) for name in LONGEST_AGE}
    return {"database": {"ok": True}, **parts, "outbox": outbox, "alerts": alerts}


def alive(name, age):
    if age is None:
        return {"ok": False, "age_seconds": None, "reason": "has never run"}
    seconds = round(age.total_seconds(), 1)
    if seconds > LONGEST_AGE[name]:
        return {"ok": False, "age_seconds": seconds, "reason": f"last sign of life {seconds} seconds ago"}
    return {"ok": True, "age_seconds": seconds}


def outbox_counts():
    """Messages that wait, those that have waited too long, and those given up: somebody must look at the last two."""
    messages = OutboxMessage.objects
    waiting, now = messages.unfinished(), database.now()
    by_now = waiting.filter(by_day=False) if is_quiet(now) else waiting
    return {
        "waiting": waiting.count(),
        "late": by_now.filter(created_at__lt=now - LATE).count(),
        "parked": messages.exclude(parked_at=None).count(),
    }


def alert_counts():
    """What must not be: alerts that no sweep has raised in time. And those that no manager is there to take on."""
    alerts = Alert.objects
    counts = {
        "overdue": alerts.overdue().count(),
        "twice": doubled(database.now() - timedelta(days=1)),
        "unanswered": alerts.open().filter(escalated_at__isnull=False, escalated_to=None).count(),
    }
    wrong = {"overdue": "not raised in time", "twice": "told by a mail of its own and in a digest"}
    reasons = [f"{counts[name]} {words}" for name, words in wrong.items() if counts[name]]
    return counts | ({"reason": ", ".join(reasons)} if reasons else {})
