"""The jobs of reports: the figures, all of them at night and what changed during the day."""

from celery import shared_task

from . import papers, refresh


@shared_task
def count_everything():
    refresh.everything()


@shared_task
def count_changes():
    refresh.changes()


@shared_task
def forget_reports():
    papers.forget()
