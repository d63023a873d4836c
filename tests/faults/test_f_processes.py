"""F1, F2, F5, F6, F7 and F17: processes are killed, restarted, too many, away, confused about the time, or asleep."""

import os
import random
import signal
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from alerts.models import Alert
from config.embedded import wait_until
from core.models import Heartbeat, OutboxMessage
from tests import database

from .processes import counts_of, start_sweep
from .storm import ALERTS, PATIENCE, SMTP, Storm, each_round, is_alive, red_alerts, times

pytestmark = pytest.mark.faults
SWEEPERS = 4
BANNER = "the background work is not running"


@each_round
def test_f1_a_random_process_is_killed_four_times_a_second(turn, person, nodes, outside):
    """And, at the gateway, whoever is sending at that moment: just before the message is taken, or just after."""
    storm = Storm(person, outside)
    nodes.dice.seed(turn)
    moments = random.Random(turn).sample(range(1, ALERTS), times(6, 20))
    callers = {}

    def fault(reference, caller):
        callers["now"] = caller

    def kill_at(number, chosen):
        if number not in chosen:
            return False
        chosen.remove(number)
        return nodes.kill(callers["now"])

    if outside.takes_references:
        before, after = set(moments[::2]), set(moments[1::2])
        outside.fault = fault
        outside.before = lambda number: kill_at(number, before)
        outside.after = lambda number: kill_at(number, after)
    nodes.start("sweeper", SWEEPERS)
    nodes.start("worker")
    storm.wait(nodes, every=0.25, meanwhile=lambda: (nodes.refill(SWEEPERS), nodes.replace_one()))
    storm.tell(f"F1 {outside.name}", nodes, most_doubled=0 if outside.takes_references else nodes.kills)
    assert nodes.kills >= 3


@each_round
def test_f1_killed_in_the_middle_of_a_sweep(turn, person, nodes, gateway):
    """What it had begun to raise is not raised at all, and the next sweep does it."""
    storm = Storm(person, gateway, red_alerts(person, since=timedelta(seconds=-60), spread=timedelta(0)))
    with sweeping_stopped(nodes) as sweeping:
        nodes.kill(sweeping)
    assert wait_until(lambda: not Alert.objects.exclude(raised_at=None).exists(), PATIENCE)
    assert not OutboxMessage.objects.exists()
    nodes.start("sweeper")
    storm.wait(nodes)
    storm.tell("F1 middle of a sweep", nodes)


@each_round
def test_f2_deploys_one_after_the_other(turn, person, nodes, mail_server):
    """Plain email: a worker that is asked to stop finishes the message in hand, so that not one is doubled."""
    nodes.settings |= SMTP
    restarts = times(2, 20)
    storm = Storm(person, mail_server, red_alerts(person, spread=timedelta(seconds=2 * restarts)))
    for _ in range(restarts):
        old = nodes.start("worker")
        time.sleep(2)
        nodes.kill(old, signal.SIGTERM)
        assert wait_until(lambda pid=old: not is_alive(pid), 60), "The worker does not stop when it is asked to"
    nodes.start("worker")
    storm.wait(nodes)
    storm.tell("F2", nodes)
    assert nodes.kills == restarts


@each_round
def test_f5_three_timetables_and_timers_and_somebody_by_hand(turn, person, nodes, world, gateway, committed_db):
    """At a gateway that takes its time, so that all of them have a message in hand at once."""
    storm = Storm(person, gateway, red_alerts(person, spread=timedelta(0)))
    gateway.after = lambda number: time.sleep(0.02)
    nodes.start("worker", 3)
    nodes.start("sweeper", 3)
    address = database.process_environment(committed_db)["DATABASE_URL"]
    by_hand = start_sweep(world | {"DATABASE_URL": address})
    storm.wait(nodes)
    assert counts_of(by_hand)["due"] > 0
    storm.tell("F5", nodes)


@each_round
def test_f6_nothing_ran_for_72_hours(turn, person, nodes, gateway):
    """All is sent when it is back, the oldest first, and marked late; meanwhile every page says so."""
    Heartbeat.objects.beat("sweep")
    Heartbeat.objects.update(at=timezone.now() - timedelta(hours=72))
    span = timedelta(hours=70)
    storm = Storm(person, gateway, red_alerts(person, since=timedelta(hours=-72), spread=span))
    browser = Browser()
    browser.force_login(person, backend="accounts.roles.RoleBackend")
    assert storm.shown() == ALERTS, "What is due is shown without any worker"
    assert BANNER in browser.get("/clients/my-work/").text
    assert browser.get("/healthz/").status_code == 503
    nodes.start("worker")
    storm.wait(nodes)
    order = [storm.due_at[reference] for reference in gateway.taken if reference in storm.due_at]
    assert order == sorted(order), "The oldest go first"
    assert all(alert.is_late for alert in Alert.objects.filter(pk__in=[alert.pk for alert in storm.alerts]))
    assert BANNER not in browser.get("/clients/my-work/").text
    storm.tell("F6", nodes)


@each_round
def test_f7_clocks_that_are_wrong(turn, storm, person, nodes, skewed_nursery, gateway):
    """What is due is what the database's clock says: nothing goes early, and nothing is forgotten."""
    ahead = Storm(person, gateway, red_alerts(person, number=10, since=timedelta(minutes=30), spread=timedelta(days=2)))
    nodes.nursery = skewed_nursery
    for hours in (2, -2, 72):
        nodes.start("sweeper", skew=hours * 3600)
    assert nodes.ask("tests.faults.nursery:what_time", skew=-7200) < time.time() - 7000, "The clock is wrong"
    storm.wait(nodes)
    early = [reference for reference in gateway.taken if reference in ahead.due_at]
    assert not early
    assert not Alert.objects.filter(pk__in=[alert.pk for alert in ahead.alerts]).exclude(raised_at=None).exists()
    storm.tell("F7", nodes)


@each_round
def test_f17_two_processes_asleep_with_rows_in_their_hands(turn, person, nodes, gateway):
    """One in the middle of a sweep, one in a call; the database ends their transactions, and others do their work."""
    storm = Storm(person, gateway, red_alerts(person, since=timedelta(seconds=-60), spread=timedelta(0)))
    with sweeping_stopped(nodes) as sweeping:
        os.kill(sweeping, signal.SIGSTOP)
    assert not Alert.objects.exclude(raised_at=None).exists()
    asleep = [sweeping]

    def fall_asleep(reference, caller):
        if len(asleep) < 2:
            asleep.append(caller)
            os.kill(caller, signal.SIGSTOP)

    gateway.fault = fall_asleep
    nodes.start("sweeper", SWEEPERS - 1)
    started = time.monotonic()
    storm.wait_until_sent(nodes)
    took = time.monotonic() - started
    assert len(asleep) == 2
    for pid in asleep:
        os.kill(pid, signal.SIGCONT)  # they wake up, and find that others did it
    storm.settle(nodes)
    storm.tell(f"F17 (all sent after {took:.1f} s)", nodes)


@contextmanager
def sweeping_stopped(nodes):
    """A sweeper that has claimed alerts, and waits to write its first message."""
    waits = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass)"
    table = OutboxMessage._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        sweeping = nodes.start("sweeper")
        assert wait_until(lambda: cursor.execute(waits, [table]).fetchone()[0], PATIENCE), nodes.log
        yield sweeping
