"""Takes in services from an Open Referral UK file (version 1.0 or 3.0)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from services_directory import workflow
from services_directory.openreferral.files import NotAFeed


class Command(BaseCommand):
    help = "Takes in services from an Open Referral UK file (version 1.0 or 3.0); docs/directory.md says what of it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and store nothing")
        parser.add_argument("--json", action="store_true", help="print the counts and refusals as one line of JSON")

    def handle(self, *, file, dry_run, json: bool, **options):
        try:
            with file.open("rb") as stream:
                result = workflow.import_feed(stream, by=None, source=file.name[:100], dry_run=dry_run)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from error
        except NotAFeed as error:
            raise CommandError(f"{file}: {error}") from error
        for note in result.notes:
            self.stderr.write(note, ending="\n")
        self.say(result, as_json=json, dry_run=dry_run)

    def say(self, result, *, as_json, dry_run):
        if as_json:
            self.stdout.write(json.dumps(result.as_dict()))
            return
        for refusal in result.refusals:
            self.stdout.write(f"Refused {refusal['id'] or '(no id)'}: {refusal['reason']}")
        counts = ", ".join(f"{number} {name}" for name, number in result.as_dict()["services"].items())
        self.stdout.write(f"Services: {counts}." + (" Nothing was stored." if dry_run else ""))
