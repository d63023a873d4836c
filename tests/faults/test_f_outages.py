"""F3, F8, F9 and F12: Redis is lost, PostgreSQL crashes, an answer is cut off, the gateway does what it likes."""

import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from alerts.sweep import reconcile
from config.embedded import wait_until
from core.models import OutboxMessage
from tests.factories.accounts import TeamFactory, UserFactory

from .cutting import CuttingProxy
from .outside import Fault
from .storm import ALERTS, OUTAGE, Storm, each_round, red_alerts, times
from .test_f_dates import move, stays

pytestmark = pytest.mark.faults


@each_round
def test_f3_redis_is_killed_and_has_forgotten_all(turn, person, nodes, redis, gateway):
    storm = Storm(person, gateway, red_alerts(person, spread=timedelta(seconds=OUTAGE + 3)))
    nodes.start("worker", 2)
    assert wait_until(lambda: len(gateway.taken) > 3, 30), nodes.log
    redis.kill_and_wipe()
    time.sleep(OUTAGE / 2)
    [seen] = red_alerts(person, number=1)
    page = nodes.ask("tests.faults.browser:alert_page", person.pk, seen.pk)
    assert page == {"get": 200, "post": 302}, "Pages need no Redis"
    assert "redis: does not answer" in nodes.ask("tests.faults.browser:health")["reasons"]
    time.sleep(OUTAGE / 2)
    redis.start()
    storm.wait(nodes, meanwhile=nodes.restart_the_dead)
    late = storm.tell("F3", nodes)
    assert late <= OUTAGE + 60


@each_round
def test_f8_the_database_crashes_every_two_seconds(turn, mortal_postgres, mortal_nodes, gateway):
    """While it does, release dates move: a date and its alerts are saved together, or not at all."""
    nodes, team = mortal_nodes, TeamFactory()
    person = UserFactory(team=team)
    moving = stays(team, person, 3)
    reconcile()  # these were made without a verb
    crashes = times(2, 20)
    storm = Storm(person, gateway, red_alerts(person, spread=timedelta(seconds=2 * crashes)))
    nodes.start("sweeper", 3)
    nodes.start("worker")
    said = 0
    for crash in range(crashes):
        ends = time.monotonic() + 1.5
        while time.monotonic() < ends:
            with suppress(OperationalError):
                move(moving[crash % 3], by=person, day=said)
                said += 1
        mortal_postgres.crash()
        assert nodes.ask("tests.faults.browser:health")["status"] == 503
        mortal_postgres.use()
        connection.close()
    storm.wait(nodes, meanwhile=nodes.restart_the_dead)
    assert reconcile()["changed"] == 0, "A date without its alerts, or alerts without their date"
    storm.tell(f"F8 ({crashes} crashes, {said} dates saved meanwhile)", nodes)
    assert said >= crashes


@each_round
def test_f9_the_answer_to_a_commit_is_cut_off(turn, person, nodes, gateway, committed_db):
    """Every eighth commit is made by the database, and the process is never told."""
    with CuttingProxy(connection.get_connection_params()["host"], every=8) as proxy:
        nodes.database["HOST"] = proxy.folder
        storm = Storm(person, gateway)
        nodes.start("sweeper", 3)
        nodes.start("worker")
        storm.wait(nodes, meanwhile=nodes.restart_the_dead)
        storm.tell(f"F9 ({proxy.cuts} commits cut)", nodes)
        assert proxy.cuts >= 3


@each_round
def test_f12_the_gateway_takes_and_says_nothing_fails_is_busy_and_is_away(turn, storm, nodes, gateway):
    """No message is tried more often than its waiting allows, and none is given up."""
    went_wrong = []
    faults = [
        Fault(taken=True, seconds=2.5),
        Fault(status=500),
        Fault(status=429),
        Fault(taken=True),
        Fault(status=503),
    ]

    def in_turn(reference, caller):
        if len(went_wrong) < times(5, 50) and len(gateway.calls) % 4 == 0:
            went_wrong.append(faults[len(went_wrong) % len(faults)])
            return went_wrong[-1]
        return None

    gateway.fault = in_turn
    nodes.start("sweeper", 2)
    assert wait_until(lambda: len(gateway.taken) > ALERTS // 4, 60), nodes.log
    gateway.stop()
    time.sleep(OUTAGE)
    gateway.start_again()
    storm.wait(nodes)
    most = max(OutboxMessage.objects.values_list("attempts", flat=True))
    storm.tell(f"F12 ({len(went_wrong)} calls went wrong, {OUTAGE} s away, at most {most} attempts)", nodes)
    assert len(went_wrong) == times(5, 50)
    assert not OutboxMessage.objects.exclude(parked_at=None).exists()
    assert most <= 4
