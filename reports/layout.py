"""How the counts of a report are laid out: a table of cells and a chart, the same on the page and on paper."""

import hashlib
import json

from django.utils.translation import gettext as _

from core import charts

HIDDEN = "[c]"  # the mark that official statistics use for a figure kept confidential


def sections(report):
    """What the templates draw for each table of a report."""
    return [section(table) for table in report.tables]


def section(table):
    several = len(table.columns) > 1
    names = [*table.columns, _("All")] if several else [_("Number")]
    rows = [[label, *cells_of(cells, total, several)] for label, cells, total in table.rows]
    if table.totals is not None:
        rows.append([_("All"), *cells_of(table.totals, table.total, several)])
    totals = [total for _label, _cells, total in table.rows]
    return {
        "key": table.key,
        "title": table.title,
        "note": table.note,
        "withheld": table.withheld,
        "columns": [{"label": table.title}, *({"label": name, "number": True} for name in names)],
        "rows": rows,
        "chart": chart(table, totals) if any(totals) else "",
    }


def cells_of(cells, total, several):
    return [HIDDEN if value is None else value for value in ([*cells, total] if several else [total])]


def chart(table, totals):
    rows = [(label, None, total) for (label, _cells, _total), total in zip(table.rows, totals, strict=True)]
    return charts.bars(table.title, rows, maximum=max(total or 0 for total in totals))


def hash_of(thing):
    """By which two copies of the same numbers can be told to be the same."""
    return hashlib.sha256(json.dumps(thing, ensure_ascii=False, default=str).encode()).hexdigest()
