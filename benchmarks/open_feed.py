"""`python -m benchmarks.open_feed`: our own feed at several numbers of services; medians in milliseconds.

A page of 50, short and with everything; the last page; one by its key; words; and all of it as a stream, with the
memory that the process took besides. Each service has two places, three schedules, a price, a contact and a number.
"""

import math
import os
import resource
import statistics
import sys
import uuid

import django

SIZES, ROUNDS = (1_000, 10_000), 30
OK = 200


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from benchmarks.__main__ import say
    from tests import database

    database.server.options = []  # as durable as in production
    medians = {}
    for size in SIZES:
        with database.clone():
            load(size)
            for what, took, queries in figures(size):
                first = medians.setdefault(what, took)
                exponent = math.log(took / first, size / SIZES[0]) if size != SIZES[0] else 0.0
                say(f"  {what:24}{size:>8,}  {took:9.1f} ms  {queries:>4} queries  exponent {exponent:5.2f}")
            before = peak()
            seconds, length = stream()
            grown = (peak() - before) / 1024
            say(
                f"  {'everything, streamed':24}{size:>8,}  {seconds:9.0f} ms  {length:,} bytes, {grown:.1f} MB more than before"
            )


def figures(size):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.__main__ import timed
    from services_directory.models import Service

    pages = {
        "page of 50": "services",
        "page of 50, full": "services?full=true",
        "last page of 50, full": f"services?full=true&page={size // 50}",
        "page of words, full": "services?full=true&search=help+hall",
        "places, page of 50": "service_at_locations?full=true",
        "one service": f"services/{Service.objects.last().pk}",
    }
    for what, path in pages.items():
        page(path)
        with CaptureQueriesContext(connection) as queries:
            page(path)
        count = len(queries)  # before the next request forgets them
        yield what, statistics.median(timed(lambda path=path: page(path)) for _round in range(ROUNDS)), count


def page(path):
    from django.test import Client

    answer = Client(SERVER_NAME="localhost").get(f"/openreferral/{path}")
    if answer.status_code != OK:
        sys.exit(f"{path} answers {answer.status_code}.")


def stream():
    """Read the stream and keep nothing; its time, and how long it was."""
    from django.test import Client

    from benchmarks.__main__ import timed

    lengths = []

    def read():
        lengths.extend(map(len, Client(SERVER_NAME="localhost").get("/openreferral/services?full=true&format=ndjson")))

    return timed(read), sum(lengths)


def peak():
    """The most memory that this process ever had, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def load(size):
    """Without history, as the owner of the tables; then the index of the search, and what the planner wants to know."""
    from django.db import connection

    from config.demo.bulk import without_triggers
    from config.management.commands.migrate import as_owner
    from services_directory.models.index import index_all

    with as_owner(connection), without_triggers():
        fill(size)
    with connection.cursor() as cursor:
        index_all(cursor)
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself after a while


def fill(size):
    """Services of 100 organisations, with everything that may belong to one."""
    from services_directory import models
    from services_directory.choices import Need

    needs, words = list(Need.values), "Somebody listens, and helps with forms, letters and calls. " * 12
    organisations = [models.Organisation(name=f"Organisation {n}", description=words) for n in range(100)]
    models.Organisation.objects.bulk_create(organisations)
    for begin in range(0, size, 1_000):
        services = [
            models.Service(
                name=f"{'Help' if n % 10 == 0 else 'Care'} {n}", organisation=organisations[n % 100], description=words,
                needs=needs[n % 30 : n % 30 + 3], area="Cardiff\nBarry", language_codes=["en", "cy"], phone="029 2018 0000",
            )
            for n in range(begin, begin + 1_000)
        ]  # fmt: skip
        models.Service.objects.bulk_create(services)
        details(services, models)


def details(services, models):
    """Two places, three schedules, a price, a contact and a further number for each."""
    places = [
        models.Location(name=f"Hall {n}", address="1 High Street", city="Cardiff", county="Wales", postcode="CF10 1AA")
        for n in range(2 * len(services))
    ]
    models.Location.objects.bulk_create(places)
    links = [models.ServiceAtLocation(service=services[n // 2], location=place) for n, place in enumerate(places)]
    models.ServiceAtLocation.objects.bulk_create(links)
    rows = {
        models.Schedule: {"freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00", "closes_at": "17:00"},
        models.CostOption: {"option": "A session", "amount": "5.00"},
        models.Contact: {"title": "Duty worker"},
        models.Phone: {"number": "029 2018 0123", "description": "Text", "language_codes": ["cy"]},
    }
    for model, values in rows.items():
        repeated = 3 if model is models.Schedule else 1
        made = [model(id=uuid.uuid4(), service=each, **values) for each in services for _ in range(repeated)]
        model.objects.bulk_create(made)


if __name__ == "__main__":
    main()
