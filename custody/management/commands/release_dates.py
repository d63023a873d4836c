"""Prints the days to plan for, from a release date on paper."""

import json
from dataclasses import asdict
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from core.forms import EARLIEST, LATEST
from custody.choices import ReleaseType
from custody.release_dates import planning_dates


def a_day(text):
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--date {text!r} is not a day such as 2026-11-27") from error
    if not EARLIEST <= day <= LATEST:
        raise CommandError(f"--date must lie between {EARLIEST} and {LATEST}")
    return day


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--date", required=True, help="the date on paper, such as 2026-11-27")
        parser.add_argument("--type", required=True, choices=ReleaseType.values, help="the type of date, such as CRD")
        parser.add_argument("--days-served", required=True, type=int, help="whole days served since sentence")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args, **options):
        if options["days_served"] < 0:
            raise CommandError("--days-served cannot be less than 0")
        dates = asdict(planning_dates(a_day(options["date"]), options["type"], options["days_served"]))
        if not dates.pop("holidays_published"):
            self.stderr.write(
                "Bank holidays are not yet published for that year: only weekends were counted as days off."
            )
        rows = {name: value.isoformat() if isinstance(value, date) else value for name, value in dates.items()}
        if options["json"]:
            self.stdout.write(json.dumps(rows))
        else:
            self.stdout.write("\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in rows.items()))
