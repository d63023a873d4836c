"""Scheduled work of programmes: a few lines that call a rule."""

from celery import shared_task

from core.tasks import deliver_outbox

from . import registers, sending
from .models import Programme
from .timetable import generate, mind_bank_holidays


@shared_task
def lay_out_sessions():
    """Put the sessions of every programme that has not ended into the calendar, one more day ahead each night."""
    for programme in Programme.objects.open():
        mind_bank_holidays(programme)
        generate(programme)


@shared_task
def sweep_reminders():
    """Hand over what is due, and have it sent without waiting for the next round."""
    if sending.sweep()["sent"]:
        deliver_outbox.delay()


@shared_task
def follow_registers():
    """Begin or end what follows from the marks in registers."""
    registers.follow()
