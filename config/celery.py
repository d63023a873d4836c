"""The Celery app and the timetable of every scheduled job."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready
from django.conf import settings
from kombu import Queue
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The broker's address while REDIS_URL is unset: config.settings names it.
TRANSPORT_ALIASES["embedded-redis"] = "config.embedded_redis:Transport"

app = Celery("throughcare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What takes long has a queue and a worker of its own, so that no alert waits behind a PDF.
app.conf.task_default_queue = "default"
app.conf.task_queues = [Queue("default"), Queue("documents")]
app.conf.task_routes = {
    "core.tasks.make_document": {"queue": "documents"},
    "clients.tasks.work_on_import": {"queue": "documents"},
    "alerts.tasks.reconcile": {"queue": "documents"},
    "alerts.tasks.replan": {"queue": "documents"},
    "programmes.tasks.lay_out_sessions": {"queue": "documents"},
    "services_directory.tasks.read_feed": {"queue": "documents"},
    "reports.tasks.count_everything": {"queue": "documents"},
    "reports.tasks.count_changes": {"queue": "documents"},
}

HEARTBEAT_SECONDS = 10

# All in UTC, where no hour is missing or doubled. Each job looks at the database for what is due, so that a missed
# round, or two at once, change nothing; nothing rests on a task's ETA or countdown.
app.conf.beat_schedule = {
    "sweep": {"task": "alerts.tasks.sweep", "schedule": settings.SWEEP_SECONDS},
    "sweep_reminders": {"task": "programmes.tasks.sweep_reminders", "schedule": settings.SWEEP_SECONDS},
    "deliver_outbox": {"task": "core.tasks.deliver_outbox", "schedule": settings.SWEEP_SECONDS},
    "start_documents": {"task": "core.tasks.start_documents", "schedule": settings.SWEEP_SECONDS},
    "start_imports": {"task": "clients.tasks.start_imports", "schedule": settings.SWEEP_SECONDS},
    "start_feeds": {"task": "services_directory.tasks.start_feeds", "schedule": settings.SWEEP_SECONDS},
    "heartbeat": {"task": "core.tasks.heartbeat", "schedule": HEARTBEAT_SECONDS},
    "refresh_names": {"task": "clients.tasks.refresh_names", "schedule": settings.SWEEP_SECONDS},
    "follow_registers": {"task": "programmes.tasks.follow_registers", "schedule": settings.SWEEP_SECONDS},
    "follow_episodes": {"task": "referrals.tasks.follow_episodes", "schedule": settings.SWEEP_SECONDS},
    "forget_saved_forms": {"task": "referrals.tasks.forget_saved_forms", "schedule": crontab(hour=3, minute=30)},
    "forget_sessions": {"task": "accounts.tasks.forget_sessions", "schedule": crontab(minute=10)},
    "lay_out_sessions": {"task": "programmes.tasks.lay_out_sessions", "schedule": crontab(hour=1, minute=40)},
    "count_everything": {"task": "reports.tasks.count_everything", "schedule": crontab(hour=2, minute=5)},
    "count_changes": {"task": "reports.tasks.count_changes", "schedule": crontab(minute="*/10")},
    "send_reports": {"task": "reports.tasks.send_reports", "schedule": crontab(minute="5-59/10")},
    "forget_reports": {"task": "reports.tasks.forget_reports", "schedule": crontab(hour=3, minute=40)},
    "open_assessments": {"task": "aftercare.tasks.open_assessments", "schedule": crontab(hour=1, minute=20)},
    "reconcile": {"task": "alerts.tasks.reconcile", "schedule": crontab(hour=2, minute=30)},
    "forget_imports": {"task": "clients.tasks.forget_imports", "schedule": crontab(hour=3, minute=20)},
    "ask_assurers": {"task": "services_directory.tasks.ask_assurers", "schedule": crontab(hour=6, minute=40)},
    "forget_drafts": {"task": "core.tasks.forget_drafts", "schedule": crontab(hour=3, minute=10)},
}


@worker_ready.connect
def catch_up(sender, **kwargs):
    """A worker that starts does at once what may have waited for it."""
    for name in ("heartbeat", "sweep", "sweep_reminders", "deliver_outbox", "start_documents", "count_changes"):
        sender.app.send_task(app.conf.beat_schedule[name]["task"])
