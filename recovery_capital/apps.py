from django.apps import AppConfig


class RecoveryCapitalConfig(AppConfig):
    name = "recovery_capital"

    def ready(self):
        from . import checks  # noqa: F401  registers itself
