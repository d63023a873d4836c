"""Background jobs of alerts."""

import logging

from celery import shared_task

from alerts import sweep as sweeping
from alerts.rules import rule_called
from core.tasks import deliver_outbox

logger = logging.getLogger(__name__)


@shared_task
def sweep():
    """Raise what is due, and have it sent without waiting for the next round."""
    if sweeping.sweep_once():
        deliver_outbox.delay()


@shared_task
def reconcile():
    """Compare all alerts with what the rules want."""
    logger.warning("The nightly look at all alerts: %s", sweeping.reconcile())


@shared_task
def replan(code):
    """Plan by the new settings of a rule whatever it is about."""
    kinds = {rule_called(code).subject} - {""}
    logger.warning("The rule %s was changed: %s", code, sweeping.plan_all(kinds))
