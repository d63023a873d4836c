"""Fixtures for the whole suite."""

import gc

import pytest
from django.db import connections

from config.embedded import Redis
from tests import database
from tests.people import *  # noqa: F403 fixtures are found by their names here


def pytest_collection_finish():
    """What is loaded by now stays until the end: looking through it for garbage took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="module", autouse=True)
def what_was_kept():
    """The same at each file: templates, words and addresses that the files before it had read stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """One clone of the migrated template for each test worker, used as the application's role.

    No query is shared out among processes: of tables without statistics PostgreSQL expects so many rows that it starts two
    for the count of a few hundred empty ones, which took ten times as long as the count.
    """
    connections.settings["default"]["OPTIONS"]["options"] += " -c max_parallel_workers_per_gather=0"
    with django_db_blocker.unblock():
        clone = database.clone()
        clone.__enter__()
    yield
    with django_db_blocker.unblock():
        clone.__exit__(None, None, None)


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker):
    """A database of this test's own, for what must be committed: threads, other processes, a live server."""
    with django_db_blocker.unblock(), database.clone() as name:
        yield name


@pytest.fixture
def transactional_db(committed_db):
    """A flush is not for the application's role, so that a clone takes its place (live_server asks for this)."""


@pytest.fixture
def redis_server(tmp_path_factory):
    """A real Redis for this test; gives its address."""
    server = Redis(tmp_path_factory.mktemp("redis") / "redis")
    yield f"redis+socket://{server.use()}"
    server.leave()


@pytest.fixture
def process_environment(committed_db, redis_server):
    """The environment for `manage.py` and Celery as processes of their own, on this test's database and Redis."""
    return database.process_environment(committed_db, REDIS_URL=redis_server)


def pytest_terminal_summary(terminalreporter):
    """Say loudly, at the very end, that the browser tests did not run."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    if any("NO BROWSER TEST RAN" in reason for reason in skipped):
        terminalreporter.section("NO BROWSER TEST RAN: install Chromium, or name one in CHROMIUM", red=True, bold=True)
