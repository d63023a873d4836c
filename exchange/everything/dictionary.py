"""What every table and column means, out of the models that make them: two CSV files, and a page to read."""

from collections import defaultdict

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from pghistory.models import Event

from . import catalog
from .folder import CsvFile, HashedFile
from .left_out import COLUMNS, REMARKS, TABLES

TABLES_HEAD = ["table", "part", "meaning", "rows", "left_out", "rules"]
COLUMNS_HEAD = ["table", "column", "type", "may_be_empty", "points_to", "name", "meaning", "choices", "remark"]
RULES = """
SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x', 'p')
UNION ALL SELECT tablename, indexname, substring(indexdef FROM 'INDEX .*') FROM pg_indexes
WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE INDEX% WHERE %' ORDER BY 1, 2
"""


def write(cursor, folder, written):
    """The dictionary of all tables, those that are left out too; gives the hash of each paper by its name."""
    entries = describe(cursor, written)
    with CsvFile(folder, "tables.csv", TABLES_HEAD) as tables:
        for entry in entries:
            tables.row([entry[name] for name in TABLES_HEAD])
    with CsvFile(folder, "dictionary.csv", COLUMNS_HEAD) as columns:
        for entry in entries:
            for column in entry["columns"]:
                columns.row([entry["table"], *(column[name] for name in COLUMNS_HEAD[1:])])
    with HashedFile(folder, "dictionary.html") as page:
        shown = [entry for entry in entries if not entry["is_history"]]
        context = {"tables": shown, "histories": [entry for entry in entries if entry["is_history"]]}
        page.write(render_to_string("exchange/dictionary.html", context | {"service": settings.SERVICE_NAME}).encode())
    return {"tables.csv": tables.sha256, "dictionary.csv": columns.sha256, "dictionary.html": page.sha256}


def describe(cursor, written):
    """An entry for each table: what a row is, its rules, its columns."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    rules = defaultdict(list)
    cursor.execute(RULES)
    for name, rule, definition in cursor.fetchall():
        rules[name].append(f"{rule}: {definition}")
    entries = []
    for name, table in catalog.tables(cursor).items():
        model = models.get(name)
        fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
        entries.append(
            {
                "table": name,
                "part": model._meta.app_label if model else "",
                "meaning": meaning_of(model),
                "rows": written[name]["rows"] if name in written else "",
                "left_out": TABLES.get(name, ""),
                "rules": "\n".join(rules[name]),
                "is_history": bool(model) and issubclass(model, Event),
                "columns": [describe_column(table, column, fields.get(column.name)) for column in table.all_columns],
            }
        )
    return entries


def meaning_of(model):
    """What a row of a model is: the first sentence about it in the code, where there is one."""
    if model is None:
        return _("A table of this site’s own.")
    if model._meta.auto_created:
        return _("Which %(ones)s belong to which %(others)s.") % {
            "ones": model._meta.auto_created._meta.verbose_name_plural,
            "others": model._meta.get_fields()[-1].related_model._meta.verbose_name_plural,
        }
    if issubclass(model, Event):
        return _("History of %(table)s: a row for each time that one was made, changed or removed.") % {
            "table": model.pgh_tracked_model._meta.db_table if model.pgh_tracked_model else model._meta.verbose_name
        }
    text = (model.__doc__ or "").strip()
    is_written = text and not text.startswith(f"{model.__name__}(")
    return " ".join(text.split("\n\n")[0].replace("`", "").split()) if is_written else str(model._meta.verbose_name)


def describe_column(table, column, field):
    """A row of the dictionary; `field` is None where no model of ours knows the column."""
    return {
        "column": column.name,
        "type": column.type,
        "may_be_empty": "" if column.is_required else _("yes"),
        "points_to": points_to(field),
        "name": str(field.verbose_name) if field else "",
        "meaning": str(field.help_text) if field else "",
        "choices": "\n".join(f"{value} = {label}" for value, label in choices_of(field)),
        "remark": remark_on(table, column),
    }


def points_to(field):
    if field is None or not field.is_relation:
        return ""
    return f"{field.related_model._meta.db_table}.{field.target_field.column}"


def choices_of(field):
    """Each value of a code list and its label; of lists of values those of their items."""
    field = getattr(field, "base_field", field)
    return [pair for pair in getattr(field, "flatchoices", []) if pair[0] not in ("", None)]


def remark_on(table, column):
    where = table.name, column.name
    if where in COLUMNS:
        return COLUMNS[where][1]
    if column.is_generated:
        return _("Not written: the database works it out from the other columns.")
    remark = REMARKS.get(where, "")
    if column.is_file:
        remark = _("The name of a file in this folder, whose SHA-256 stands in files.csv.") + " " + remark
    return remark.strip()
