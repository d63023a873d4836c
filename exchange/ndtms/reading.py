"""A file of another system, read line by line: what cannot be read at all is refused, the rest comes in rows by episode.

Nothing is kept but the rows of one episode, however long the file is and however its lines stand.
"""

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from core.spreadsheets import typed_cell

from .fields import REQUIRED

CHUNK = 64 * 1024
LONGEST_LINE, LONGEST_CELL = 50_000, 2_000
MOST_OF_EPISODE = 2_000
NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
NAMED = 5  # how many wrong columns a refusal names
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Refused(Exception):
    """The whole file is refused; the message says why."""


@dataclass
class Row:
    """One line of the file: its number, its cells by column, and why it cannot be read."""

    number: int
    cells: dict = field(default_factory=dict)
    wrong: str = ""


def encoding_of(path):
    """UTF-8 with or without its mark, or else what Windows writes. Raises Refused, also for a file over the limits."""
    most = settings.NDTMS_MOST_MB * 1024 * 1024
    if path.stat().st_size > most:
        raise Refused(_("It is larger than %d MB, the most that is read (NDTMS_MOST_MB).") % settings.NDTMS_MOST_MB)
    possible, lines = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}, 0
    with path.open("rb") as stream:
        if stream.read(2) in UTF_16:
            raise Refused(_("It is written in UTF-16. Save it as CSV in UTF-8."))
        stream.seek(0)
        while chunk := stream.read(CHUNK):
            if b"\0" in chunk:
                raise Refused(_("This is no CSV file in UTF-8, whatever its name says."))
            lines += chunk.count(b"\n") or chunk.count(b"\r")
            possible = {name: decoder for name, decoder in possible.items() if _decodes(decoder, chunk)}
    possible = {name: decoder for name, decoder in possible.items() if _decodes(decoder, b"", final=True)}
    if not possible:
        raise Refused(_("This is no CSV file in UTF-8, whatever its name says."))
    if lines > settings.NDTMS_MOST_ROWS + 1:
        raise Refused(
            _("It has more than %d rows, the most that is read (NDTMS_MOST_ROWS).") % settings.NDTMS_MOST_ROWS
        )
    return "utf-8-sig" if "utf-8" in possible else "cp1252"


def _decodes(decoder, chunk, *, final=False):
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _lines(stream):
    """(number, text) of each line that is not empty; None for one that is too long to be kept."""
    number = 0
    while text := stream.readline(LONGEST_LINE + 1):
        number += 1
        is_whole = text.endswith(("\n", "\r"))
        if len(text) > LONGEST_LINE and not is_whole:
            while (more := stream.readline(LONGEST_LINE)) and not more.endswith(("\n", "\r")):
                pass
            yield number, None
        elif text.strip():
            yield number, text.rstrip("\r\n")


def _cells(text):
    """The cells of a line. Raises csv.Error; a cell of a data set never goes on in the next line."""
    return next(csv.reader([text], strict=True))


def read_head(text, layout):
    """The columns of the file in its order. Raises Refused unless each is one of the layout and all that are needed are there."""
    if text and ";" in text and "," not in text:
        raise Refused(_("The values must be separated by commas."))
    try:
        head = [cell.strip() for cell in _cells(text or "")]
    except (csv.Error, StopIteration) as error:
        raise Refused(_("The first line cannot be read: it must hold the codes of the columns.")) from error
    unknown = [name for name in head if name not in layout.by_code]
    twice = [name for name, number in Counter(head).items() if number > 1]
    missing = [layout.column_of[name] for name in REQUIRED if layout.column_of[name] not in head]
    for names, words in [
        (unknown, _("The first line has columns that data set %(letter)s has not: %(names)s.")),
        (twice, _("The first line has columns twice: %(names)s.")),
        (missing, _("The first line has no column: %(names)s.")),
    ]:
        if names:
            named = ", ".join(ascii(name[:20]).strip("'") for name in names[:NAMED])
            more = "" if len(names) <= NAMED else _(" and %d more") % (len(names) - NAMED)
            raise Refused(words % {"letter": layout.version.letter, "names": named + more})
    return head


def read_rows(stream, layout):
    """Each line after the first as a Row. Raises Refused for a wrong first line."""
    lines = _lines(stream)
    head = read_head(next(lines, (1, ""))[1], layout)
    for number, text in lines:
        yield _row(number, text, head)


def _row(number, text, head):
    if text is None:
        return Row(number, wrong=_("This line is longer than %d characters.") % LONGEST_LINE)
    try:
        cells = [typed_cell(cell) for cell in _cells(text)]
    except csv.Error:
        return Row(number, wrong=_("This line cannot be read: a quotation mark is missing, or stands where none may."))
    if len(cells) != len(head):
        words = _("This line has %(cells)d values and the first line %(columns)d columns.")
        return Row(number, wrong=words % {"cells": len(cells), "columns": len(head)})
    row = Row(number, dict(zip(head, cells, strict=True)))
    if NO_TEXT.search(text):
        row.wrong = _("This line holds signs that are no text.")
    elif long := [code for code, cell in row.cells.items() if len(cell) > LONGEST_CELL]:
        row.wrong = _("%s: this is too long.") % long[0]
    return row


def by_episode(rows, layout):
    """The rows of each episode together, as long as they stand one after the other; a row that cannot be read alone."""
    columns = [layout.column_of[name] for name in ("agency", "client_id", "episode_id")]
    together, key = [], None
    for row in rows:
        if row.wrong:
            yield [row]
            continue
        its = tuple(row.cells[code].strip() for code in columns)
        if together and (its != key or len(together) == MOST_OF_EPISODE):
            yield together
            together = []
        together.append(row)
        key = its
    if together:
        yield together
