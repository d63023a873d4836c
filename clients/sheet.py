"""A file of people from another system, read as a table; or refused, with words for whoever chose it."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from io import StringIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 5_000
LONGEST_CELL = 2_000
NOTE = "#"  # a line that begins with it is for people
REQUIRED = ["first_name", "family_name", "date_of_birth", "sex"]
COLUMNS = [
    "first_name", "family_name", "preferred_name", "date_of_birth", "birth_is_approximate", "sex", "nhs_number",
    "nhs_verified_on", "nhs_verified_how", "prison_number", "phone", "email", "contact_rule", "address", "postcode",
    "staff_safety",
]  # fmt: skip
# What a spreadsheet would calculate. A phone number may begin with a plus.
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d ()-]*$)")


@dataclass(frozen=True)
class Sheet:
    """The lines of a file with their numbers, and whether it was written in the code page of Windows."""

    rows: list
    was_windows: bool


def read_sheet(upload):
    """The people in a CSV file, as texts by column. Raises ValidationError."""
    if upload.size > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 5 MB. Split it into several"))
    text, was_windows = _decoded(upload.read())
    lines = _lines(text)
    head = _columns(lines)
    rows = [(number, _values(number, head, cells)) for number, cells in lines if _says_something(cells)]
    if not rows:
        raise ValidationError(_("There is nobody in this file: only the names of its columns"))
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("There are more than %d people in this file. Split it into several") % MOST_ROWS)
    return Sheet(rows, was_windows)


def _decoded(data):
    """The text of the file: UTF-8, or else what Windows writes."""
    if not data.strip():
        raise ValidationError(_("The file is empty"))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in set(text)):
            break
        return text, encoding == "cp1252"
    raise ValidationError(_("This is not a CSV file, whatever its name says. Save the sheet as “CSV UTF-8”"))


def _lines(text):
    """(number, cells) of each line, the first one the head; the number is that of the line in the file."""
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ValidationError(
                _("Line %d cannot be read: a quotation mark is missing, or a cell is too long") % number
            ) from error
        yield number, cells


def _says_something(cells):
    return any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith(NOTE)


def _columns(lines):
    """The names of the columns, in the order of the file."""
    head = ["_".join(cell.lower().split()) for cell in next(lines)[1]]
    while head and not head[-1]:
        head.pop()
    for name in head:
        if name not in COLUMNS:
            shown = name[:40] if name.isprintable() else "?"
            raise ValidationError(_("There is no column “%s”. Use the names of the template") % shown)
        if head.count(name) > 1:
            raise ValidationError(_("The column “%s” stands there twice") % name)
    for name in REQUIRED:
        if name not in head:
            raise ValidationError(_("The column “%s” is missing. Use the names of the template") % name)
    return head


def _values(number, head, cells):
    """What stands in a line, by column."""
    if any(cell.strip() for cell in cells[len(head) :]):
        raise ValidationError(_("Line %d has more cells than there are columns") % number)
    return {name: _tidy(number, name, cell) for name, cell in zip(head, cells, strict=False)}


def _tidy(number, name, cell):
    """A cell without the quote that keeps spreadsheets from calculating it. Raises ValidationError for a formula."""
    where = {"line": number, "column": name}
    if len(cell) > LONGEST_CELL:
        raise ValidationError(_("Line %(line)d, %(column)s: this is too long") % where)
    text = cell.strip(" \N{NO-BREAK SPACE}")
    if text.startswith("'") and FORMULA.match(text, 1):
        text = text[1:]
    elif FORMULA.match(text):
        raise ValidationError(_("Line %(line)d, %(column)s: this is a formula. Save the sheet with its values") % where)
    return text.strip()
