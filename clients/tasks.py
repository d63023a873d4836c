"""Background jobs of clients: each calls a rule."""

import logging

from celery import shared_task

from . import intake
from .alike import refresh_name_keys
from .models import ImportBatch

logger = logging.getLogger(__name__)

LONGEST_IMPORT_SECONDS = 1_800  # then its process is killed, and another one goes on where it was


@shared_task
def refresh_names():
    """Compute by what misspelt names are found, where a name was written by anything but a form."""
    while refresh_name_keys():
        pass


@shared_task(time_limit=LONGEST_IMPORT_SECONDS)
def work_on_import(pk):
    """Check or add the people of one file."""
    intake.work_on(pk)


@shared_task
def start_imports():
    """Go on with the files that nobody was told of, and those whose worker died."""
    for pk in ImportBatch.objects.for_worker().order_by("created_at").values_list("pk", flat=True):
        work_on_import.delay(str(pk))


@shared_task
def forget_imports():
    """Forget what stood in files of people, which have had their time."""
    intake.forget()


def tell_worker(pk):
    """Ask for a file to be worked on; whatever goes wrong, the next look for unfinished files finds it."""
    try:
        work_on_import.apply_async([str(pk)], retry=False)
    except Exception as error:
        logger.warning("The import %s waits for the worker's next look: %s.", pk, type(error).__name__)
