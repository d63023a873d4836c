"""`python -m benchmarks.alerts`: the sweep at 10,000, 100,000 and 1,000,000 alerts, on a database as durable as in production.

Idle: a round that finds nothing due, sign of life included. Claim: 500 due alerts locked and read. Fan-out: 10,000 alerts
of one moment raised, each with its message. Backlog: 100,000 after an outage. The exponent is that of the idle round and
the claim over the sizes: 0 means that the number of alerts does not matter.
"""

import math
import os
import statistics
import sys

import django

SIZES = [10_000, 100_000, 1_000_000]
ROUNDS, FAN_OUT, BACKLOG, PEOPLE = 30, 10_000, 100_000, 200
MOST = {"idle": 2, "claim of 500": 40, "fan-out of 10,000": 1_000, "backlog of 100,000": 20_000}
FILL = """
INSERT INTO alerts_alert (id, version, created_at, updated_at, rule, subject_kind, subject_id, occurrence, lead, recipient_id,
    severity, due_at, raised_at, acknowledged_at, acknowledged_by_id, ended_at, note, ended_because)
SELECT gen_random_uuid(), 1, now(), now(), 'CL01', 'clients.episode', gen_random_uuid(), gen_random_uuid(), 0,
    person, CASE number %% 5 WHEN 0 THEN 'red' ELSE 'amber' END,
    now() + CASE kind WHEN 'ahead' THEN interval '1 day' ELSE interval '-1 day' END * (1 + number %% 300),
    CASE WHEN kind <> 'ahead' THEN now() END, CASE kind WHEN 'done' THEN now() END, CASE kind WHEN 'done' THEN person END,
    CASE kind WHEN 'ended' THEN now() END, '', ''
FROM (SELECT number, (%s::bigint[])[1 + number %% %s] AS person, CASE WHEN number %% 10 < 6 THEN 'done'
    WHEN number %% 10 = 6 THEN 'ended' WHEN number %% 10 < 9 THEN 'ahead' ELSE 'open' END AS kind
    FROM generate_series(1, %s) AS number) AS numbers"""
DUE = """
INSERT INTO alerts_alert (id, version, created_at, updated_at, rule, subject_kind, subject_id, occurrence, lead, recipient_id,
    severity, due_at, note, ended_because)
SELECT gen_random_uuid(), 1, now(), now(), 'PR10', 'custody.custodystay', gen_random_uuid(), gen_random_uuid(), 0,
    (%s::bigint[])[1 + number %% %s], 'red', now() - interval '1 minute', '', ''
FROM generate_series(1, %s) AS number"""


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from tests import database

    database.server.options = []  # as durable as in production
    with database.clone():
        figures = [(size, measure(size, before)) for before, size in zip([0, *SIZES], SIZES, strict=False)]
    for what in ("idle", "claim of 500"):
        (first, least), (last, most) = [(size, found[what]) for size, found in (figures[0], figures[-1])]
        exponent = math.log10(most / least) / math.log10(last / first)
        sys.stdout.write(f"{what}: exponent {exponent:.2f} (at most 0.15)\n")


def measure(size, before):
    """Fill up to a size and take each time there, in milliseconds."""
    from django.db import connection

    from alerts import sweep as sweeping
    from benchmarks.__main__ import timed
    from config.management.commands.migrate import as_owner
    from tests.factories.accounts import UserFactory

    people = [user.pk for user in UserFactory.create_batch(PEOPLE)]
    execute(FILL, people, PEOPLE, size - before)
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE alerts_alert")  # as the database does by itself after a while; nobody else may
    sweeping.sweep_once()
    found = {"idle": statistics.median(timed(sweeping.sweep_once) for _round in range(ROUNDS))}
    execute(DUE, people, PEOPLE, FAN_OUT)
    found["claim of 500"] = statistics.median(timed(claim) for _round in range(ROUNDS))
    found["fan-out of 10,000"] = timed(sweeping.sweep_once)
    execute(DUE, people, PEOPLE, BACKLOG)
    found["backlog of 100,000"] = timed(sweeping.sweep_once)
    for what, took in found.items():
        sys.stdout.write(f"{size:>9,} alerts  {what:20}{took:10.2f} ms (at most {MOST[what]:,})\n")
        sys.stdout.flush()
    return found


def claim():
    """Lock and read a batch, and let go of it."""
    from django.db import transaction

    from alerts import sweep as sweeping
    from alerts.models import Alert
    from core import database

    with transaction.atomic():
        due = Alert.objects.to_raise(database.now()).order_by("due_at")
        list(sweeping._claimed(due))


def execute(statement, *values):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


if __name__ == "__main__":
    main()
