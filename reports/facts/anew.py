"""The facts of clients whose records changed: worked out in tables of their own first, because most of them are as they were.

A temporary table stands before the real one of the same name while it is filled, and is called otherwise afterwards.
"""

from django.db import connection
from django.db.models import AutoField

BESIDE = "CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING IDENTITY INCLUDING INDEXES) ON COMMIT DROP"
CALLED = "ALTER TABLE pg_temp.{table} RENAME TO anew_{table}"
DIFFERENT = """
SELECT DISTINCT client_id FROM (
  (SELECT {columns} FROM anew_{table} EXCEPT ALL SELECT {columns} FROM {table} WHERE client_id = ANY(%(clients)s))
  UNION ALL
  (SELECT {columns} FROM {table} WHERE client_id = ANY(%(clients)s) EXCEPT ALL SELECT {columns} FROM anew_{table})) facts
"""
REMOVE = "DELETE FROM {table} WHERE client_id = ANY(%(clients)s)"
ADD = "INSERT INTO {table} ({columns}) SELECT {columns} FROM anew_{table} WHERE client_id = ANY(%(clients)s)"


def work_out(filled_by, clients):
    """Work out the facts of some clients beside those that stand; gives the clients whose facts differ, by kind of fact."""
    with connection.cursor() as cursor:
        for model in filled_by:
            cursor.execute(BESIDE.format(**names(model)))
        for fill in filled_by.values():
            fill(cursor, clients)
        for model in filled_by:
            cursor.execute(CALLED.format(**names(model)))
        different = {}
        for model in filled_by:
            cursor.execute(DIFFERENT.format(**names(model)), {"clients": clients})
            different[model] = [key for (key,) in cursor.fetchall()]
        return different


def put_in_place(different):
    """Let the facts that differ take the place of those that stood."""
    with connection.cursor() as cursor:
        for model, clients in different.items():
            if clients:
                cursor.execute(REMOVE.format(**names(model)), {"clients": clients})
                cursor.execute(ADD.format(**names(model)), {"clients": clients})
            cursor.execute(f"DROP TABLE anew_{names(model)['table']}")


def names(model):
    """The table of a kind of fact, and its columns but for a key that counts up."""
    columns = [field.column for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    return {"table": model._meta.db_table, "columns": ", ".join(columns)}
