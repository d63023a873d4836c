"""Reads an export of everything into an empty database, as the owner of its tables."""

import json
import time
from pathlib import Path

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from accounts.choices import Role
from accounts.models import User
from core.models import OutboxMessage
from exchange.everything import Refused, coming
from exchange.everything.folder import check
from exchange.management.commands.export_all import counts

from .migrate import as_owner


class Command(BaseCommand):
    help = "Reads what export_all has written into a database that was just migrated: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--sha256", help="of manifest.json, as export_all has told it: no other is read in")
        parser.add_argument("--json", action="store_true", help="print the counts as one line of JSON")

    def handle(self, *, folder, sha256, json: bool, verbosity, **options):
        self.is_told = verbosity > 0 and not json
        began = time.monotonic()
        try:
            manifest = check(folder, sha256)
            with as_owner(connection):
                coming.come(folder, manifest, self.progress)
        except Refused as error:
            raise CommandError(f"Nothing was read in. {error}") from error
        except (OSError, ValueError, Error, psycopg.Error) as error:
            raise CommandError(f"Nothing was read in: {getattr(error, 'strerror', None) or error}") from error
        self.say(counts(manifest), as_json=json, seconds=time.monotonic() - began)

    def progress(self, name, rows):
        if self.is_told:
            self.stderr.write(f"{name}: {rows}", ending="\x1b[K\r")

    def say(self, told, *, as_json, seconds):
        if as_json:
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(
            f"{told['tables']} tables, {told['rows']} rows and {told['files']} files are in, and read back as they were "
            f"written ({seconds:.1f} s).\nNobody has a password or a second factor yet."
        )
        someone = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(email="").first()
        if someone:
            self.stdout.write(f"Begin with ./manage.py invite_administrator {someone.username} {someone.email}")
        if waiting := OutboxMessage.objects.unfinished().count():
            self.stdout.write(
                f"{waiting} messages wait: as soon as a worker runs here, they are sent (docs/leaving.md)."
            )
