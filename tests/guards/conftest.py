"""Fixtures of the guards: the world is made once for each file, and each test has it as it was."""

import pytest
from django.db import connection, transaction

from .world import World


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """Two teams and their clients, made once for all tests of a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture
def world(people):
    """The same people for each test, with records of its own; each request is rolled back besides."""
    with transaction.atomic():
        yield people
        transaction.set_rollback(True)
    people.records.clear()
