"""How the counts of a report are laid out: tables with bars beside their numbers, the same on the page and on paper."""

import hashlib
import json
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import charts

HIDDEN = "[c]"  # the mark that official statistics use for a figure kept confidential


class Row(NamedTuple):
    """A row of a table: what it is about, its cells, and on a page perhaps the address of more about it."""

    label: str
    cells: list
    url: str = ""


def sections(report):
    """What the templates draw for each table of a report."""
    return [section(table) for table in report.tables]


def section(table):
    several = len(table.columns) > 1
    most = max((total or 0 for _label, _cells, total in table.rows), default=0)
    rows = [
        Row(label, [*(map(shown, cells) if several else ()), with_bar(shown(total), None, total, maximum=most)])
        for label, cells, total in table.rows
    ]
    if table.totals is not None:
        rows.append(Row(_("All"), [*(map(shown, table.totals) if several else ()), shown(table.total)]))
    return {
        "key": table.key,
        "title": table.title,
        "note": table.note,
        "withheld": table.withheld,
        "columns": [table.title, *([*table.columns, _("All")] if several else [_("Number")])],
        "rows": rows,
    }


def shown(count):
    return HIDDEN if count is None else count


def with_bar(text, first, second, *, maximum, names=None):
    """A cell: a number and its bar; with `names`, of an earlier period and this one, the earlier bar above."""
    if not maximum or (first is None and second is None):
        return text
    said = f"{names[0]} {shown(first)}, {names[1]} {text}" if names else str(text)
    return format_html(
        "{}<span>{}</span>", charts.strip(said, first, second, maximum=maximum, is_pair=bool(names)), text
    )


def hash_of(thing):
    """By which two copies of the same numbers can be told to be the same."""
    return hashlib.sha256(json.dumps(thing, ensure_ascii=False, default=str).encode()).hexdigest()
