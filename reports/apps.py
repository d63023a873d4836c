from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from . import list_papers, outcome_papers, papers, printing  # noqa: F401 - they register what the worker makes
