"""A date moves ten times while sweeps and deliveries run: only what still holds is sent."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection

from alerts import workflow
from alerts.models import Alert
from alerts.sweep import sweep
from core import outbox
from core.senders import Sender
from tests.alerts.conftest import DUE_AT, wishes  # noqa: F401 a fixture
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import EpisodeFactory

MOVES = 10


class FakeSender(Sender):
    def __init__(self):
        self.taken, self.in_hand = [], Event()

    def send(self, message, address):
        self.in_hand.set()
        self.taken.append(message.reference)

    def knows(self, reference):
        return reference in self.taken


@pytest.fixture
def sender(monkeypatch):
    sender = FakeSender()
    monkeypatch.setattr(outbox, "import_string", lambda path: lambda: sender)
    return sender


@contextmanager
def sweeping_and_sending(workers=3):
    """All the while, others sweep and send."""
    stop = Event()

    def work():
        while not stop.is_set():
            sweep(DUE_AT)
            outbox.deliver(DUE_AT)
        connection.close()

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()


def test_what_is_withdrawn_is_never_sent_afterwards(committed_db, wishes, sender):  # noqa: F811
    team = TeamFactory()
    episode = EpisodeFactory(team=team, keyworker=UserFactory(team=team), in_treatment=True)
    withdrawn = {}  # and how often it had been sent by then
    with sweeping_and_sending():
        for move in range(MOVES):
            sender.in_hand.clear()
            wishes.due = {f"date {move}": DUE_AT}
            workflow.plan(episode.client)
            for alert in Alert.objects.exclude(ended_at=None):
                withdrawn.setdefault(alert.reference, sender.taken.count(alert.reference))
            if move % 2:  # every other date gets as far as the sender
                assert sender.in_hand.wait(10)
    outbox.deliver(DUE_AT)
    [last] = Alert.objects.due(DUE_AT)
    assert len(withdrawn) == MOVES - 1
    assert withdrawn == {reference: sender.taken.count(reference) for reference in withdrawn}
    assert sender.taken.count(last.reference) == 1
