"""`make bench`: the caseload page and the client record against the same rows by raw psycopg in an f-string.

Both in one run and one process, in turn, after a warm-up; printed are medians in milliseconds and how many times the
floor a page takes. Our page does all that it does in production: session, user, access rules, the entry in the log of
looks, forms, menu and template.
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
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000], help="numbers of clients")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON at the end")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from tests import database

    database.server.options = []  # as durable as in production: the tests' server is not
    say(f"Python {platform.python_version()}, Django {django.__version__}, load {os.getloadavg()[0]:.1f}")
    figures = []
    for size in options.sizes:
        with database.clone():
            figures += at_size(size, options.rounds)
    if options.json:
        say(json.dumps(figures))


def at_size(size, rounds):
    """Fill a database, and time both pages in it."""
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import floor

    began = time.monotonic()
    call_command("demo_data", clients=size, seed="1", stdout=open(os.devnull, "w"))
    say(f"\n{size} clients, made in {time.monotonic() - began:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    raw = floor.connect()
    for name, page, least in [("caseload", *caseload_arms(raw)), ("client record", *record_arms(raw))]:
        yield compare(size, name, page, least, rounds)
    raw.close()


def signed_in():
    """The browser of the person who reads the largest team, and that person."""
    from django.test import Client

    from accounts.models import User

    reader = User.objects.get(username="team.manager")
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(reader, backend="accounts.roles.RoleBackend")
    return browser, reader


def caseload_arms(raw):
    """Our page and its floor, after making sure that they hold the same rows."""
    from django.urls import reverse

    from benchmarks import floor

    browser, reader = signed_in()
    address, team_ids = reverse("clients:client_list"), reader.team_ids
    html, references = floor.caseload(raw, team_ids)
    page = browser.get(address).content.decode()
    places = [page.find(reference) for reference in references]
    if -1 in places or places != sorted(places) or len(references) != 50:
        sys.exit("The caseload page and its floor do not show the same rows.")
    return lambda: browser.get(address).content, lambda: floor.caseload(raw, team_ids)[0]


def record_arms(raw):
    """Our page, and the same statements without Django; of somebody with a long record."""
    from django.db import connection
    from django.db.models import Count

    from benchmarks import floor
    from clients.models import Client

    browser, reader = signed_in()
    client = Client.objects.visible_to(reader).annotate(number=Count("contacts")).order_by("-number", "pk").first()
    address = client.get_absolute_url()
    browser.get(address)
    recorder = floor.Recorder()
    with connection.execute_wrapper(recorder):
        page = browser.get(address).content.decode()
    if client.reference not in page or client.reference not in floor.replay(raw, recorder.statements):
        sys.exit("The client record and its floor do not show the same client.")
    return lambda: browser.get(address).content, lambda: floor.replay(raw, recorder.statements)


def compare(size, name, page, least, rounds):
    for _ in range(WARM_UP):
        page()
        least()
    ours, floors = [], []
    for _ in range(rounds):
        ours.append(timed(page))
        floors.append(timed(least))
    figures = {
        "clients": size,
        "page": name,
        "page_ms": round(statistics.median(ours), 2),
        "floor_ms": round(statistics.median(floors), 2),
        "ratio": round(statistics.median(ours) / statistics.median(floors), 1),
        "page_p95_ms": round(statistics.quantiles(ours, n=20)[-1], 2),
        "bytes": len(page()),
    }
    say(
        f"  {name:14} {figures['page_ms']:7.2f} ms   floor {figures['floor_ms']:6.2f} ms   "
        f"{figures['ratio']:5.1f} times the floor   (p95 {figures['page_p95_ms']:.1f} ms, {figures['bytes']} bytes)"
    )
    return figures


def timed(function):
    began = time.perf_counter()
    function()
    return (time.perf_counter() - began) * 1000


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
