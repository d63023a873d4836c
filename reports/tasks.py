"""The jobs of reports: the figures, brought to the new day at night and to what changed during the day; files; what is sent."""

from celery import shared_task

from . import papers, refresh, schedules


@shared_task
def count_everything():
    refresh.nightly()


@shared_task
def count_changes():
    refresh.changes()


@shared_task
def forget_reports():
    papers.forget()


@shared_task
def send_reports():
    schedules.send_due()
