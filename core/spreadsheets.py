"""Tables for a spreadsheet: CSV in which no cell can be taken for a formula, and from which each comes back as typed."""

import csv
from io import StringIO
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BLANK = " \N{NO-BREAK SPACE}"
BEFORE_FORMULA = BLANK + "'"


def safe_cell(value):
    """A cell as text; a quote goes before what a spreadsheet would calculate.

    >>> safe_cell("Siân"), safe_cell(" =1+1"), safe_cell(-3), safe_cell("-3"), safe_cell(None)
    ('Siân', "' =1+1", -3, "'-3", '')
    >>> safe_cell("'tis"), safe_cell("'=1")
    ("'tis", "''=1")
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(BEFORE_FORMULA).startswith(FORMULA) else text


def typed_cell(text):
    """What was typed into a cell that `safe_cell` wrote.

    >>> typed_cell("' =1+1"), typed_cell("''=1"), typed_cell("'tis"), typed_cell("Siân")
    (' =1+1', "'=1", "'tis", 'Siân')
    """
    return text[1:] if text[:1] == "'" and text[1:].lstrip(BEFORE_FORMULA).startswith(FORMULA) else text


def csv_response(name, head, rows):
    """An answer that a browser keeps as the file `name`; with the mark by which spreadsheets know UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([safe_cell(cell) for cell in head])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    response = HttpResponse("\N{BYTE ORDER MARK}" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class Echo:
    """What is written comes back, for an answer that is sent line by line."""

    @staticmethod
    def write(text):
        return text


def csv_stream(name, head, rows):
    """As `csv_response`, for many rows: each is sent as soon as it is there, and none is kept."""
    writer = csv.writer(Echo)
    lines = (writer.writerow([safe_cell(cell) for cell in row]) for row in chain([head], rows))
    response = StreamingHttpResponse(chain(["\N{BYTE ORDER MARK}"], lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
