"""Asking the database for what all processes must agree on: the time, and who does a thing alone."""

import re
from contextlib import contextmanager

from django.db import connection

# A statement that changes a table; a history context may stand before it. The log of looks and the sessions do not
# count: they change when somebody only asks.
CHANGE = re.compile(r'(?:^|; )(?:INSERT INTO|UPDATE|DELETE FROM) "(?!\w+_(?:accesslog|session)")')
SAVEPOINT = re.compile(r"(ROLLBACK TO )?SAVEPOINT (\S+)")


def now():
    """The time by the database's clock, which is the same for every process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def lock(name):
    """Wait until nobody else does what the name says; the end of the transaction lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def try_lock(name):
    """As `lock`, but False instead of waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return cursor.fetchone()[0]


def locked(record, column):
    """One column of a record as it is now; nobody else can change the record until the end of the transaction.

    Not by the ORM: every save asks for this, and a query would take longer to write than to run.
    """
    quote, meta = connection.ops.quote_name, record._meta
    table, key, column = quote(meta.db_table), quote(meta.pk.column), quote(column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {key} = %s FOR UPDATE", [record.pk])
        row = cursor.fetchone()
    if row is None:
        raise type(record).DoesNotExist
    return row[0]


class Writes:
    """Counts the statements that change a table: `with connection.execute_wrapper(writes := Writes())`.

    What was rolled back to a savepoint does not count.
    """

    def __init__(self):
        self.count, self.savepoints = 0, {}

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if savepoint := SAVEPOINT.match(sql):
            is_rollback, name = savepoint.groups()
            # To a savepoint that was there before the counting began: nothing of what was counted stands.
            self.count = self.savepoints.get(name, 0) if is_rollback else self.count
            self.savepoints[name] = self.count
        else:
            self.count += bool(CHANGE.search(sql))
        return result


@contextmanager
def alone(name):
    """True for the one process that does what the name says, False for any other at the same time.

    The database lets go of the name when the process ends, however it ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
