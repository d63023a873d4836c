from django.apps import AppConfig


class RecoveryCapitalConfig(AppConfig):
    name = "recovery_capital"
