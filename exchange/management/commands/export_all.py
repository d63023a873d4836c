"""Writes every table, every file and a dictionary of them into a new folder, so that a service is free to leave."""

import json
import time
from pathlib import Path

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from core.audit import record_command
from core.choices import AccessAction
from core.models import OutboxMessage
from exchange.everything import Refused, leaving


class Command(BaseCommand):
    help = "Writes everything into a new folder: tables as CSV, files, a dictionary (docs/leaving.md). It is not encrypted."

    def add_arguments(self, parser):
        parser.add_argument("--out", required=True, metavar="DIR", type=Path, help="a new folder, or an empty one")
        parser.add_argument("--json", action="store_true", help="print the counts as one line of JSON")

    def handle(self, *, out, json: bool, verbosity, **options):
        self.is_told = verbosity > 0 and not json
        began = time.monotonic()
        # Written down before the snapshot is taken: whoever tries is known, and the export itself says who made it.
        record_command(AccessAction.EXPORT, "export_all")
        try:
            manifest, digest = leaving.leave(out, self.progress)
        except Refused as error:
            raise CommandError(error) from error
        except (OSError, Error, psycopg.Error) as error:
            raise CommandError(f"Nothing was written: {getattr(error, 'strerror', None) or error}") from error
        self.say(out, counts(manifest) | {"sha256": digest}, as_json=json, seconds=time.monotonic() - began)

    def progress(self, name, rows):
        if self.is_told:
            self.stderr.write(f"{name}: {rows}", ending="\x1b[K\r")

    def say(self, out, told, *, as_json, seconds):
        if as_json:
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(
            f"{told['tables']} tables, {told['rows']} rows and {told['files']} files are in {out} ({seconds:.1f} s).\n"
            f"The SHA-256 of manifest.json is {told['sha256']}: keep it apart from the folder.\n"
            "Nothing in it is encrypted. Left out, because it opens doors: passwords, second factors, sessions, invitations."
        )
        if waiting := OutboxMessage.objects.unfinished().count():
            self.stdout.write(
                f"{waiting} messages wait to be sent. Stop the worker here before another installation starts one with them."
            )


def counts(manifest):
    rows = sum(told["rows"] for told in manifest["tables"].values())
    return {"tables": len(manifest["tables"]), "rows": rows, "files": manifest["file_count"]}
