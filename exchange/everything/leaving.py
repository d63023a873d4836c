"""Everything out: one snapshot of the database, streamed table by table and file by file, then the list of it all."""

import tomllib
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from . import catalog, dictionary
from .folder import FILES, FILES_HEAD, FORMAT, CsvFile, HashedFile, new_folder, table_file, write_manifest
from .left_out import TABLES


def leave(folder, told=lambda name, rows: None):
    """Write everything into a new folder; gives the manifest and its SHA-256."""
    with new_folder(folder), snapshot() as cursor:
        tables = catalog.to_write(cursor)
        written = {}
        for name, table in tables.items():
            written[name] = write_table(cursor, folder, table)
            told(name, written[name]["rows"])
        files, papers = write_files(folder, tables.values())
        papers |= dictionary.write(cursor, folder, written)
        manifest = {
            "format": FORMAT,
            "product": "Throughcare",
            "version": version(),
            "made_at": timezone.now().isoformat(),
            "migrations": catalog.migrations(cursor),
            "tables": written,
            "sequences": catalog.sequences(cursor),
            "papers": papers,
            "file_count": files,
            "left_out": TABLES,
        }
        return manifest, write_manifest(folder, manifest)


@contextmanager
def snapshot():
    """A cursor that sees the database as it was at one moment, however long it is read."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        catalog.same_everywhere(cursor)
        yield cursor


def write_table(cursor, folder, table):
    """One table as the database itself writes CSV; gives its count, its hash and its columns."""
    with HashedFile(folder, table_file(table.name)) as file:
        rows = copy_out(cursor, table, table.columns, file.write)
    return {"rows": rows, "sha256": file.sha256, "columns": table.names}


def copy_out(cursor, table, columns, write):
    """Give every line of a table to `write`; gives how many rows there were. No row is kept."""
    with cursor.copy(f"COPY ({table.rows(columns)}) TO STDOUT (FORMAT csv, HEADER)") as lines:
        for line in lines:
            write(line)
    return cursor.rowcount


def write_files(folder, tables):
    """What is kept as bytes, each a file; gives how many there are, and the hash of their list by its name."""
    count = 0
    with CsvFile(folder, FILES, FILES_HEAD) as index:
        for table in tables:
            for column in table.files:
                for name, content in contents(table, column):
                    with HashedFile(folder, name) as file:
                        file.write(content)
                    index.row([name, file.sha256, file.bytes])
                    count += 1
    return count, {FILES: index.sha256}


def contents(table, column):
    """The name and the bytes of each file of a column, one at a time."""
    name, order = catalog.quoted(column.name), ", ".join(part.sort for part in table.key)
    rows = f"SELECT {table.path(column)}, {name} FROM {catalog.quoted(table.name)} WHERE {name} IS NOT NULL ORDER BY {order}"
    with connection.cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT (FORMAT binary)") as copy:
        copy.set_types(["text", "bytea"])
        yield from copy.rows()


def version():
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
