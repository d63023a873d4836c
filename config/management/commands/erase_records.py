"""Erases the records that two people have decided to erase, as a database role that the application does not have."""

from contextlib import contextmanager

import environ
import pghistory.models
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.embedded import Postgres
from config.embedded_postgres.base import server
from config.management.commands.migrate import as_owner
from rights.erasing import erase, to_erase


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased")

    def handle(self, *args, **options):
        if options["dry_run"]:
            for decision in to_erase():
                self.stdout.write(decision.client.reference)
            return
        with as_eraser():
            for decision in list(to_erase()):
                certificate = erase(decision)
                self.stdout.write(f"{certificate.reference}: {sum(certificate.rows.values())} rows erased")


@contextmanager
def as_eraser():
    """Connect as the role that may remove rows from the history, and from nothing that is not about clients."""
    application = connection.settings_dict
    name = application["NAME"]
    role = eraser_settings(application)
    with as_owner(connection) as (owner, _application_role), owner.cursor() as cursor:
        grant(cursor, owner.ops.quote_name(role["USER"]))
    connection.close()
    connection.settings_dict = application | role | {"NAME": name}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = application


def eraser_settings(application):
    if settings.DATABASE_ERASER_URL:
        return environ.Env.db_url_config(settings.DATABASE_ERASER_URL) | {"ENGINE": application["ENGINE"]}
    if application["ENGINE"] != "config.embedded_postgres":
        raise CommandError("Set DATABASE_ERASER_URL to the role that erases records (see .env.example).")
    make_embedded_role()
    return {"USER": Postgres.eraser_role}


def make_embedded_role():
    """The role in the embedded database, which the superuser makes when it is first needed."""
    with psycopg.connect(host=server.use(), user="postgres", dbname="postgres", autocommit=True) as superuser:
        known = superuser.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [Postgres.eraser_role]).fetchone()
        if not known:
            superuser.execute(f"CREATE ROLE {Postgres.eraser_role} LOGIN")


def grant(cursor, role):
    """The eraser reads, removes, and writes the certificate; it changes nothing else."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label in settings.LOCAL_APPS]
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    for table in sorted({*tables, *(event._meta.db_table for event in pghistory.models.Event.__subclasses__())}):
        cursor.execute(f"GRANT SELECT, DELETE ON {connection.ops.quote_name(table)} TO {role}")
    cursor.execute(f"GRANT INSERT ON rights_erasure TO {role}")
    cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
