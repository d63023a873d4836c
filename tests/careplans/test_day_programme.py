"""A structured day programme starts with an active plan (Welsh framework, 6.2)."""

import pytest
from django.urls import reverse

from clients.models import EpisodeIntervention
from reference.models import Code
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import EpisodeFactory


@pytest.fixture
def page(sign_in, keyworker, team, today):
    episode = EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True)
    return sign_in(keyworker), reverse("clients:intervention_add", args=[episode.pk]), episode


def typed(**days):
    kind = Code.objects.get(code="structured_day")
    setting = Code.objects.offered("setting").first()
    return {"kind": kind.pk, "setting": setting.pk, "referred_on": "20/11/2026"} | days


def test_it_does_not_start_without_an_active_plan(page):
    browser, url, episode = page
    CarePlanFactory(client=episode.client, episode=episode)
    refused = browser.post(url, typed(started_on="23/11/2026"))
    assert refused.status_code == 422
    assert "A structured day programme starts with an active plan" in refused.text
    assert not EpisodeIntervention.objects.exists()
    assert browser.post(url, typed()).status_code == 302, "It may be asked for without one"


def test_it_starts_with_an_active_plan(page):
    browser, url, episode = page
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    assert browser.post(url, typed(started_on="23/11/2026")).status_code == 302
    assert EpisodeIntervention.objects.get().kind.code == "structured_day"
