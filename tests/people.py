"""Fixtures: people by role, two teams that must not see each other, a signed-in browser, a fixed day."""

import time
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from django.apps import apps
from django.db.models.functions import Now
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Session
from tests.factories.accounts import ContractFactory, TeamFactory, UserFactory
from tests.factories.clients import EpisodeFactory

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday


@cache
def stamps():
    """The fields that hold the moment at which a row was made: they took their clock when the models were read.

    Not of a session, whose age the database reads off its own clock.
    """
    models = [model for model in apps.get_models() if model is not Session]
    fields = [field for model in models for field in model._meta.concrete_fields]
    return [field for field in fields if field.default is timezone.now or isinstance(field.db_default, Now)]


def stop_the_clock(patch):
    """It is Monday 23 November 2026, 10:00, whatever day the tests are run on.

    Python's clock stands still. That of the database, and what it stamps on a new row, comes some minutes behind and
    goes on: what was written first stays first, and nothing was written in the future.
    """
    fields, began = stamps(), time.monotonic()

    def database_now():
        return NOW - timedelta(minutes=10) + timedelta(seconds=time.monotonic() - began)

    for field in fields:
        patch.setattr(field, "_get_default", database_now)
    patch.setattr("core.database.now", database_now)
    patch.setattr(Now, "as_postgresql", lambda *_args, **_more: ("%s::timestamptz", [database_now()]))
    patch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def today(monkeypatch):
    """The day on which a test stands still."""
    stop_the_clock(monkeypatch)
    return NOW.date()


@pytest.fixture
def db(db, request):
    """The database, in which nothing is made before the clock stands still, in whichever order a test asks for both."""
    if "today" in request.fixturenames:
        request.getfixturevalue("today")


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
