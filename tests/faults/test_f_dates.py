"""F13 and F14: some alerts are poison; dates move while their alerts go out."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from alerts.choices import Severity
from alerts.models import Alert
from core.models import Heartbeat, OutboxMessage
from custody.choices import ReleaseType
from custody.workflow import record_release_date
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.custody import CustodyStayFactory

from .outside import Fault
from .storm import ALERTS, Storm, each_round, red_alerts

pytestmark = pytest.mark.faults
MOVES = 10


def stays(team, keyworker, number):
    """So many people in prison who have a keyworker."""
    episodes = [EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True) for _ in range(number)]
    return [CustodyStayFactory(client=episode.client, episode=episode) for episode in episodes]


def move(stay, *, by, day):
    """The prison says another day, which is near."""
    days = {"nominal_on": timezone.localdate() + timedelta(days=1 + day % 9), "days_served": 228}
    return record_release_date(stay, by=by, release_type=ReleaseType.CRD, source="Prison", **days)


@each_round
def test_f13_poison(turn, person, nodes, gateway):
    """No address, refused for good, failing ever again: parked and shown to a person.

    A client who is gone, words that cannot be written: sent all the same, the words in general ones.
    """
    nodes.load.append("tests.faults.poison")
    nodes.settings["OUTBOX_RETRY_SECONDS"] = 0
    poisoned = red_alerts(person, number=2, spread=timedelta(0), since=timedelta(hours=-1))
    refused, failing = poisoned
    nowhere = red_alerts(UserFactory(email="", team=TeamFactory()), number=1, since=timedelta(hours=-1))
    faults = {refused.reference: Fault(status=400), failing.reference: Fault(status=500)}
    gateway.fault = lambda reference, caller: faults.get(reference)
    storm = Storm(person, gateway)
    Alert.objects.filter(pk=storm.alerts[0].pk).update(client_id=uuid4())
    Alert.objects.filter(pk=storm.alerts[1].pk).update(rule="POISON")
    nodes.start("sweeper", 3)
    storm.wait(nodes)
    late = storm.tell("F13 (the others)", nodes)
    parked = set(OutboxMessage.objects.exclude(parked_at=None).values_list("reference", flat=True))
    print(f"F13 poison {len(poisoned) + len(nowhere)}, parked {len(parked)}")  # noqa: T201
    assert parked == {alert.reference for alert in [*poisoned, *nowhere]}
    assert late < 60, "Poison holds nobody up"
    browser = Browser()
    browser.force_login(UserFactory(role=Role.ADMINISTRATOR), backend="accounts.roles.RoleBackend")
    Heartbeat.objects.beat("sweep")
    assert f"could not be delivered: {len(parked)}" in browser.get(reverse("accounts:account_detail")).text


@each_round
def test_f14_dates_that_move_while_their_alerts_go_out(turn, nodes, gateway, committed_db):
    """Of each date the alerts that still stand are sent; those withdrawn never after the move was saved."""
    team = TeamFactory()
    person = UserFactory(team=team)
    moving = stays(team, person, max(3, ALERTS // 20))
    nodes.start("sweeper", 3)
    withdrawn = {}
    for turn in range(MOVES):
        for stay in moving:
            move(stay, by=person, day=turn)
            for alert in Alert.objects.filter(subject_id=stay.pk).exclude(ended_at=None):
                withdrawn.setdefault(alert.reference, time.time())
    last = list(Alert.objects.due().filter(recipient=person, severity=Severity.RED))
    storm = Storm(person, gateway, last)
    storm.due_at = {alert.reference: max(alert.due_at, alert.created_at) for alert in last}
    storm.wait(nodes)
    taken = zip(gateway.taken, gateway.taken_at, strict=True)
    too_late = [reference for reference, at in taken if at > withdrawn.get(reference, at)]
    went = len(withdrawn.keys() & set(gateway.taken))
    storm.tell(f"F14 ({MOVES} moves of {len(moving)} dates, {len(withdrawn)} withdrawn, {went} of them sent before, "
               f"{len(too_late)} after)", nodes)  # fmt: skip
    assert not too_late
    assert len(withdrawn) >= len(moving) * (MOVES - 1)
    versions = {stay.release_dates.get(superseded_at=None).pk for stay in moving}
    assert versions <= set(Alert.objects.open().values_list("occurrence", flat=True))
