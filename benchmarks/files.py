"""`python -m benchmarks.files`: what leaves as a file: the caseload as a PDF and as a spreadsheet, and the national data set.

The PDF of 500 rows is made by a process of its own, as by the worker's that is recycled: its time, from the first import to
the stored file, and the most memory that it had. The spreadsheet is read to its end as a browser would, beside COPY of the
same statement; where the demo has too few people each comes several times, through the same code.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django

ROWS_ON_PAPER, ROWS_IN_CSV = 500, 100_000
# Of this program alone, in MB: what getrusage says takes in whoever started it.
PEAK = "next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')) / 1024"
MADE_BY_A_WORKER = f"""
import json, sys, time
began = time.perf_counter()
import config.celery, django
django.setup()
from core import documents
from reports import caseload
caseload.MOST_ROWS = int(sys.argv[2])
documents.make(sys.argv[1])
print(json.dumps([time.perf_counter() - began, time.process_time(), {PEAK}]))
"""


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.files", description=__doc__)
    parser.add_argument("--clients", type=int, default=12_000)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from django.core.management import call_command

    from benchmarks.reports import say
    from tests import database

    database.server.options = []  # as durable as in production
    with database.clone() as name, open(os.devnull, "w") as nowhere:
        call_command("demo_data", clients=options.clients, seed="1", stdout=nowhere)
        say(f"{options.clients:,} clients, load {os.getloadavg()[0]:.1f}")
        say(paper(name))
        say(spreadsheet())
        say(data_set())
        say(f"load {os.getloadavg()[0]:.1f}")


def paper(name):
    """The caseload of the largest team."""
    from accounts.models import User
    from core.models import Document
    from reports.printing import KIND
    from tests import database

    by = User.objects.get(username="team.manager")
    document = Document.objects.create(kind=KIND, title="Caseload report", parameters={}, requested_by=by)
    command = [sys.executable, "-c", MADE_BY_A_WORKER, str(document.pk), str(ROWS_ON_PAPER)]
    said = subprocess.run(command, env=database.process_environment(name), capture_output=True, check=True).stdout
    wall, processor, peak = json.loads(said.splitlines()[-1])
    document.refresh_from_db()
    size = len(document.content) / 1000 if document.content else sys.exit(f"No PDF: {document.error}")
    return f"caseload PDF, {ROWS_ON_PAPER} rows: {wall:.1f} s, processor {processor:.1f} s, peak {peak:.0f} MB, {size:.0f} kB"


def spreadsheet():
    """Every open episode of every team; the first byte, the first row, and the last."""
    from django.db import connection
    from django.utils import timezone

    from accounts.models import Team
    from core.spreadsheets import csv_stream
    from reports.caseload_rows import HEAD, rows

    teams, day = list(Team.objects.values_list("pk", flat=True)), timezone.localdate()
    with several_times(-(-ROWS_IN_CSV // sum(1 for _row in rows(teams, day)))):
        statements = []
        with connection.execute_wrapper(lambda run, *asked: statements.append(asked[:2]) or run(*asked)):
            began, worked, arrived = time.perf_counter(), time.process_time(), []
            lines = (line.values() for line in rows(teams, day))
            for part in csv_stream("caseload.csv", HEAD.values(), lines).streaming_content:
                arrived.append((time.perf_counter() - began, len(part)))
        worked = time.process_time() - worked
        copied = copy_of(*statements[-1])
    first, row, last = (arrived[place][0] for place in (0, 2, -1))
    return (
        f"caseload CSV, {len(arrived) - 2:,} rows, {sum(size for _at, size in arrived) / 1e6:.0f} MB: {last:.1f} s (processor "
        f"{worked:.1f} s), COPY {copied:.1f} s: {last / copied:.1f} times; first byte {first * 1000:.0f} ms, row {row * 1000:.0f} ms"
    )


@contextmanager
def several_times(times):
    """Everybody comes so many times."""
    from reports import caseload_rows

    before, table = caseload_rows.ROWS, "FROM clients_episode e\n"
    caseload_rows.ROWS = before.replace(
        table, f"FROM generate_series(1, {times}) again CROSS JOIN {table.removeprefix('FROM ')}"
    )
    try:
        yield
    finally:
        caseload_rows.ROWS = before


def copy_of(statement, parameters):
    """How long the server takes to send the same rows in its own way, in seconds."""
    import psycopg
    from django.db import connection

    text = psycopg.ClientCursor(connection.connection).mogrify(statement, parameters)
    began = time.perf_counter()
    with connection.connection.cursor().copy(f"COPY ({text}) TO STDOUT WITH CSV") as copy:
        for _part in copy:
            pass
    return time.perf_counter() - began


def data_set():
    """The national data set of a year, as `manage.py export_ndtms` writes it."""
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    until = timezone.localdate()
    with TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        file = Path(folder) / "out.csv"
        began = time.perf_counter()
        call_command(
            "export_ndtms",
            "--from",
            str(until - timedelta(days=364)),
            "--to",
            str(until),
            "--out",
            str(file),
            stdout=nowhere,
        )
        took = time.perf_counter() - began
        number = sum(1 for _line in file.open(encoding="utf-8-sig")) - 1
    return f"national data set of a year: {number:,} rows in {took:.1f} s, {number / took:,.0f} rows a second"


if __name__ == "__main__":
    main()
