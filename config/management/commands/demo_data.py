"""Fills an empty database with a believable service of fictitious people."""

import json
import time
from datetime import date
from functools import partial
from itertools import islice

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from clients.models import Client, ClientOfTeam
from config.demo.alerts import make_alerts, shares_of_alerts
from config.demo.bulk import in_processes, without_triggers, work
from config.demo.copies import make_copies
from config.demo.people import nhs_numbers
from config.demo.places import PASSWORD, PEOPLE
from config.demo.regions import make_regions
from config.demo.rows import FULL, SHORT, Rows
from config.demo.service import write_service

from .migrate import as_owner

MOST_CLIENTS = 1_000_000  # as many as there are NHS numbers for tests
MOST_WITH_HISTORY = 2_000  # clients, each made by itself
FIRST = 500  # of more than that: the others are copies of these with other names and keys


class Command(BaseCommand):
    help = "Fills an empty database with fictitious clients, staff and services. Refuses outside demo mode."

    def add_arguments(self, parser):
        parser.add_argument("--clients", type=int, default=200, help="how many (200)")
        parser.add_argument("--seed", default="1", help="the same seed and day give the same rows")
        parser.add_argument("--today", type=date.fromisoformat, help="the day it is in the demo (YYYY-MM-DD)")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *, clients, seed, today, **options):
        if not 0 <= clients <= MOST_CLIENTS:
            raise CommandError(f"--clients must be between 0 and {MOST_CLIENTS}.")
        today = today or timezone.localdate()
        if not 2000 <= today.year <= 2090:
            raise CommandError("--today must be a day from 2000 to 2090.")
        refuse_real_databases()
        began = time.monotonic()
        rows = Rows(seed, today, FULL if clients <= MOST_WITH_HISTORY else SHORT)
        if clients <= MOST_WITH_HISTORY:
            fill(rows, clients, nhs_numbers(rows, clients))
        else:
            fill_in_bulk(rows, clients)
        counts = dict(rows.written)
        result = {"clients": clients, "seed": seed, "today": today.isoformat(), "rows": counts}
        if options["json"]:
            people = [
                {"username": name, "role": role.value, "password": PASSWORD} for name, (role, *_) in PEOPLE.items()
            ]
            self.stdout.write(json.dumps(result | {"users": people}))
        else:
            self.say(counts, time.monotonic() - began)

    def say(self, counts, seconds):
        total = sum(counts.values())
        self.stdout.write(f"{counts.get('clients.Client', 0)} fictitious clients, {total} rows, {seconds:.1f} s.\n")
        self.stdout.write(f"Sign in with the password “{PASSWORD}” as:")
        for username, (role, place, name) in PEOPLE.items():
            self.stdout.write(f"  {username:18} {role.label:32} {name}{', ' + place if place else ''}")


def fill(rows, clients, numbers):
    """All of them one by one, with their history, in one transaction."""
    with transaction.atomic():
        write_service(rows, clients, numbers)
        for share in shares_of_alerts():
            rows.written.update(make_alerts(rows, share))


def fill_in_bulk(rows, clients):
    """So many that they are written by COPY as the owner of the tables, without history, in every core."""
    numbers = list(islice(nhs_numbers(rows, clients), clients))
    with as_owner(connection), without_triggers():
        with transaction.atomic():
            write_service(rows, FIRST, iter(numbers))
        for written in in_processes(partial(make_alerts, rows), shares_of_alerts()):
            rows.written.update(written)
        make_copies(rows, numbers, clients)
        with work() as cursor:
            make_regions(rows, cursor, FIRST)
        in_processes(analyze, connection.introspection.table_names())


def analyze(table):
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
        if table == ClientOfTeam._meta.db_table:
            cursor.execute(f"VACUUM {table}")  # its indexes are read without the table


def refuse_real_databases():
    """Fictitious people never join real ones, nor known passwords a service in use."""
    embedded = connection.settings_dict["ENGINE"] == "config.embedded_postgres"
    if not (settings.DEMO or settings.DEBUG or embedded):
        raise CommandError("This is not a demo: set DEMO=1, with a database that is kept for demonstration.")
    if User.objects.exists() or Client.objects.exists():
        raise CommandError(
            "There are people in this database, and demo data goes only into an empty one. For new demo data in the "
            "embedded database, stop everything, delete var/postgres and run `make setup` again."
        )
