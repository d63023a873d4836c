"""Fixtures: people by role, two teams that must not see each other, a signed-in browser, a fixed day."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.choices import Role
from tests.factories.accounts import ContractFactory, TeamFactory, UserFactory
from tests.factories.clients import EpisodeFactory

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday


@pytest.fixture
def today(monkeypatch):
    """Python's clock says Monday 23 November 2026, 10:00; gives the day."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW.date()


@pytest.fixture
def team(db):
    return TeamFactory(name="Afon Team")


@pytest.fixture
def other_team(db):
    return TeamFactory(name="Bryn Team")


@pytest.fixture
def keyworker(team):
    return UserFactory(team=team, role=Role.KEYWORKER)


@pytest.fixture
def case_manager(team):
    return UserFactory(team=team, role=Role.CASE_MANAGER)


@pytest.fixture
def team_manager(team):
    return UserFactory(team=team, role=Role.TEAM_MANAGER)


@pytest.fixture
def coach(team):
    return UserFactory(team=team, coach=True)


@pytest.fixture
def stranger(other_team):
    """A keyworker of another team."""
    return UserFactory(team=other_team, role=Role.KEYWORKER)


@pytest.fixture
def commissioner(team):
    user = UserFactory(commissioner=True, partnership=team.area.partnership)
    ContractFactory(partnership=team.area.partnership, provider=team.provider)
    return user


@pytest.fixture
def episode(team, keyworker):
    """An open episode in treatment with our team, kept by the keyworker."""
    return EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True)


@pytest.fixture
def record(episode):
    """The client of that episode."""
    return episode.client


@pytest.fixture
def sign_in(client):
    """Signs a user into the test browser: `browser = sign_in(keyworker)`."""

    def browser_of(user):
        client.force_login(user, backend="accounts.roles.RoleBackend")
        return client

    return browser_of
