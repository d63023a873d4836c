"""What stands in the database: to see whether a request or a verb left anything behind."""

from functools import cache
from weakref import WeakSet

from django.apps import apps
from django.conf import settings
from django.db import connection
from pghistory.models import Event

# That somebody asked is written down, whatever the answer; and what follows from names is worked out when it is asked for.
LOGS = {"core_accesslog", "accounts_session", "accounts_try", "clients_namekeys"}


@cache
def tables():
    """The names of all our tables but the history, which follows from them and takes ten times as long to compare."""
    models = [model for model in apps.get_models(include_auto_created=True) if not issubclass(model, Event)]
    return sorted({model._meta.db_table for model in models if model._meta.app_label in settings.LOCAL_APPS} - LOGS)


PREPARED = WeakSet()  # the connections that have planned the statement below: a plan takes as long as its execution


def fingerprint():
    """How many rows each table has, and what stands in them."""
    with connection.cursor() as cursor:
        if connection.connection not in PREPARED:
            each = [f"SELECT '{name}', count(*), sum(hashtext(t::text)) FROM \"{name}\" t" for name in tables()]
            cursor.execute(f"PREPARE fingerprint AS {' UNION ALL '.join(each)}")
            PREPARED.add(connection.connection)
        cursor.execute("EXECUTE fingerprint")
        return {name: rest for name, *rest in cursor.fetchall()}


def changed(before, after):
    return {name for name, rest in after.items() if before[name] != rest}


class Writes:
    """Counts the statements that change anything but the logs; raises `error` after the `fatal` one."""

    def __init__(self, fatal=None, error=None):
        self.count, self.fatal, self.error = 0, fatal, error

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(f'"{table}"' in sql[:60] for table in LOGS):
            self.count += 1
            if self.count == self.fatal:
                raise self.error
        return result
