"""Writes the national data set of a period as CSV, and beside it what is wrong: FILE and FILE.problems.csv."""

import json
import os
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from core import audit
from core.choices import AccessAction
from core.forms import EARLIEST, LATEST
from exchange.models import DataSetVersion
from exchange.ndtms.layout import Layout
from exchange.ndtms.loading import LETTER
from exchange.ndtms.rules import Context
from exchange.ndtms.writing import write


def a_day(name, text):
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{name} {text!r} is not a day such as 2026-11-27") from error
    if not EARLIEST <= day <= LATEST:
        raise CommandError(f"{name} must lie between {EARLIEST} and {LATEST}")
    return day


def version_of(letter):
    """The version that was asked for, or the newest in force."""
    named = DataSetVersion.objects.filter(letter=letter) if LETTER.fullmatch(letter) else DataSetVersion.objects.none()
    found = named.first() if letter else DataSetVersion.objects.in_force()
    if found is None:
        raise CommandError("There is no such version of the data set. See docs/data-set.md on loading one.")
    return found


@contextmanager
def whole_file(path):
    """A file that only its owner may read, and that is there when it is whole; what stood there before is replaced then."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
        ) as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="first", required=True, help="the first day, such as 2026-10-01")
        parser.add_argument("--to", dest="last", required=True, help="the last day; of what came later, nothing")
        parser.add_argument("--out", required=True, metavar="FILE")
        parser.add_argument("--data-set", default="", metavar="LETTER", help="another version than the one in force")
        parser.add_argument("--json", action="store_true", help="print the counts as one line of JSON")

    def handle(self, *, first, last, out, data_set, json: bool, **options):
        first, last = a_day("--from", first), a_day("--to", last)
        if first > last:
            raise CommandError("--from lies after --to")
        version = version_of(data_set)
        context = Context(timezone.localdate(), Layout(version))
        path = checked(out)
        audit.record_command(AccessAction.EXPORT, f"export_ndtms {version.letter} {first} {last}")
        with one_snapshot(), whole_file(path) as stream, whole_file(listed_beside(path)) as listed:
            done = write(stream, listed, first=first, last=last, context=context)
        self.say(done, version, listed_beside(path), as_json=json)

    def say(self, done, version, listed, *, as_json):
        if as_json:
            self.stdout.write(
                json.dumps({"data_set": version.letter, "historic": version.is_historic} | done.as_dict())
            )
            return
        if version.is_historic:
            self.stderr.write(f"{version.title}: not the version in force.")
        for name, number in done.as_dict().items():
            if name != "rules":
                self.stdout.write(f"{name.replace('_', ' ')}: {number}")
        self.stdout.write(f"What is wrong or should be looked at: {listed}")


def listed_beside(path):
    return path.with_name(f"{path.name}.problems.csv")


def checked(out):
    """The path, if a file can be written there."""
    try:
        path = Path(out)
        if not path.name or path.is_dir() or not path.parent.is_dir():
            raise CommandError(f"{out!r} cannot be written: there is no such folder, or it is one")
    except (OSError, ValueError) as error:
        raise CommandError(f"{out!r} is no file name: {error}") from error
    return path


@contextmanager
def one_snapshot():
    """All queries see the database as it is now, whoever writes meanwhile; inside a transaction, as that sees it."""
    with transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
