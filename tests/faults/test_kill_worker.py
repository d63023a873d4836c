"""The worker is killed ten times while it sends 500 due alerts: none is lost, and none doubled that can be helped."""

import random
import time
from collections import Counter

import pytest
from django.db import connection, transaction

from alerts.models import Alert
from config.embedded import wait_until
from core.models import OutboxMessage

from .conftest import DUE
from .processes import kill, start_worker

KILLS = 10
PATIENCE = 200  # on a busy machine; by itself it takes 20


class Killer:
    """Kills the worker at ten random messages: half of them just before they are taken, half just after."""

    def __init__(self, environment, outside):
        moments = random.Random(7).sample(range(1, DUE), KILLS)
        self.before, self.after = set(moments[::2]), set(moments[1::2])
        self.environment = environment | outside.environment
        outside.before = lambda number: self.kill_at(number, self.before)
        outside.after = lambda number: self.kill_at(number, self.after)
        self.kills = 0

    def kill_at(self, number, moments):
        if number not in moments:
            return False
        moments.remove(number)
        self.kills += 1
        kill(self.worker)
        return True

    def run_until_all_is_sent(self):
        """Start the worker, and again whenever it has been killed, until nothing waits in the outbox."""
        end = time.monotonic() + PATIENCE
        self.worker = start_worker(self.environment)
        while sent() < DUE and time.monotonic() < end:
            if self.worker.poll() is not None:
                self.worker = start_worker(self.environment)
            time.sleep(0.05)
        kill(self.worker)


def sent():
    return OutboxMessage.objects.exclude(sent_at=None).count()


@pytest.mark.parametrize(("outside", "most_doubled"), [("gateway", 0), ("mail_server", KILLS)])
def test_kill_worker_ten_times(outside, most_doubled, request, due_alerts, person, environment):
    outside = request.getfixturevalue(outside)
    killer = Killer(environment, outside)
    killer.run_until_all_is_sent()

    shown = Alert.objects.due().visible_to(person).count()
    times_taken = Counter(outside.taken)
    doubled = {reference: times for reference, times in times_taken.items() if times > 1}
    lost = {alert.reference for alert in due_alerts} - times_taken.keys()
    print(f"due {DUE}, shown {shown}, sent {sent()}, lost {len(lost)}, doubled {len(doubled)}, kills {killer.kills}")  # noqa: T201
    assert (killer.kills, shown, sent()) == (KILLS, DUE, DUE)
    assert not lost
    assert len(doubled) <= most_doubled
    assert set(doubled.values()) <= {2}


def test_kill_worker_in_the_middle_of_a_batch(due_alerts, environment, gateway):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"LOCK TABLE {OutboxMessage._meta.db_table} IN SHARE MODE"
        )  # the sweep stops at its first message
        worker = start_worker(environment | gateway.environment)
        assert wait_until(lambda: somebody_waits(cursor), PATIENCE)
        kill(worker)
    assert wait_until(lambda: not Alert.objects.exclude(raised_at=None).exists(), PATIENCE)
    assert not OutboxMessage.objects.exists()
    worker = start_worker(environment | gateway.environment)
    assert wait_until(lambda: sent() == DUE, PATIENCE)
    kill(worker)
    assert len(gateway.taken) == len(set(gateway.taken)) == DUE


def somebody_waits(cursor):
    cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
    return cursor.fetchone()[0]
