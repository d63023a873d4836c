"""A sweep by hand, and pages, while Redis or the database is away."""

import pytest

from alerts.models import Alert

from .conftest import DUE
from .processes import browse, counts_of, start_sweep

NOWHERE = "redis://:secret@127.0.0.1:1/0"


def test_without_redis_alerts_go_out_and_pages_work(due_alerts, person, environment, mail_server):
    environment = environment | mail_server.environment | {"REDIS_URL": NOWHERE}
    counts = counts_of(start_sweep(environment))
    assert counts == {"due": DUE, "raised": DUE, "already": 0, "sent": DUE}
    assert len(set(mail_server.taken)) == DUE
    answers = browse(environment, person.pk, due_alerts[0].pk)
    assert (answers["get"], answers["post"]) == (200, 302)
    assert Alert.objects.due().visible_to(person).count() == DUE - 1
    assert answers["status"] == 503
    assert "redis: does not answer" in answers["reasons"]


@pytest.mark.parametrize("address", ["postgres://throughcare:secret@127.0.0.1:1/throughcare"])
def test_without_database_the_health_check_says_so(environment, address):
    assert browse(environment | {"DATABASE_URL": address}) == {"status": 503, "reasons": ["database: does not answer"]}
