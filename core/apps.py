from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from .texts import in_one_catalogue  # gettext asks each app for its texts

        in_one_catalogue()
