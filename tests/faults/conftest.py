"""Real processes on a real database and a real Redis, and fakes of the world outside that count."""

from contextlib import closing
from datetime import timedelta

import pytest
from django.conf import settings

from config.embedded_postgres import base
from tests import database
from tests.factories.accounts import TeamFactory, UserFactory

from .outside import Gateway, MailServer
from .servers import MortalPostgres, MortalRedis
from .storm import SMTP, Nodes, Nursery, Storm, red_alerts

DUE = 60


@pytest.fixture
def person(committed_db):
    return UserFactory(team=TeamFactory())


@pytest.fixture
def due_alerts(person):
    """Alerts for one person, whose time has come."""
    return red_alerts(person, number=DUE, since=timedelta(days=-1), spread=timedelta(0))


@pytest.fixture
def environment(process_environment):
    """Of the processes under test: a failed message is tried again after a second."""
    return process_environment | {"OUTBOX_RETRY_SECONDS": "1", "PYTHONPATH": str(settings.BASE_DIR)}


@pytest.fixture
def gateway(the_gateway):
    the_gateway.count()
    yield the_gateway
    the_gateway.forget_faults()


@pytest.fixture
def mail_server(the_mail_server):
    the_mail_server.count()
    yield the_mail_server
    the_mail_server.forget_faults()


@pytest.fixture(scope="session")
def the_gateway():
    yield from running(Gateway())


@pytest.fixture(scope="session")
def the_mail_server():
    yield from running(MailServer())


def running(server):
    server.start()
    yield server
    server.stop()


# What the storms use (test_f*.py): one nursery, one Redis, one gateway and one mail server for all of them


@pytest.fixture(scope="session")
def the_redis():
    redis = MortalRedis()
    yield redis
    redis.stop()


@pytest.fixture(scope="session")
def world(django_db_setup, the_redis, the_gateway, the_mail_server):
    """The environment of every node: sweeps every second, and a failed message is tried again after a second."""
    return database.process_environment(
        "postgres", **the_mail_server.environment | the_gateway.environment,
        REDIS_URL=f"redis+socket://{the_redis.path}", SWEEP_SECONDS="1", OUTBOX_RETRY_SECONDS="1", GATEWAY_SECONDS="2",
        IDLE_TRANSACTION_SECONDS="3", QUIET_FROM="24", QUIET_UNTIL="0", DEBUG="1", PYTHONPATH=str(settings.BASE_DIR),
    )  # fmt: skip


@pytest.fixture(scope="session")
def nursery(world):
    with closing_with_stop(Nursery(world)) as nursery:
        yield nursery


@pytest.fixture
def skewed_nursery(world):
    """One whose nodes can each have a clock of their own."""
    with closing_with_stop(Nursery(world, "skewed")) as nursery:
        yield nursery


@pytest.fixture
def redis(the_redis):
    the_redis.forget()
    return the_redis


@pytest.fixture
def nodes(nursery, committed_db, redis, gateway, mail_server, tmp_path):
    with closing_with_stop(Nodes(nursery, tmp_path, {"NAME": committed_db})) as nodes:
        yield nodes


@pytest.fixture
def storm(person, gateway):
    return Storm(person, gateway)


@pytest.fixture(params=["gateway", "mail_server"])
def outside(request, nodes):
    """Once the gateway, once plain email, to which all nodes send."""
    if request.param == "mail_server":
        nodes.settings |= SMTP
    return request.getfixturevalue(request.param)


# A PostgreSQL that dies


@pytest.fixture(scope="session")
def the_mortal_postgres():
    server = MortalPostgres()
    yield server
    server.leave()


@pytest.fixture
def mortal_postgres(django_db_setup, django_db_blocker, the_mortal_postgres, monkeypatch):
    """A server that may be crashed, with a database that this test uses."""
    with django_db_blocker.unblock():
        server = the_mortal_postgres
        server.name_of_copy = server.copy()
        monkeypatch.setattr(base, "server", server)
        with database.connected_to(server.name_of_copy):
            yield server
        server.drop(server.name_of_copy)


@pytest.fixture
def mortal_nodes(nursery, mortal_postgres, redis, gateway, tmp_path):
    place = {"NAME": mortal_postgres.name_of_copy, "HOST": mortal_postgres.socket_folder}
    with closing_with_stop(Nodes(nursery, tmp_path, place)) as nodes:
        yield nodes


class closing_with_stop(closing):
    def __exit__(self, *error):
        self.thing.stop()
