from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        import config.celery  # noqa: F401  tasks started from here go to our broker
