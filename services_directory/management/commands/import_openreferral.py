"""Takes in services from an Open Referral UK file or feed (version 1.0 or 3.0)."""

import json
import os
from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.workflow import NotAllowed
from services_directory import workflow
from services_directory.choices import FeedRunStatus
from services_directory.models import Feed
from services_directory.openreferral.files import NotAFeed
from services_directory.openreferral.importing import import_address


class Command(BaseCommand):
    help = "Takes in services from an Open Referral UK file or address (1.0 or 3.0); docs/directory.md says what of it."

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="FILE|ADDRESS")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and store nothing")
        parser.add_argument("--each", action="store_true", help="say of each record what became of it, a line each")
        parser.add_argument("--json", action="store_true", help="print the counts and refusals as one line of JSON")

    def handle(self, *, source, dry_run, json: bool, each, **options):
        self.says_each, self.as_json = each, json
        is_address = source.lower().startswith(("http://", "https://"))
        try:
            result = self.read_address(source, dry_run) if is_address else self.read_file(Path(source), dry_run)
        except (NotAFeed, NotAllowed) as error:
            raise CommandError(f"{source}: {error}") from error
        for note in result.notes:
            self.stderr.write(note, ending="\n")
        if result.vanished:
            self.stderr.write(f"{result.vanished} services are no longer there: they are not running now.")
        if result.doubt:
            self.stderr.write(result.doubt)
        self.say(result, dry_run=dry_run)

    def read_file(self, file, dry_run):
        try:
            with file.open("rb") as stream:
                if os.fstat(stream.fileno()).st_size > settings.FEED_MOST_MB * 1024 * 1024:
                    raise NotAFeed(
                        f"It is larger than {settings.FEED_MOST_MB} MB, the most that is read (FEED_MOST_MB)."
                    )
                source = file.name[:100]
                return workflow.import_feed(stream, by=None, source=source, dry_run=dry_run, told=self.progress)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from error

    def read_address(self, address, dry_run):
        """As a feed that the site has subscribed to, with its account, where it is one."""
        feed = Feed.objects.filter(address=address).first()
        if feed and not dry_run:
            run, result = workflow.read_feed(feed, whole=True, told=self.progress)
            if run.status == FeedRunStatus.FAILED:
                raise NotAFeed(run.message)
            return result
        with transaction.atomic() if dry_run else nullcontext():
            source = feed.key if feed else address.partition("//")[2][:100]
            result = import_address(address, by=None, source=source, told=self.progress)
            if dry_run:
                transaction.set_rollback(True)
            return result

    def progress(self, running):
        self.stderr.write(f"{running.place} records read on {running.pages} pages", ending="\r")
        for identity, became, why in running.result.each if self.says_each else []:
            self.stdout.write(
                json.dumps({"id": identity, "became": became} | ({"reason": why} if why else {}))
                if self.as_json
                else f"{became.capitalize()} {identity or '(no id)'}" + (f": {why}" if why else "")
            )

    def say(self, result, *, dry_run):
        if self.as_json:
            self.stdout.write(json.dumps(result.as_dict()))
            return
        for refusal in [] if self.says_each else result.refusals:
            self.stdout.write(f"Refused {refusal['id'] or '(no id)'}: {refusal['reason']}")
        counts = ", ".join(f"{number} {name}" for name, number in result.as_dict()["services"].items())
        self.stdout.write(f"Services: {counts}." + (" Nothing was stored." if dry_run else ""))
