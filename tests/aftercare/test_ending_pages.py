"""Pages on which an episode ends, and of somebody who died."""

import pytest
from django.urls import reverse

from clients.models import Death
from tests.factories.clients import (
    EpisodeFactory,
)

pytestmark = pytest.mark.django_db


def test_the_closing_page(sign_in, keyworker, treated):
    browser, address = sign_in(keyworker), reverse("aftercare:episode_close", args=[treated.pk])
    treated.facts.all().delete()
    page = browser.get(address).content.decode()
    assert "facts at the start are not recorded" in page
    typed = {"on": "20/11/2026", "reason": "dropped_out"}
    assert browser.post(address, typed).status_code == 422
    assert browser.post(address, typed | {"accepted": "Left"}).status_code == 422, "The tick is missing"
    assert browser.post(address, typed | {"reason": "died"}).status_code == 422
    assert browser.post(address, typed | {"accept": "on", "accepted": "Left"}).status_code == 302
    assert browser.post(address, typed | {"accept": "on", "accepted": "Left"}).status_code == 422


def test_occasional_use_is_not_for_opiates(sign_in, keyworker, after):
    after.substances.update(substance="heroin")
    address = reverse("aftercare:episode_close", args=[after.pk])
    answer = sign_in(keyworker).post(address, {"on": "20/11/2026", "reason": "completed_occasional"})
    assert answer.status_code == 422
    assert "not for opiates or crack" in answer.content.decode()


def test_the_record_of_somebody_who_died_offers_no_contact(sign_in, keyworker, treated):
    browser, record = sign_in(keyworker), treated.client.get_absolute_url()
    contact = reverse("clients:contact_add", args=[treated.client_id])
    assert contact in browser.get(record).content.decode()
    typed = {"died_on": "20/11/2026", "how_known": "family", "sure": "on"}
    address = reverse("aftercare:death_record", args=[treated.client_id])
    assert browser.post(address, typed | {"sure": ""}).status_code == 422
    assert browser.post(address, typed).status_code == 302
    page = browser.get(record)
    assert contact not in page.content.decode()
    assert page.context["steps"] == []
    withdraw = reverse("aftercare:death_withdraw", args=[Death.objects.get().pk])
    assert browser.post(withdraw, {"reason": "Somebody else"}).status_code == 302
    assert contact in browser.get(record).content.decode()
    assert browser.get(withdraw).status_code == 404


def test_completeness_of_a_caseload(sign_in, keyworker, treated, team):
    address = reverse("clients:completeness_list")
    browser = sign_in(keyworker)
    others = EpisodeFactory(team=team, in_treatment=True)
    mine = [episode for episode, _found in browser.get(address).context["rows"]]
    assert others not in mine
    everybody = [episode for episode, _found in browser.get(address, {"whose": "teams"}).context["rows"]]
    assert everybody[0] == others, "Errors come first"
    assert treated in everybody
