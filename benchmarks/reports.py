"""`python -m benchmarks.reports`: counting all figures anew, bringing them up to date after a day, and each report's page.

A full refresh is told fact by fact and measure by measure, the slowest first. A day's changes touch one client in two hundred:
of these, one in five has an end of treatment moved; of the others nothing changes that figures follow from. A page is that of a
commissioner, as it opens and with a breakdown and another period: its queries, the milliseconds from the request to the last
byte, and how long our processor worked for it, which says what a busy machine adds.
"""

import argparse
import math
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

ROUNDS, CHANGED, MOVED, MOST_QUERIES = 20, 200, 5, 6


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reports", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 10_000], help="numbers of clients")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from django.core.management import call_command

    from tests import database

    database.server.options = []  # as durable as in production
    found = {}
    for size in options.sizes:
        with database.clone(), open(os.devnull, "w") as nowhere:
            call_command("demo_data", clients=size, seed="1", stdout=nowhere)
            say(f"{size:,} clients, load {os.getloadavg()[0]:.1f}")
            found[size] = {"full refresh": full(), "change refresh": changes(size), "night": night(size), **pages()}
            say(f"load {os.getloadavg()[0]:.1f}")
    for smaller, larger in zip(options.sizes, options.sizes[1:], strict=False):
        for what, before in found[smaller].items():
            power = math.log(found[larger][what] / before) / math.log(larger / smaller)
            say(f"exponent from {smaller:,} to {larger:,}: {what:29}{power:6.2f}")


def full():
    """Everything anew, with the parts that take longest; gives the seconds of the processor, as the others do."""
    from reports import counting, facts, refresh
    from reports.models import Figure

    parts = {}
    filled_by, count_all = dict(facts.FILLED_BY), counting.count_all
    for model, fill in filled_by.items():
        facts.FILLED_BY[model] = told(parts, lambda *_args, name=model.__name__: f"fact {name}", fill)
    counting.count_all = told(parts, lambda measure, *_args: f"measure {measure.key}", count_all)
    took, worked = seconds(refresh.everything)
    facts.FILLED_BY.update(filled_by)
    counting.count_all = count_all
    say(f"full refresh: {took:.1f} s, {worked:.1f} s of a processor, {Figure.objects.count():,} figures")
    for kind in ("fact", "measure"):
        mine = sorted(((taken, name) for name, taken in parts.items() if name.startswith(kind)), reverse=True)
        say(f"  {len(mine)} {kind}s: {sum(taken for taken, _name in mine):.1f} s")
        for taken, name in mine[:5]:
            say(f"    {name:40}{taken:7.2f} s")
    return worked


def changes(clients):
    """A day's changes."""
    from reports import refresh

    some, ended = change(clients)
    took, worked = seconds(refresh.changes)
    say(f"change refresh: {some:,} clients, {ended} ends moved: {took:.2f} s, {worked:.2f} s of a processor")
    return worked


def night(clients):
    """The night after another day's changes."""
    from reports import refresh
    from reports.models import Refresh

    change(clients)
    day = Refresh.objects.latest().as_at + timedelta(days=1)
    took, worked = seconds(lambda: refresh.nightly(day))
    say(f"night: {took:.2f} s, {worked:.2f} s of a processor")
    return worked


def change(clients):
    """Change some clients, and the end of treatment of some of these; gives how many."""
    from clients.models import Client, Episode
    from reports.models import ChangedClient

    some = list(Client.objects.order_by("?").values_list("pk", flat=True)[: max(clients // CHANGED, 10)])
    ChangedClient.objects.bulk_create([ChangedClient(client_key=key) for key in some])
    ended = Episode.objects.filter(client__in=some[::MOVED], ended_on__isnull=False)
    for episode in ended:
        Episode.objects.filter(pk=episode.pk).update(ended_on=episode.ended_on + timedelta(days=1))
    return len(some), len(ended)


def pages():
    """The page of each report that is made from figures."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from benchmarks.__main__ import timed
    from benchmarks.arena import page_of, signed_in
    from reports.catalogue import REPORTS
    from reports.choices import PeriodKind
    from reports.models import Period
    from reports.reading import name_of

    browser, found = signed_in("commissioner"), {}
    periods = Period.objects.filter(kind=PeriodKind.YEAR).order_by("starts_on")
    earlier = name_of(periods[max(len(periods) - 3, 0)])  # the last is not over, and the one before it is shown
    for report in REPORTS.values():
        if not report.sections:
            continue
        breakdown = report.dimensions[0] if report.is_broken_down else "sex"
        for query in ("", f"?breakdown={breakdown}&compare={earlier}"):
            page = page_of(browser, reverse(report.page) + query)
            page()
            reset_queries()  # the log has room for so many only, and a full one counts none
            with CaptureQueriesContext(connection) as captured:
                size = len(page()) / 1000
            queries = len(captured)  # the next request empties the log
            began = time.process_time()
            times = [timed(page) for _round in range(ROUNDS)]
            worked = (time.process_time() - began) * 1000 / ROUNDS
            too_many = f", more than {MOST_QUERIES}" if queries > MOST_QUERIES else ""
            what = f"{report.key}{', broken down' if query else ''}"
            figures = f"median {statistics.median(times):6.1f} ms, processor {worked:6.1f} ms, {size:4.0f} kB"
            say(f"page {what:38}{queries:3} queries{too_many}, {figures}")
            found[f"page {what}"] = statistics.median(times)
    return found


def told(parts, name_of, function):
    """The function, which writes down how long it takes."""

    def timed(*args, **kwargs):
        began = time.monotonic()
        function(*args, **kwargs)
        parts[name_of(*args)] = time.monotonic() - began

    return timed


def seconds(function):
    """How long a function takes, and how long of that the database worked for it."""
    began, worked = time.monotonic(), processor()
    function()
    return time.monotonic() - began, max(processor() - worked, 0.01)


def processor():
    """The seconds that the database's process of this connection has had of a processor."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        state = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(state[11]) + int(state[12])) / os.sysconf("SC_CLK_TCK")


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
