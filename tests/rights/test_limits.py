"""A record whose use is restricted: it is kept and not changed or shared, and what protects somebody goes on."""

import pytest
from django.urls import reverse

from clients.models import Client, KnownToTeam
from safeguarding.models import Concern
from tests.factories.aftercare import HandoverFactory
from tests.factories.clients import ConsentFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.usefixtures("today")
CONCERN = {
    "immediate_danger": "True", "kind": "child", "about": "client", "noticed_on": "20/11/2026", "source": "client_said",
    "what": "He said that he leaves the children alone",
}  # fmt: skip


@pytest.fixture
def frozen(record):
    Client.objects.filter(pk=record.pk).update(is_frozen=True)
    return record


def test_safety_and_the_person_s_own_word_come_before_the_restriction(frozen, keyworker, sign_in):
    browser, consent = sign_in(keyworker), ConsentFactory(client=frozen)
    concern = browser.post(reverse("safeguarding:concern_raise", args=[frozen.pk]), CONCERN)
    assert concern.status_code == 302, concern.context["form"].errors
    assert Concern.objects.get().client == frozen
    withdraw = reverse("aftercare:consent_withdraw", args=[consent.pk])
    assert browser.post(withdraw, {"on": "23/11/2026"}).status_code == 302
    death = browser.post(reverse("aftercare:death_record", args=[frozen.pk]), {})
    assert death.status_code == 422, "Asked what is missing, and not refused"


def test_a_record_that_is_not_to_be_changed_is_searched(frozen, keyworker, sign_in):
    url = reverse("clients:client_timeline", args=[frozen.pk])
    assert sign_in(keyworker).post(url, {"words": "tenancy"}).status_code == 302


def test_a_handover_that_was_sent_before_is_read_and_not_taken_over(frozen, episode, other_team, stranger, sign_in):
    service = ServiceFactory(run_by_team=other_team)
    sent = HandoverFactory(sent=True, episode=episode, receiving_service=service)
    browser = sign_in(stranger)
    assert browser.get(reverse("aftercare:received_handover", args=[sent.pk])).status_code == 200
    assert browser.post(reverse("aftercare:handover_accept", args=[sent.pk])).status_code == 403
    assert not KnownToTeam.objects.exists()
