"""Asking the database for what all processes must agree on: the time, and who does a thing alone."""

from contextlib import contextmanager

from django.db import connection


def now():
    """The time by the database's clock, which is the same for every process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


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
