"""The facts of clients whose records changed: worked out in tables of their own first, because most of them are as they were.

A temporary table stands before the real one of the same name while it is filled, and is called otherwise afterwards.
"""

from django.db import connection
from django.db.models import AutoField

from ..models import Journey
from .about import choose, only

BESIDE = "CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING IDENTITY INCLUDING INDEXES) ON COMMIT DROP"
CALLED = "ALTER TABLE pg_temp.{table} RENAME TO anew_{table}"
DIFFERENT = """
SELECT DISTINCT client_id FROM (
  (SELECT {columns} FROM anew_{table} EXCEPT ALL SELECT {columns} FROM {table} WHERE {of_some})
  UNION ALL
  (SELECT {columns} FROM {table} WHERE {of_some} EXCEPT ALL SELECT {columns} FROM anew_{table})) facts
"""
REMOVE = "DELETE FROM {table} WHERE client_id = ANY(%(clients)s)"
ADD = "INSERT INTO {table} ({columns}) SELECT {columns} FROM anew_{table} WHERE client_id = ANY(%(clients)s)"


def work_out(filled_by, clients):
    """Work out the facts of some clients beside those that stand; gives the clients whose facts differ, by kind of fact."""
    with connection.cursor() as cursor:
        choose(cursor, clients)
        cursor.execute("; ".join(BESIDE.format(**names(model)) for model in filled_by))
        for model, fill in filled_by.items():
            fill(cursor, clients)
            if model is Journey:  # which the others read
                cursor.execute("ANALYZE reports_journey")
        cursor.execute("; ".join(CALLED.format(**names(model)) for model in filled_by))
        different = {}
        for model in filled_by:
            cursor.execute(DIFFERENT.format(of_some=only(clients, "client_id"), **names(model)))
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
