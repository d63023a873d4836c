"""What figures are counted by, besides the records of clients: when any of it changes, all of them are counted anew.

That is our own code, and those tables that no client's record stands in. Whoever lets a fact read another such table adds a
line here; a test reads from the SQL of the facts which they are.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.db import connection

from recovery_capital.measures.texts import site_thresholds

TABLES = {
    "accounts_team": "id, area_id",
    "accounts_area": "id, name, nation, partnership_id",
    "reference_code": 'id, code, label, "group"',
    "reports_outcomepayment": "id, partnership_id, outcomes, starts_on, ends_on",
    "reports_recoverydefinition": "id, partnership_id, requires, starts_on, ends_on",
    "services_directory_service": "id, needs",
}
READ = " UNION ALL ".join(
    f"SELECT '{table}', md5(string_agg(row::text, '' ORDER BY id)) FROM (SELECT {columns} FROM {table}) row"
    for table, columns in TABLES.items()
)


def basis():
    """A hash of everything that figures are counted by."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        tables = sorted(cursor.fetchall())
    return sha256(repr([code(), tables, list(site_thresholds())]).encode()).hexdigest()


@cache
def code():
    """A hash of the code of this app, which has every definition."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
