"""Background jobs of the directory: each calls a rule."""

import logging

from celery import shared_task

from core.workflow import NotAllowed

from . import reminders, workflow
from .models import Feed

logger = logging.getLogger(__name__)

LONGEST_READING_SECONDS = 3_600  # then its process is killed; what went in stays, and the feed is read again


@shared_task(time_limit=LONGEST_READING_SECONDS)
def read_feed(pk):
    """Read one feed, if it is still due."""
    feed = Feed.objects.due().filter(pk=pk).first()
    try:
        if feed:
            workflow.read_feed(feed)
    except NotAllowed:
        logger.info("The feed %s is being read already.", pk)


@shared_task
def start_feeds():
    """Have the feeds read that are due, and those again whose worker died."""
    workflow.bury_dead_runs()
    for pk in Feed.objects.due().values_list("pk", flat=True):
        read_feed.delay(str(pk))


def tell_worker(pk):
    """Ask for a feed to be read; whatever goes wrong, the next look for feeds that are due finds it."""
    try:
        read_feed.apply_async([str(pk)], retry=False)
    except Exception as error:
        logger.warning("The feed %s waits for the worker's next look: %s.", pk, type(error).__name__)


@shared_task
def ask_assurers():
    """Write to those who once checked an entry, when that was long ago."""
    reminders.ask_assurers()
