"""Background jobs of leaving treatment: each calls a rule."""

from celery import shared_task

from .preparing import open_handovers


@shared_task
def open_assessments():
    """Open the assessments of ongoing support needs that are due."""
    open_handovers()
