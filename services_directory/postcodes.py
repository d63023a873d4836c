"""Postcodes from the ONS Postcode Directory: a file that the site fetches itself, read in one transaction.

The columns are those of the directory: `pcds` (or `pcd`, `pcd2`, `pcd7`, `pcd8`), `lat`, `long`, and `doterm`, the month
in which a postcode ended. What is there is replaced as a whole; ended postcodes stay, for services still write them.
"""

import csv
import re
from dataclasses import dataclass, field

from django.db import connection, transaction

from core import database

from .models.index import index_all

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
NAMES = ("pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode")
NO_GRID_REFERENCE = 99  # the directory gives 99.999999 as the latitude of a postcode that has no place
BRITAIN = ((49.0, 61.0), (-9.0, 2.5))  # degrees north, and east
MOST_TOLD = 20


class NotADirectory(Exception):
    """A file that holds no postcodes; the message says why."""


@dataclass
class Counts:
    """What became of the lines of a file."""

    loaded: int = 0
    without_place: int = 0
    refused: int = 0
    refusals: list = field(default_factory=list)  # the first of them, with their lines

    def refuse(self, number, reason):
        self.refused += 1
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append(f"Line {number}: {reason}")


@transaction.atomic
def import_postcodes(file):
    """Replace all postcodes by those of an open CSV file, and place the services anew. Raises NotADirectory."""
    database.lock("import_postcodes")
    reader = csv.reader(file)
    name, latitude, longitude = _columns(next(reader, []))
    counts = Counts()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE fresh_postcodes (code text, district text, latitude float, longitude float) ON COMMIT DROP"
        )
        with cursor.copy("COPY fresh_postcodes FROM STDIN") as target:
            for number, row in enumerate(reader, 2):
                if found := _read(row, (name, latitude, longitude), number, counts):
                    target.write_row(found)
        if not counts.loaded:
            raise NotADirectory("No line of the file is a postcode with a place. What was there stays.")
        cursor.execute("DELETE FROM services_directory_postcode")
        cursor.execute(
            "INSERT INTO services_directory_postcode (code, district, latitude, longitude)"
            " SELECT DISTINCT ON (code) code, district, latitude, longitude FROM fresh_postcodes ORDER BY code"
        )
        counts.loaded = cursor.rowcount
        index_all(cursor)
    return counts


def _columns(head):
    names = [name.strip().lower().removeprefix("\ufeff") for name in head]
    name = next((each for each in NAMES if each in names), None)
    if name is None or "lat" not in names or "long" not in names:
        raise NotADirectory("The first line must name the columns pcds (or pcd), lat and long.")
    return names.index(name), names.index("lat"), names.index("long")


def _read(row, columns, number, counts):
    """The values of one line; None when it is refused, or has no place."""
    if not row:
        return None
    try:
        name, latitude, longitude = (row[place].strip() for place in columns)
        latitude, longitude = float(latitude), float(longitude)
    except (IndexError, ValueError):
        return counts.refuse(number, "it has no coordinates")
    code = name.replace(" ", "").upper()
    if not POSTCODE.fullmatch(code):
        return counts.refuse(number, f"{ascii(name)[1:-1][:20]} is no postcode")
    if latitude > NO_GRID_REFERENCE:
        counts.without_place += 1
        return None
    if not all(low <= value <= high for value, (low, high) in zip((latitude, longitude), BRITAIN, strict=True)):
        return counts.refuse(number, f"{code} is not in the United Kingdom by its coordinates")
    counts.loaded += 1
    return code, code[:-3], latitude, longitude
