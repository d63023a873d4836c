"""Filling large tables as their owner, in every core: triggers, keys and indexes wait until the rows are in.

Nothing here is undone when it fails: whatever is half filled holds people, and demo data never goes into that again.
"""

import gc
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from os import cpu_count

from django.db import connection, connections, transaction

FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND (conrelid = ANY(%(tables)s) OR confrelid = ANY(%(tables)s))
ORDER BY conrelid, conname
"""
KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('p', 'u') AND conrelid = ANY(%(tables)s) ORDER BY conrelid, conname
"""
INDEXES = """
SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%(tables)s) AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u'))
ORDER BY indrelid, indexrelid
"""
TRIGGERS = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
ORDER BY 1
"""
LARGEST_FIRST = "SELECT name FROM unnest(%s::text[]) AS name ORDER BY pg_relation_size(name::regclass) DESC, name"
# For each process: one core does the work of one, so the database needs no workers besides.
MEMORY = {"maintenance_work_mem": "1GB", "work_mem": "256MB", "max_parallel_maintenance_workers": "0"}


@contextmanager
def work():
    """A cursor in a transaction with room to work in."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, value in MEMORY.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield cursor


def in_processes(do, shares):
    """What `do` makes of every share, in as many processes as there are cores, each with a connection of its own.

    A process begins as a copy of this one, so `do` may hold anything; what it gives must be plain. What is in memory by
    then is kept out of its search for waste, which would write to every page of the copy.
    """
    shares, cores = list(shares), cpu_count() or 1
    if min(cores, len(shares)) < 2:
        return [do(share) for share in shares]
    connection.close()
    mine = connection.settings_dict
    gc.freeze()
    with ProcessPoolExecutor(cores, get_context("fork"), initializer=_begin, initargs=[do, mine]) as processes:
        return list(processes.map(_do, shares))


def _begin(do, settings):
    """In a process that has begun: a connection like that of whoever began it.

    The one that is found here may be another: Django keeps two for a thread in which an event loop runs, and a copy has no loop.
    """
    connections[connection.alias] = connections.create_connection(connection.alias)
    connection.settings_dict = settings
    _do.work = do


def _do(share):
    return _do.work(share)


@contextmanager
def without_triggers():
    """No trigger runs, so that no history is written."""
    with work() as cursor:
        tables = [table for (table,) in fetch(cursor, TRIGGERS)]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    with work() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def without_indexes(tables):
    """Take the indexes and keys of these tables away; every foreign key is checked again in the end.

    Gives `build`, which whoever has filled a table calls with a cursor and the table, in the same transaction: its pages
    are still in memory then, and go to the disk once.
    """
    with work() as cursor:
        about = {
            "tables": fetch(cursor, "SELECT array_agg(name::regclass::oid) FROM unnest(%s::text[]) AS name", [tables])[
                0
            ][0]
        }
        foreign_keys, keys, indexes = (fetch(cursor, sql, about) for sql in (FOREIGN_KEYS, KEYS, INDEXES))
        for table, name, _definition in [*foreign_keys, *keys]:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for _table, name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    yield partial(build, keys, indexes)
    with work() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled)")
        for table, name, definition in foreign_keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID")
    in_processes(partial(validate, foreign_keys), largest_first({table for table, *_ in foreign_keys}))


def largest_first(tables):
    with work() as cursor:
        return [table for (table,) in fetch(cursor, LARGEST_FIRST, [list(tables)])]


def build(keys, indexes, cursor, table):
    for _table, name, definition in of(table, keys):
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for _table, _name, definition in of(table, indexes):
        cursor.execute(definition)


def validate(foreign_keys, table):
    with work() as cursor:
        for _table, name, _definition in of(table, foreign_keys):
            cursor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def of(table, rows):
    return [row for row in rows if row[0] == table]


def fetch(cursor, sql, about=None):
    cursor.execute(sql, about)
    return cursor.fetchall()
