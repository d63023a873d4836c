"""Filling large tables as their owner: triggers and foreign keys wait, secondary indexes are built when the rows are in."""

from contextlib import contextmanager

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
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%(tables)s) AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u'))
ORDER BY indrelid, indexrelid
"""
TRIGGERS = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
ORDER BY 1
"""
MEMORY = {"maintenance_work_mem": "1GB", "work_mem": "256MB", "max_parallel_maintenance_workers": "2"}


@contextmanager
def without_triggers(cursor):
    """No trigger runs, so that no history is written, in the transaction of the caller."""
    cursor.execute(TRIGGERS)
    tables = [table for (table,) in cursor.fetchall()]
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def without_indexes(cursor, tables):
    """Take the indexes and keys of these tables away and build them again; every foreign key is checked again."""
    for name, value in MEMORY.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    cursor.execute("SELECT array_agg(name::regclass::oid) FROM unnest(%s::text[]) AS name", [tables])
    about = {"tables": cursor.fetchone()[0]}
    foreign_keys, keys = fetch(cursor, FOREIGN_KEYS, about), fetch(cursor, KEYS, about)
    indexes = fetch(cursor, INDEXES, about)
    for table, name, _definition in [*foreign_keys, *keys]:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for table, name, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for _name, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in foreign_keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def fetch(cursor, sql, about):
    cursor.execute(sql, about)
    return cursor.fetchall()
