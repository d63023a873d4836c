"""The health check: what it says of each part, and that it stands when the database does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config import views
from core.models import Heartbeat
from tests.factories.core import OutboxMessageFactory


@pytest.fixture
def all_well(db):
    Heartbeat.objects.beat("worker")
    Heartbeat.objects.beat("sweep")


@pytest.mark.usefixtures("all_well")
def test_all_is_well(client):
    OutboxMessageFactory(parked=True)
    response = client.get("/healthz/")
    answer = response.json()
    assert response.status_code == 200
    assert answer["status"] == "ok"
    assert [answer[part]["ok"] for part in ("database", "redis", "worker", "sweep")] == [True] * 4
    assert 0 <= answer["sweep"]["age_seconds"] < 10
    assert answer["outbox"] == {"waiting": 0, "late": 0, "parked": 1}
    assert answer["reasons"] == []


@pytest.mark.usefixtures("all_well")
@pytest.mark.parametrize("name", ["worker", "sweep"])
def test_part_that_stands_still(client, name):
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - timedelta(hours=1))
    response = client.get("/healthz/")
    assert response.status_code == 503
    assert [reason.split(":")[0] for reason in response.json()["reasons"]] == [name]
    assert response.json()[name]["age_seconds"] >= 3600


@pytest.mark.django_db
def test_nothing_has_run_yet(client):
    assert client.get("/healthz/").json()["reasons"] == ["worker: has never run", "sweep: has never run"]


@pytest.mark.usefixtures("all_well")
def test_message_that_waits_too_long_is_counted(client):
    OutboxMessageFactory()
    assert client.get("/healthz/").json()["outbox"] == {"waiting": 1, "late": 1, "parked": 0}


@pytest.mark.usefixtures("all_well")
def test_redis_is_down(client, monkeypatch):
    # This one alone, which is worked out from the other: beside a changed one the wrong address would be put back.
    monkeypatch.setattr(views.app.conf, "broker_write_url", "redis://:secret@127.0.0.1:1/0")
    response = client.get("/healthz/")
    assert response.status_code == 503
    assert response.json()["reasons"] == ["redis: does not answer"]
    assert "secret" not in response.text
