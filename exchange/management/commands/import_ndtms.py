"""Brings in the rows of another system's national data set, and says of each row what became of it."""

import json
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import database
from exchange.choices import Became
from exchange.ndtms.bringing_in import ALIKE, BringingIn
from exchange.ndtms.layout import Layout
from exchange.ndtms.reading import Refused, by_episode, encoding_of, read_rows
from exchange.ndtms.rules import Context

from .export_ndtms import version_of


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and store nothing")
        parser.add_argument("--json", action="store_true", help="a line of JSON for each row, and one with the counts")
        parser.add_argument("--data-set", default="", metavar="LETTER", help="another version than the one in force")
        parser.add_argument("--by", default="", metavar="USERNAME", help="whose work this is, for the history")
        parser.add_argument(
            "--setting", default="", metavar="CODE", help="for interventions whose row names no setting"
        )
        parser.add_argument(
            "--alike", choices=ALIKE, default=ALIKE[0],
            help="somebody with the initials, birth and sex of somebody here: refuse the rows (unless told otherwise), "
            "join them to the one person of the team who is like that, or add a new person",
        )  # fmt: skip

    def handle(self, *, file, dry_run, json: bool, data_set, by, setting, alike, **options):
        self.as_json, self.counts = json, Counter()
        layout = Layout(version_of(data_set))
        verb = BringingIn(
            Context(timezone.localdate(), layout), by=somebody(by), alike=alike, setting=known_setting(layout, setting)
        )
        try:
            path = Path(file)
            encoding = encoding_of(path)
            with database.alone("import_ndtms") as is_ours:
                if not is_ours:
                    raise Refused("Another file is being read just now.")
                with path.open(encoding=encoding, newline="") as stream:
                    self.read(stream, verb, layout, dry_run)
        except Refused as error:
            raise CommandError(f"{file}: {error}") from error
        except (OSError, ValueError) as error:
            raise CommandError(f"{file!r} cannot be read: {getattr(error, 'strerror', None) or error}") from error
        self.say_counts(layout.version, dry_run)

    def read(self, stream, verb, layout, dry_run):
        with transaction.atomic() if dry_run else nullcontext():
            for rows in by_episode(read_rows(stream, layout), layout):
                episode = rows[0].cells.get(layout.column_of["episode_id"], "")
                for told in verb.take(rows):
                    self.counts[told.became] += 1
                    self.say(told, episode)
            if dry_run:
                transaction.set_rollback(True)

    def say(self, told, episode):
        if self.as_json:
            line = {"row": told.row, "became": told.became.value, "episode": episode[:64], "reasons": told.reasons}
            self.stdout.write(json.dumps(line))
        elif told.reasons:
            self.stdout.write(f"Row {told.row}: {told.became.label}. {' '.join(told.reasons)}")

    def say_counts(self, version, dry_run):
        counts = {became.value: self.counts[became] for became in Became}
        if self.as_json:
            which = {"data_set": version.letter, "historic": version.is_historic, "dry_run": dry_run}
            self.stdout.write(json.dumps({"rows": sum(counts.values())} | counts | which))
            return
        if version.is_historic:
            self.stderr.write(f"{version.title}: not the version in force.")
        said = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())
        self.stdout.write(f"Rows: {said}." + (" Nothing was stored." if dry_run else ""))


def somebody(username):
    """Whose work it is: nobody's, or that of somebody who may bring people in."""
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first() if "\0" not in username else None
    if user is None or not user.has_perm("clients.import_clients"):
        raise CommandError(f"--by: {username[:30]!r} may not bring people in")
    return user


def known_setting(layout, code):
    if code and ("setting", code) not in layout.known:
        raise CommandError(f"--setting: there is no setting {code[:30]!r}")
    return code
