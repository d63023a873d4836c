"""Everything in: an export that was checked, read into an empty database in one transaction, and read back to compare.

Called as the owner of the tables (`import_all`): what triggers keep is in the export already, so they are off meanwhile.
"""

import hashlib
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction

from . import Refused, catalog
from .folder import CHUNK, FILES, table_file
from .leaving import copy_out
from .left_out import TABLES

# What `migrate` has filled, which the export replaces: lists of words, and what Django knows of our tables.
FILLED = {
    "auth_permission", "django_content_type", "custody_earlyroute", "exchange_datasetversion",
    "recovery_capital_housingprovision", "reference_code", "reference_codeset", "reference_interval", "reference_wording",
    "services_directory_publicpage",
}  # fmt: skip
TRIGGERS = """
SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgenabled <> 'D' AND relnamespace = 'public'::regnamespace ORDER BY 1
"""
ROWS_AT_ONCE = 100_000


@transaction.atomic(durable=True)
def come(folder, manifest, told=lambda name, rows: None):
    """Read in an export whose files have been checked: all of it, or nothing."""
    with connection.cursor() as cursor:
        catalog.same_everywhere(cursor)
        tables = fitting_tables(cursor, manifest)
        refuse_unless_empty(cursor)
        order, waiting = catalog.in_order(cursor, tables)
        with without_triggers(cursor):
            # Rows are checked as they come in, so that the list of what is still to be checked never grows long.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            empty(cursor, reversed(order))
            if waiting:
                cursor.execute(f"SET CONSTRAINTS {catalog.quoted(*waiting)} DEFERRED")
            list_files(cursor, folder)
            for name in order:
                fill(cursor, folder, tables[name], manifest["tables"][name])
                told(name, manifest["tables"][name]["rows"])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in order:
                compare(cursor, tables[name], manifest["tables"][name])
            compare_files(cursor, tables.values())
            move_sequences_on(cursor, manifest["sequences"])  # the last: the database does not undo this
        cursor.execute(f"ANALYZE {catalog.quoted(*order)}")


def fitting_tables(cursor, manifest):
    """The tables of this database, if they are those of the export, column by column."""
    refuse_other_migrations(set(manifest["migrations"]), set(catalog.migrations(cursor)))
    tables = catalog.to_write(cursor)
    for name in sorted(tables.keys() ^ manifest["tables"].keys()):
        raise Refused(f"The table {name} is only in {'the export' if name in manifest['tables'] else 'this database'}.")
    for name, table in tables.items():
        for column in sorted(set(table.names) ^ set(manifest["tables"][name]["columns"])):
            where = "this database" if column in table.names else "the export"
            raise Refused(f"The column {column} of {name} is only in {where}.")
    return tables


def refuse_other_migrations(theirs, ours):
    if missing := sorted(theirs - ours):
        raise Refused(
            f"The export comes from a newer version: {len(missing)} migrations are not applied here, such as {missing[0]}. "
            "Install that version (or a newer one with the same migrations), migrate, and read it in there."
        )
    if extra := sorted(ours - theirs):
        raise Refused(
            f"The export comes from an older version: it lacks {len(extra)} migrations, such as {extra[0]}. Install the "
            "version that manifest.json names, migrate an empty database, read it in there, and then bring that up to date."
        )


def refuse_unless_empty(cursor):
    """Rows that `migrate` wrote give way; anything else is somebody's work."""
    may_be_filled = FILLED | {f"{name}event" for name in FILLED} | TABLES.keys()
    names = [name for name in catalog.tables(cursor) if name not in may_be_filled]
    each = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {catalog.quoted(name)})" for name in names)
    cursor.execute(" UNION ALL ".join(each))
    if found := cursor.fetchone():
        raise Refused(
            f"This database is not empty: {found[0]} has rows. Everything goes only into one that was just migrated."
        )


@contextmanager
def without_triggers(cursor):
    """No trigger of ours runs: history would be written twice. Keys and checks hold all the same."""
    cursor.execute(TRIGGERS)
    tables = [name for (name,) in cursor.fetchall()]
    for name in tables:
        cursor.execute(f"ALTER TABLE {catalog.quoted(name)} DISABLE TRIGGER USER")
    yield
    for name in tables:
        cursor.execute(f"ALTER TABLE {catalog.quoted(name)} ENABLE TRIGGER USER")


def empty(cursor, names):
    for name in names:
        if name.removesuffix("event") in FILLED:
            cursor.execute(f"DELETE FROM {catalog.quoted(name)}")


def list_files(cursor, folder):
    """The names of the files and their hashes, where rows can be joined to them."""
    cursor.execute("CREATE TEMP TABLE listed (path text PRIMARY KEY, sha256 text, bytes bigint) ON COMMIT DROP")
    copy_in(cursor, folder / FILES, "listed", ["path", "sha256", "bytes"])


