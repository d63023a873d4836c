"""The sweep: raises each alert whose time has come, once and only once, however many sweeps run.

An alert is shown because a query finds it due; nothing here is needed for that. To raise it is to put its message
into the outbox, in the transaction that says so. It is never too late: what fell due while nothing ran is raised by
the next sweep, oldest first.
"""

import logging

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.choices import Duty
from core import database, outbox
from core.models import Heartbeat

from . import workflow
from .models import Alert
from .rules import RULES

logger = logging.getLogger(__name__)

BATCH = 50


def sweep(now=None):
    """Raise every alert that is due; gives the counts `due`, `raised` (by this sweep) and `already` (by earlier ones).

    `now` stands for the database's clock. Alerts that another sweep is raising at this moment are in its counts.
    """
    moment = now or database.now()
    already = Alert.objects.due(moment).exclude(raised_at=None).count()
    raised = 0
    while batch := _raise_some(moment):
        raised += batch
    if now is None:
        Heartbeat.objects.beat("sweep")
    return {"due": raised + already, "raised": raised, "already": already}


@transaction.atomic
def _raise_some(now):
    """Raise the oldest alerts that no other sweep has in hand; gives how many."""
    oldest = Alert.objects.to_raise(now).order_by("due_at", "id").select_related("recipient", "team")
    alerts = list(oldest.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(
        raised_at=now, updated_at=now, version=F("version") + 1
    )
    for alert in alerts:
        alert.raised_at = now
        _put_into_outbox(alert, now)
    return len(alerts)


def _put_into_outbox(alert, now):
    """One message, to the recipient or whoever stands in; where there is nobody, the team sees it on My work."""
    recipient = alert.recipient
    if alert.team and not (recipient and recipient.is_active):
        recipient = alert.team.holder_of(Duty.DUTY_WORKER) or recipient
    if recipient:
        recipient = recipient.stand_in
        context = {"alert": alert, "link": settings.SITE_URL.rstrip("/") + reverse("clients:my_work")}
        body = render_to_string("alerts/emails/alert.txt", context)
        subject = f"{settings.SERVICE_NAME}: {alert.title}"[:200]
        outbox.send(alert.reference, recipient=recipient, subject=subject, body=body, now=now)


def reconcile():
    """Plan every record again that a rule is about, and say how many alerts were not what they should be.

    Each verb plans in its own transaction, so that the difference is what only a night explains (somebody has left, a
    rule looks at today's date), or a fault to find.
    """
    records = changed = failed = 0
    for kind in sorted({rule.subject for rule in RULES.values()}):
        for record in apps.get_model(kind)._base_manager.only("pk").iterator(chunk_size=500):
            records += 1
            try:
                changed += workflow.plan(record)
            except Exception:  # one record that cannot be planned must not hide the others
                logger.error("The alerts about %s %s could not be planned", kind, record.pk, exc_info=not failed)
                failed += 1
    Heartbeat.objects.beat("reconcile", f"records {records}, alerts changed {changed}, failed {failed}")
    return {"records": records, "changed": changed, "failed": failed}
