"""Which tables there are and how they hang together, asked of the database itself, so that none can be forgotten."""

from dataclasses import dataclass, field

from django.db import connection

from .left_out import COLUMNS, TABLES

MIGRATIONS = "django_migrations"
IN_PUBLIC = "relnamespace = 'public'::regnamespace AND relkind = 'r'"
ALL_COLUMNS = f"""
SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attgenerated <> '',
    coalesce(array_position(conkey, attnum), 0)
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
LEFT JOIN pg_constraint ON conrelid = attrelid AND contype = 'p'
WHERE {IN_PUBLIC} AND attnum > 0 AND NOT attisdropped ORDER BY relname COLLATE "C", attnum
"""
FOREIGN_KEYS = """
SELECT conname, child.relname, parent.relname FROM pg_constraint
JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
APPLIED = f"SELECT app || '.' || name FROM {MIGRATIONS} ORDER BY 1"
# How a value is written as text follows from these, and from no server's own settings.
SETTINGS = {
    "TimeZone": "UTC", "DateStyle": "ISO, YMD", "IntervalStyle": "iso_8601", "bytea_output": "hex", "extra_float_digits": "1",
}  # fmt: skip
# The first bytes of a file say what it is: PDF, PNG, JPEG, CSV as we write it, ZIP.
SUFFIXES = {"25504446": "pdf", "89504e47": "png", "ffd8ff": "jpg", "efbbbf": "csv", "504b0304": "zip"}


def quoted(*names):
    return ", ".join(map(connection.ops.quote_name, names))


@dataclass
class Column:
    """A column as the database has it; `place` is where it stands in the primary key, from 1."""

    name: str
    type: str
    is_required: bool
    is_generated: bool
    place: int

    @property
    def is_file(self):
        return self.type == "bytea"

    @property
    def sort(self):
        """The same order in every database, whatever its collation."""
        is_text = self.type == "text" or self.type.startswith("character varying")
        return quoted(self.name) + (' COLLATE "C"' if is_text and not self.type.endswith("[]") else "")


@dataclass
class Table:
    """A table, and how it is written: columns that the database works out by itself are not."""

    name: str
    all_columns: list = field(default_factory=list)

    @property
    def columns(self):
        return [column for column in self.all_columns if not column.is_generated]

    @property
    def names(self):
        return [column.name for column in self.columns]

    @property
    def files(self):
        return [column for column in self.columns if column.is_file]

    @property
    def key(self):
        """The columns by which rows are told apart and put in order; all of them where there is no primary key."""
        key = sorted((column for column in self.all_columns if column.place), key=lambda column: column.place)
        return key or self.columns

    def rows(self, columns):
        """The query for what is written of these columns, in the order of the key."""
        values = ", ".join(f"{self.written(column)} AS {quoted(column.name)}" for column in columns)
        return f"SELECT {values} FROM {quoted(self.name)} ORDER BY {', '.join(column.sort for column in self.key)}"

    def written(self, column):
        """What stands in a cell, in SQL: the value, the name of a file, or what takes the place of a secret."""
        if (self.name, column.name) in COLUMNS:
            return COLUMNS[self.name, column.name][0]
        return self.path(column) if column.is_file else quoted(column.name)

    def path(self, column):
        """The name of the file in which the bytes of a cell are kept, in SQL."""
        kinds = " ".join(
            f"WHEN substring({quoted(column.name)}, 1, {len(start) // 2}) = '\\x{start}' THEN '{suffix}'"
            for start, suffix in SUFFIXES.items()
        )
        key = " || '-' || ".join(map(self._in_path, self.key))
        path = f"'files/{self.name}.{column.name}/' || {key} || '.' || CASE {kinds} ELSE 'bin' END"
        return f"CASE WHEN {quoted(column.name)} IS NOT NULL THEN {path} END"

    @staticmethod
    def _in_path(column):
        if column.type in ("uuid", "bigint", "integer", "smallint"):
            return f"{quoted(column.name)}::text"
        return f"encode(sha256(convert_to({quoted(column.name)}::text, 'UTF8')), 'hex')"


def tables(cursor):
    """{name: table} of every table of ours, but for the list of migrations, which stands in the manifest."""
    found = {}
    cursor.execute(ALL_COLUMNS)
    for name, *rest in cursor.fetchall():
        found.setdefault(name, Table(name)).all_columns.append(Column(*rest))
    found.pop(MIGRATIONS, None)
    return found


def to_write(cursor):
    return {name: table for name, table in tables(cursor).items() if name not in TABLES}


def in_order(cursor, names):
    """The tables so that each comes after those it points to, and the keys that must wait: of a circle, or to itself."""
    cursor.execute(FOREIGN_KEYS)
    keys = [(name, child, parent) for name, child, parent in cursor.fetchall() if {child, parent} <= set(names)]
    waiting = {name: {parent for _, child, parent in keys if child == name} - {name} for name in names}
    order = []
    while waiting:
        ready = [name for name, parents in waiting.items() if not parents & waiting.keys()]
        # In a circle: the one to which most of the others point goes first.
        ready = ready or [max(waiting, key=lambda name: sum(name in parents for parents in waiting.values()))]
        order += ready
        for name in ready:
            del waiting[name]
    place = {name: number for number, name in enumerate(order)}
    return order, [name for name, child, parent in keys if place[child] <= place[parent]]


def sequences(cursor):
    """{name: the last number that was given out}, of those that have given out any."""
    cursor.execute(SEQUENCES)
    return {name: last for name, last in cursor.fetchall() if last is not None}


def migrations(cursor):
    cursor.execute(APPLIED)
    return [name for (name,) in cursor.fetchall()]


def same_everywhere(cursor):
    """Have the same value written as the same text by every server, until the end of the transaction."""
    for name, value in SETTINGS.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
