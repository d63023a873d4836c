"""`python -m benchmarks.timetable`: a year of a programme of 5 sessions a week laid out, in milliseconds; and done again.

A database as durable as in production, history by triggers included. The target is a second.
"""

import os
import statistics
import sys

import django

ROUNDS = 20


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from benchmarks.__main__ import timed
    from programmes.timetable import generate
    from tests import database

    database.server.options = []  # as durable as in production
    with database.clone():
        programmes = [programme() for _round in range(ROUNDS)]
        for what in ("laid out", "laid out again"):
            times = [timed(lambda one=one: generate(one)) for one in programmes]
            made = programmes[0].sessions.count()
            median, slowest = statistics.median(times), max(times)
            sys.stdout.write(f"{what}: {made} sessions, median {median:.0f} ms, slowest {slowest:.0f} ms\n")


def programme():
    from django.utils import timezone

    from tests.factories.programmes import ProgrammeFactory, TimetableSlotFactory

    made = ProgrammeFactory(starts_on=timezone.localdate())
    for weekday in range(5):
        TimetableSlotFactory(programme=made, weekday=weekday, first_on=made.starts_on)
    return made


if __name__ == "__main__":
    main()
