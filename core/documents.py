"""Documents that take long: asked for on a page, made by the worker, fetched from the row.

The row is what counts. A worker that dies while it makes a document lets go of it, and the next look for unfinished
documents starts it again; one that ends its worker twice is given up.
"""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from core import tasks

from . import database
from .models import Document

logger = logging.getLogger(__name__)

MAKERS = {}
MOST_STARTS = 2


def document_maker(kind):
    """Register what makes documents of a kind: `function(document, progress)` gives the bytes of the file.

    It calls `progress(steps_done, steps_total)` as it goes, outside any transaction, so that the page can show it.
    """

    def register(function):
        MAKERS[kind] = function
        return function

    return register


def request_document(kind, title, parameters, *, by):
    """Ask for a document; the worker is told at once, and finds the row by itself when it cannot be told."""
    document = Document.objects.create(kind=kind, title=title, parameters=parameters, requested_by=by)
    transaction.on_commit(lambda: _tell_worker(document.pk))
    return document


def request_once(kind, title, parameters, *, by):
    """The document that is being made for somebody already, when it is the same one; else ask for it."""
    waiting = Document.objects.unfinished().filter(kind=kind, requested_by=by, parameters=parameters)
    return waiting.first() or request_document(kind, title, parameters, by=by)


def _tell_worker(pk):
    try:
        tasks.make_document.apply_async([str(pk)], retry=False)
    except Exception as error:  # whatever it is, the row is there
        logger.warning("The document %s waits for the worker's next look: %s.", pk, type(error).__name__)


def make(pk):
    """Make a document that nobody else is making; one that is finished or has failed stays as it is."""
    with database.alone(f"document {pk}") as is_ours:
        document = Document.objects.unfinished().filter(pk=pk).first()
        if not (is_ours and document):
            return
        if document.starts >= MOST_STARTS:
            _fail(document, _("The program stopped twice while it made this document. Ask for a shorter one."))
            return
        document.starts += 1
        document.started_at = database.now()
        document.save(update_fields=["starts", "started_at"])
        _fill(document)


class Stopped(Exception):
    """Nobody wants this document any more."""


def stop(document):
    """Say that a document is not wanted any more; one that is being made ends at its next step."""
    _fail(document, _("Stopped, as you asked."))


def _fill(document):
    unfinished = Document.objects.unfinished().filter(pk=document.pk)

    def progress(done, total):
        if not unfinished.update(steps_done=done, steps_total=total):
            raise Stopped

    try:
        content = MAKERS[document.kind](document, progress)
    except Stopped:
        return
    except Exception:
        logger.exception("The document %s was not made.", document.pk)
        _fail(document, _("This document could not be made. Ask for it again, or tell your administrator."))
    else:
        unfinished.update(content=content, finished_at=database.now())


def _fail(document, why):
    Document.objects.unfinished().filter(pk=document.pk).update(failed_at=database.now(), error=why)
