from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from . import printing  # noqa: F401 - registers what the worker makes
