"""Real processes on a real database and a real Redis, and fakes of the world outside that count."""

import pytest
from django.conf import settings

from alerts.models import Alert
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.alerts import AlertFactory
from tests.faults.outside import Gateway, MailServer

DUE = 500


@pytest.fixture
def person(committed_db):
    return UserFactory(team=TeamFactory())


@pytest.fixture
def due_alerts(person):
    """500 alerts for one person, whose time has come."""
    return Alert.objects.bulk_create(AlertFactory.build_batch(DUE, recipient=person))


@pytest.fixture
def environment(process_environment):
    """Of the processes under test: a failed message is tried again after a second."""
    return process_environment | {"OUTBOX_RETRY_SECONDS": "1", "PYTHONPATH": str(settings.BASE_DIR)}


@pytest.fixture
def gateway():
    yield from running(Gateway())


@pytest.fixture
def mail_server():
    yield from running(MailServer())


def running(server):
    server.start()
    yield server
    server.stop()
