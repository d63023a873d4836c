"""The Celery app and the timetable of every scheduled job."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The broker's address while REDIS_URL is unset: config.settings names it.
TRANSPORT_ALIASES["embedded-redis"] = "config.embedded_redis:Transport"

app = Celery("throughcare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
