"""Django's migrate, as the role that owns the schema; afterwards the application's role gets its rights."""

from contextlib import contextmanager
from functools import cache, partial

import environ
import pghistory.models
from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from config.embedded import Postgres

READ = "SELECT"
APPEND = "SELECT, INSERT"
READ_ONLY = ["rights_erasure"]  # certificates, which `erase_records` writes as a role of its own
CHANGE = "SELECT, INSERT, UPDATE, DELETE"
# The trigger library's own version raises an error for every row where nothing is to be ignored. To catch it, the
# database looks through every check that waits for the end of the transaction: the more rows, the slower each.
SHOULD_IGNORE = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT trigger_name = ANY(nullif(current_setting('pgtrigger.ignore', true), '')::text[])
$$
"""


class Command(migrate.Command):
    help = "Migrates the database as its owner and grants the application's role what it needs and no more."

    def handle(self, *args, **options):
        with as_owner(connections[options["database"]]) as (connection, application_role):
            with fewer_models_rendered(), swappable_settings_kept():
                super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                with connection.cursor() as cursor:
                    cursor.execute(SHOULD_IGNORE)  # after every migration: each new trigger brings the library's along
                grant(connection, application_role)


@contextmanager
def fewer_models_rendered():
    """Migrate ten times as fast: a new trigger, index, constraint, field or table renders its own model only.

    Django renders every model related to it as well, which here is nearly every model, some three hundred times.
    A state marked as delayed is rendered whole before any `RunPython`, so that those see no difference.
    """
    usual = ProjectState.reload_model

    def reload_model(state, app_label, model_name, delay=False):
        if "apps" in state.__dict__ and (delay or has_grown(state, app_label, model_name)):
            state.is_delayed = True
            state._reload({(app_label, model_name)})
        else:
            usual(state, app_label, model_name, delay)

    ProjectState.reload_model = reload_model
    try:
        yield
    finally:
        ProjectState.reload_model = usual


@contextmanager
def swappable_settings_kept():
    """A fifth less: which setting names a model is looked up once for each, though Django forgets it at each it renders."""
    apps.get_swappable_settings_name = cache(partial(type(apps).get_swappable_settings_name.__wrapped__, apps))
    try:
        yield
    finally:
        del apps.get_swappable_settings_name


def has_grown(state, app_label, model_name):
    """Whether a model is new, or has a field more than when it was rendered."""
    rendered = state.apps.all_models[app_label].get(model_name)
    if rendered is None:
        return True
    before = {field.name for field in (*rendered._meta.local_fields, *rendered._meta.local_many_to_many)}
    return before < set(state.models[app_label, model_name].fields)


@contextmanager
def as_owner(connection):
    """Connect as the role that owns the schema; gives the connection and the application's role."""
    application = connection.settings_dict
    connection.close()
    connection.settings_dict = application | owner_settings(application)
    try:
        yield connection, application["USER"]
    finally:
        connection.close()
        connection.settings_dict = application


def owner_settings(application):
    if settings.DATABASE_OWNER_URL:
        return environ.Env.db_url_config(settings.DATABASE_OWNER_URL) | {"ENGINE": application["ENGINE"]}
    if application["ENGINE"] != "config.embedded_postgres":
        raise CommandError("Set DATABASE_OWNER_URL to the role that owns the schema (see .env.example).")
    return {"USER": Postgres.owner_role}


def grant(connection, role):
    """Give the application's role its rights on every table; history and the log of looks only grow."""
    append_only = {model._meta.db_table for model in apps.get_models() if is_append_only(model)}
    migrations = MigrationRecorder.Migration._meta.db_table
    role = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        for table in connection.introspection.table_names(cursor):
            rights = READ if table in (migrations, *READ_ONLY) else APPEND if table in append_only else CHANGE
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"REVOKE ALL ON {quoted} FROM {role}")
            cursor.execute(f"GRANT {rights} ON {quoted} TO {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")


def is_append_only(model):
    return issubclass(model, pghistory.models.Event) or model._meta.label_lower == "core.accesslog"
