"""`make bench`: caseload, search and client record at several numbers of clients, and against the same rows by raw SQL.

All sizes and both arms in one run and one process, in turn, after a warm-up; printed are medians in milliseconds, how
many times the first size a page takes at each further one, and how many times its floor: raw psycopg, prepared, in an
f-string. Our page does all that it does in production: session, user, access rules, the entry in the log of looks,
forms, menu and template. `--sizes 10000 1000000` are those of our target; a million takes some 25 GB of disk.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time

import django

WARM_UP, ROUNDS = 20, 60


def main():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 30_000], help="numbers of clients")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON at the end")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from benchmarks.arena import Arena
    from tests import database

    database.server.options = []  # as durable as in production: the tests' server is not
    say(f"Python {platform.python_version()}, Django {django.__version__}, load {os.getloadavg()[0]:.1f}")
    arenas = []
    for size in options.sizes:
        arenas.append(arena := Arena(size))
        known = " and ".join(f"{number:,}" for number in arena.known.values())
        say(f"{size:,} clients, made in {arena.seconds:.0f} s; the readers\u2019 teams know {known}")
    for arena in arenas:
        arena.sign_in_again()
    figures = [figure for what in arenas[0].arms for figure in compare(what, arenas, options.rounds)]
    for arena in arenas:
        arena.close()
    say(f"load {os.getloadavg()[0]:.1f}")
    if options.json:
        say(json.dumps(figures))


def compare(what, arenas, rounds):
    """Time our page and its floor at every size, in turn."""
    times = {(arena, arm): [] for arena in arenas for arm in (0, 1)}
    for number in range(WARM_UP + rounds):
        for arena in arenas:
            with arena.active():
                for arm in (0, 1):
                    took = timed(arena.arms[what][arm])
                    if number >= WARM_UP:
                        times[arena, arm].append(took)
    first = statistics.median(times[arenas[0], 0])
    for arena in arenas:
        page, least = (statistics.median(times[arena, arm]) for arm in (0, 1))
        figures = {
            "page": what, "clients": arena.size, "page_ms": round(page, 2), "floor_ms": round(least, 2),
            "times_the_first": round(page / first, 2), "times_the_floor": round(page / least, 1),
            "page_p95_ms": round(statistics.quantiles(times[arena, 0], n=20)[-1], 2),
        }  # fmt: skip
        say(
            f"  {what:22}{arena.size:>9,}  {page:7.2f} ms  {figures['times_the_first']:5.2f} times the first size   "
            f"floor {least:6.2f} ms  {figures['times_the_floor']:5.1f} times the floor   p95 {figures['page_p95_ms']:.1f} ms"
        )
        yield figures


def timed(function):
    began = time.perf_counter()
    function()
    return (time.perf_counter() - began) * 1000


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
