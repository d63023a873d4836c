"""Background jobs of the tools: a sign of life, the outbox, documents."""

from celery import shared_task

from core import documents

from . import database, drafts, outbox
from .models import Document, Heartbeat

ROUND_SECONDS = 30
LONGEST_DOCUMENT_SECONDS = 300  # then its process is killed, and the queue goes on


@shared_task
def heartbeat():
    """Write down that the worker works."""
    Heartbeat.objects.beat("worker")


@shared_task
def deliver_outbox():
    """Send what waits in the outbox; one worker process at a time, so that a crash interrupts one message at most."""
    with database.alone("deliver_outbox") as is_ours:
        if is_ours:
            outbox.deliver(seconds=ROUND_SECONDS)


@shared_task(time_limit=LONGEST_DOCUMENT_SECONDS)
def make_document(pk):
    """Make one document that was asked for."""
    documents.make(pk)


@shared_task
def start_documents():
    """Start the documents that are not finished: those nobody was told of, and those whose worker died."""
    for pk in Document.objects.unfinished().order_by("requested_at").values_list("pk", flat=True):
        make_document.delay(str(pk))


@shared_task
def forget_drafts():
    """Delete drafts and keys of forms that have had their time."""
    drafts.forget()
