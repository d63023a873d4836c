from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AlertsConfig(AppConfig):
    name = "alerts"

    def ready(self):
        autodiscover_modules("alerts")  # each app's rules, found as Django finds admin.py
