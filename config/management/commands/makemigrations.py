"""Django's makemigrations without its look into the database: writing a migration needs no server."""

from django.core.management.commands import makemigrations
from django.db import connections


class Command(makemigrations.Command):
    def handle(self, *args, **options):
        connections["default"].settings_dict["ENGINE"] = "django.db.backends.dummy"
        super().handle(*args, **options)