def fill(cursor, folder, table, told):
    """Read one table in; rows with files go through a table that holds their names."""
    if not told["rows"]:
        return
    source, columns = folder / table_file(table.name), told["columns"]
    rows = (
        copy_in(cursor, source, table.name, columns)
        if not table.files
        else fill_with_files(cursor, folder, table, columns)
    )
    if rows != told["rows"]:
        raise Refused(f"{table.name} has {rows} rows, where the manifest says {told['rows']}.")


def copy_in(cursor, source, name, columns):
    """Read one file into a table, so many rows at once; gives how many there were."""
    statement = f"COPY {catalog.quoted(name)} ({catalog.quoted(*columns)}) FROM STDIN (FORMAT csv, HEADER match)"
    rows = 0
    with source.open("rb") as file:
        head, is_more = file.readline(), True
        while is_more:
            with cursor.copy(statement) as target:
                target.write(head)
                is_more = feed(file, target)
            rows += cursor.rowcount
    return rows


def feed(file, target):
    """Write the next rows; gives whether there may be more. A row is whole where its quotation marks are even."""
    lines, size, rows, is_open = [], 0, 0, False
    while rows < ROWS_AT_ONCE and (line := file.readline()):
        lines.append(line)
        size += len(line)
        is_open ^= line.count(b'"') % 2
        rows += not is_open
        if size >= CHUNK:
            target.write(b"".join(lines))
            lines, size = [], 0
    target.write(b"".join(lines))
    return rows == ROWS_AT_ONCE


def fill_with_files(cursor, folder, table, columns):
    """Rows whose cells name files, each put in with the bytes of its own."""
    as_text = {column.name: "text" if column.is_file else column.type for column in table.columns}
    described = ", ".join(f"{catalog.quoted(name)} {as_text[name]}" for name in columns)
    cursor.execute(f"CREATE TEMP TABLE loading ({described}) ON COMMIT DROP")
    rows = copy_in(cursor, folder / table_file(table.name), "loading", columns)
    names = [column.name for column in table.files]
    values = ", ".join("%b::bytea" if name in names else catalog.quoted(name) for name in columns)
    insert = f"INSERT INTO {catalog.quoted(table.name)} ({catalog.quoted(*columns)}) SELECT {values} FROM loading WHERE ctid = %t"
    order = [name for name in columns if name in names]
    database = connection.connection
    with database.cursor(name="loading") as lines, psycopg.Cursor(database) as writer:
        lines.execute(f"SELECT ctid::text, {catalog.quoted(*order)} FROM loading")
        for place, *paths in lines:
            writer.execute(insert, [*(read(folder, table, path) for path in paths), place])
    cursor.execute("DROP TABLE loading")
    return rows


def read(folder, table, path):
    """The bytes of a file that a cell names; a name that no file of this table can have is not even looked at."""
    if path is None:
        return None
    if not any(path.startswith(f"files/{table.name}.{column.name}/") for column in table.files) or ".." in path:
        raise Refused(f"A cell of {table.name} names {path[:100]}, which is no file of it.")
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        raise Refused(f"{path}, which a cell of {table.name} names, is missing.") from error


def move_sequences_on(cursor, last_numbers):
    for name, last in last_numbers.items():
        cursor.execute("SELECT setval(%s::regclass, %s)", [catalog.quoted(name), last])


def compare(cursor, table, told):
    """Read a table back as it would leave again: it must have the hash that it came with."""
    if not told["rows"]:
        return
    digest = hashlib.sha256()
    columns = {column.name: column for column in table.columns}
    copy_out(cursor, table, [columns[name] for name in told["columns"]], digest.update)
    if digest.hexdigest() != told["sha256"]:
        raise Refused(f"{table.name} does not read back as it was written.")


def compare_files(cursor, tables):
    """Every file that is listed stands in a cell with the hash it had, and no other does."""
    kept = [
        f"SELECT {table.path(column)} AS path, encode(sha256({catalog.quoted(column.name)}), 'hex') AS sha256 "
        f"FROM {catalog.quoted(table.name)} WHERE {catalog.quoted(column.name)} IS NOT NULL"
        for table in tables
        for column in table.files
    ]
    if not kept:
        return
    cursor.execute(
        f"SELECT coalesce(listed.path, kept.path) FROM listed FULL JOIN ({' UNION ALL '.join(kept)}) kept "
        "USING (path, sha256) WHERE listed.path IS NULL OR kept.path IS NULL LIMIT 1"
    )
    if found := cursor.fetchone():
        raise Refused(f"{found[0]} does not read back as it was written.")
