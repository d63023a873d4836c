"""Prints every measure over a period, counted at once from the records as they are."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Area, Team
from clients.choices import SubstanceGroup
from reports import facts
from reports.figures import Result, results_between


class Command(BaseCommand):
    help = "Counts all measures from one day to another, for everybody or for a team, an area or a substance group."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="starts_on", required=True, type=_day, help="first day, as 2026-04-01")
        parser.add_argument("--to", dest="ends_on", required=True, type=_day, help="last day")
        parser.add_argument("--team", help="the name of a team")
        parser.add_argument("--area", help="the name of an area")
        parser.add_argument("--substance-group", choices=SubstanceGroup.values)
        parser.add_argument("--json", action="store_true", help="one JSON object, for programs")

    def handle(self, *, starts_on, ends_on, team, area, substance_group, **options):
        if ends_on < starts_on:
            raise CommandError("--to lies before --from.")
        with transaction.atomic():
            facts.fill()
            found = results_between(starts_on, ends_on, teams=_teams(team, area), group=substance_group or "")
            transaction.set_rollback(True)  # the kept facts belong to the kept figures, and stay as they were
        if options["json"]:
            about = {"from": starts_on, "to": ends_on, "as_at": timezone.localdate()}
            rows = {key: _as_json(result) for key, result in found.items()}
            self.stdout.write(json.dumps({**about, "measures": rows}, default=str, indent=2))
            return
        for result in found.values():
            self.stdout.write(f"{result.measure.key:32} {_in_words(result)}")


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no day: write it as 2026-04-01.") from error


def _teams(name, area):
    teams = Team.objects.all()
    if name:
        teams = teams.filter(name=name)
    if area:
        if not Area.objects.filter(name=area).exists():
            raise CommandError(f"There is no area “{area}”.")
        teams = teams.filter(area__name=area)
    keys = list(teams.values_list("pk", flat=True))
    if name and not keys:
        raise CommandError(f"There is no such team “{name}”.")
    return keys


def _as_json(result: Result):
    measure = result.measure
    words = {name: str(getattr(measure, name)) for name in
             ("title", "numerator", "denominator", "window", "exclusions", "missing", "source")}  # fmt: skip
    return {**words, "met": result.met, "of": result.of, "percent": result.percent, "answers": result.answers}


def _in_words(result: Result):
    if not result.measure.has_share:
        return f"{result.met}"
    percent = "-" if result.percent is None else f"{result.percent} %"
    return f"{result.met} of {result.of} ({percent})"
