"""Loads a version of the data set from a file; the historic one comes with the system."""

import json
import re
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from .fields import FIELDS, REQUIRED, Part

HISTORIC = Path(__file__).parent / "data" / "k.json"
LARGEST, MOST_COLUMNS = 1024 * 1024, 500
CODE, LETTER = re.compile(r"[A-Z0-9_]{1,20}"), re.compile(r"[A-Za-z0-9.-]{1,10}")
KEYS = {"letter", "title", "source", "effective_from", "columns"}
MAY = KEYS | {"is_historic", "codes", "also_read"}


class WrongVersion(ValueError):
    """The file is no version of the data set; the message says why."""


def read_version(text):
    """The version that a file describes, as the fields of DataSetVersion. Raises WrongVersion."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WrongVersion(_("This is not JSON.")) from error
    if not isinstance(found, dict) or not KEYS <= set(found) <= MAY:
        raise WrongVersion(_("The file must have exactly: %s.") % ", ".join(sorted(KEYS)))
    found["effective_from"] = _day(found["effective_from"])
    for name, longest in [("title", 200), ("source", 500)]:
        if not isinstance(found[name], str) or not 0 < len(found[name]) <= longest or "\0" in found[name]:
            raise WrongVersion(_("“%s” must be a text that is not too long.") % name)
    if not isinstance(found["letter"], str) or not LETTER.fullmatch(found["letter"]):
        raise WrongVersion(_("The letter is missing."))
    if not isinstance(found.get("is_historic", False), bool):
        raise WrongVersion(_("“is_historic” is true or false."))
    _check_columns(found["columns"])
    for name in ("codes", "also_read"):
        _check_codes(name, found.setdefault(name, {}))
    return found


def _day(text):
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise WrongVersion(_("“effective_from” must be a day such as 2026-04-01.")) from error


def _check_columns(columns):
    if not isinstance(columns, list) or not 0 < len(columns) <= MOST_COLUMNS:
        raise WrongVersion(_("There must be from 1 to %d columns.") % MOST_COLUMNS)
    codes, used = set(), []
    for column in columns:
        if not (isinstance(column, list) and len(column) == 4 and all(isinstance(cell, str) for cell in column)):
            raise WrongVersion(
                _("A column is four texts: its code, its part, our name for it or nothing, its meaning.")
            )
        code, part, field, _meaning = column
        if not CODE.fullmatch(code) or code in codes:
            raise WrongVersion(_("Column %s: this is no code, or stands there twice.") % repr(code[:30]))
        if part not in {*Part} or (field and (field not in FIELDS or FIELDS[field].part != part)):
            raise WrongVersion(_("Column %s: there is no such part, or no such field in it.") % code)
        codes.add(code)
        used.append(field)
    if twice := {field for field in used if field and used.count(field) > 1}:
        raise WrongVersion(_("In two columns: %s.") % ", ".join(sorted(twice)))
    if missing := set(REQUIRED) - set(used):
        raise WrongVersion(_("No column has: %s.") % ", ".join(sorted(missing)))


def _check_codes(name, tables):
    known = {*FIELDS} | {field.table for field in FIELDS.values() if field.table}
    if not isinstance(tables, dict) or not set(tables) <= known:
        raise WrongVersion(_("“%s” names a field that is not known.") % name)
    for table in tables.values():
        pairs = table.items() if isinstance(table, dict) else [(None, None)]
        if not all(isinstance(text, str) and len(text) <= 40 for pair in pairs for text in pair):
            raise WrongVersion(_("“%s” must hold texts of 40 characters or fewer.") % name)


def load(path, versions):
    """Add the version of a file to the model `versions`, unless it is there as it is. Gives (version, whether it is new)."""
    found = read_version(Path(path).read_text(encoding="utf-8"))
    known = versions.objects.filter(letter=found["letter"]).first()
    if known is None:
        if versions.objects.filter(effective_from=found["effective_from"]).exists():
            raise WrongVersion(_("Another version is in force from that day."))
        return versions.objects.create(**found), True
    if any(getattr(known, name) != value for name, value in found.items()):
        raise WrongVersion(
            _("This letter is loaded already and says something else. Give the correction its own letter.")
        )
    return known, False
