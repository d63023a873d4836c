"""Queries that are written once: writing one takes Django several times as long as the database takes to run it.

A query is written with stand-ins, in whose places the values are put each time it runs.
"""

from django.core.exceptions import EmptyResultSet
from django.db import connection


def written(queryset):
    """The statement of a queryset of tuples and its parameters; None where Django knows that nothing can be found."""
    try:
        return queryset.query.sql_with_params()
    except EmptyResultSet:
        return None


def run(query, real):
    """The rows of a query that was `written` with stand-ins, `real` being what each stands for."""
    if query is None:
        return []
    sql, parameters = query
    with connection.cursor() as cursor:
        cursor.execute(sql, [value if isinstance(value, list) else real.get(value, value) for value in parameters])
        return cursor.fetchall()
