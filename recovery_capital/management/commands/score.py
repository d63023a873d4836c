"""`./manage.py score phq9 0 1 2 - 0 1 0 0 0 --json`: what answers come to, as they were ticked; "-" is no answer."""

import argparse
import json

from django.core.management.base import BaseCommand, CommandError

from recovery_capital.measures import MEASURES, WrongAnswer


class Command(BaseCommand):
    help = "Score the answers of a measure"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("measure", metavar="MEASURE", help=", ".join(MEASURES))
        # All that follows is an answer, so that a wrong one, as -1, is refused by the number of its item.
        parser.add_argument("answers", metavar="ANSWER", nargs=argparse.REMAINDER, help="as ticked; - for no answer")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, measure, answers, **options):
        as_json = options["json"] or "--json" in answers
        answers = [answer for answer in answers if answer != "--json"]
        if measure not in MEASURES:
            raise CommandError(f"There is no measure “{measure[:30]}”. There are: {', '.join(MEASURES)}")
        try:
            score = MEASURES[measure].score(MEASURES[measure].read(answers))
        except WrongAnswer as error:
            raise CommandError(str(error)) from error
        found = as_dict(score)
        self.stdout.write(
            json.dumps(found) if as_json else "\n".join(f"{key}: {value}" for key, value in found.items())
        )


def as_dict(score):
    """The score as plain values; whole numbers as such."""
    total = score.total
    if total is not None:
        total = int(total) if total == int(total) else float(total)
    band = str(score.band.label) if score.band else None
    return {"total": total, "complete": score.complete, "band": band, "flags": list(score.flags)}
