"""Background jobs of alerts."""

import logging

from celery import shared_task

from alerts import sweep as sweeping
from core.tasks import deliver_outbox

logger = logging.getLogger(__name__)


@shared_task
def sweep():
    """Raise what is due, and have it sent without waiting for the next round."""
    if sweeping.sweep()["raised"]:
        deliver_outbox.delay()


@shared_task
def reconcile():
    """Compare all alerts with what the rules want."""
    logger.warning("The nightly look at all alerts: %s", sweeping.reconcile())
