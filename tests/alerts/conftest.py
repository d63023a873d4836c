"""A rule that is thrown away after the test: it wants an alert for each word it is told."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import pytest

from alerts.choices import Severity
from alerts.rules import RULES, Planned, Rule
from clients.responsible import keyworker_of, team_of

DUE_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Wishes:
    """What the rule wants: by word, when it is due."""

    def __init__(self):
        self.due = {}

    def plan(self, client):
        for word, due_at in self.due.items():
            yield Planned(uuid5(NAMESPACE_URL, word), due_at, keyworker_of(client), team_of(client))


@pytest.fixture
def wishes(monkeypatch):
    """`wishes.due["a word"] = a moment` makes an alert wanted for every client that is planned, and nothing else does."""
    wishes = Wishes()
    for code in [code for code, rule in RULES.items() if rule.subject == "clients.client"]:
        monkeypatch.delitem(RULES, code)
    rule = Rule("TEST1", "clients.client", "A test is due", "Do the test", "clients:client_detail", Severity.RED,
                wishes.plan)  # fmt: skip
    monkeypatch.setitem(RULES, "TEST1", rule)
    return wishes


@pytest.fixture
def due_at():
    return DUE_AT


@pytest.fixture
def later():
    return DUE_AT + timedelta(days=7)
