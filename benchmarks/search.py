"""`python -m benchmarks.search`: the search page of the directory at several numbers of services; medians in milliseconds.

Each question is asked as its page: forms, what the words mean, the services, the template. The sizes take turns. The
share of services that answer is the same at every size, so a broad question has ten times the answers in ten times the
services. The exponent says how the time grows: 0 is not at all, 1 is as the directory does.
"""

import argparse
import math
import os
import statistics
import sys

import django

SIZES, TURNS, ROUNDS, WARM_UP = (1_000, 10_000), 6, 8, 3
OK = 200
QUESTIONS = {
    "nothing asked": "",
    "one service by name": "words={name}",
    "food bank": "words=food+bank",
    "a slip of the finger": "words=counciling",
    "debt help in Welsh": "words=debt+help+in+Welsh",
    "AA near me tonight": "words=AA+near+me+tonight&near=ZZ12+1AA",
    "women only": "words=women+only",
    "a need": "need=housing_advice",
    "community (a common word)": "words=community",
    "its second page": "words=community&after={after}",
    "community wellbeing": "words=community+wellbeing",
    "community, near by": "words=community&near=ZZ12+1AA",
    "community tonight": "words=community+tonight",
    "open tomorrow, 30, free": "when=tomorrow&age=30&free=on&self_referral=on",
    "all of it": "words=community+in+Welsh+tonight&near=ZZ12+1AA&age=30&free=on",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from benchmarks.__main__ import say
    from tests import database

    database.server.options = []  # as durable as in production
    names = {size: database.copy_template() for size in options.sizes}
    addresses, counts = {}, {}
    for size, name in names.items():
        with database.connected_to(name):
            addresses[size] = prepare(size)
            counts[size] = {what: queries(address) for what, address in addresses[size].items()}
    times = measure(names, addresses)
    say(f"load {os.getloadavg()[0]:.1f}")
    for what in QUESTIONS:
        first = statistics.median(times[options.sizes[0], what])
        for size in options.sizes:
            took = statistics.median(times[size, what])
            exponent = math.log(took / first, size / options.sizes[0]) if size != options.sizes[0] else 0.0
            worst = statistics.quantiles(times[size, what], n=20)[-1]
            say(
                f"  {what:26}{size:>8,}  {took:7.1f} ms  p95 {worst:6.1f} ms  {counts[size][what]:>3} queries"
                f"  exponent {exponent:5.2f}"
            )
    for name in names.values():
        database.drop(name)


def prepare(size):
    """Fill a directory without its history; gives the addresses that are asked there."""
    from django.db import connection
    from django.urls import reverse

    from benchmarks.services import fill
    from config.demo.bulk import without_triggers
    from config.management.commands.migrate import as_owner
    from services_directory.models import Service
    from services_directory.models.index import index_all
    from services_directory.search import Asked, find
    from services_directory.understanding import understood

    with as_owner(connection), without_triggers():
        fill(size)
    with connection.cursor() as cursor:
        index_all(cursor)
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself after a while
    name = Service.objects.order_by("id")[size // 2].name.replace(" ", "+")
    after = find(Asked(terms=tuple(understood("community").terms))).next_cursor
    page = reverse("services_directory:service_list")
    return {what: f"{page}?{question.format(name=name, after=after)}" for what, question in QUESTIONS.items()}


def measure(names, addresses):
    """{(size, question): times}; the sizes in turn, so that a busy minute falls on all of them."""
    from benchmarks.__main__ import timed
    from tests import database

    times = {}
    for _turn in range(TURNS):
        for size, name in names.items():
            with database.connected_to(name):
                for what, address in addresses[size].items():
                    taken = [timed(lambda address=address: page(address)) for _round in range(WARM_UP + ROUNDS)]
                    times.setdefault((size, what), []).extend(taken[WARM_UP:])
    return times


def queries(address):
    """How many a page sends; words must be found by the index, whatever their statistics say."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(address)
    with CaptureQueriesContext(connection) as taken:
        page(address)
    for query in taken.captured_queries:
        if "words @@" in query["sql"] and "Seq Scan on services_directory_serviceindex" in plan(query["sql"]):
            sys.exit(f"{address} reads the whole index.")
    return len(taken)


def plan(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(row for (row,) in cursor.fetchall())


def page(address):
    from django.test import Client

    answer = Client(SERVER_NAME="localhost").get(address)
    if answer.status_code != OK:
        sys.exit(f"{address} answers {answer.status_code}.")


if __name__ == "__main__":
    main()
