"""The facts of an episode: locked after the first days, reviewed beside the start; and people under 18."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.choices import FactsKind
from clients.models import Episode, EpisodeFacts
from clients.workflow import open_episode
from core.workflow import NotAllowed
from tests.factories.clients import (
    ClientFactory,
    EpisodeFactsFactory,
)

from .endings import open_alerts

pytestmark = pytest.mark.django_db


def test_the_facts_at_the_start_are_never_overwritten(sign_in, keyworker, episode):
    start = EpisodeFactsFactory(episode=episode, drinking_days=20)
    EpisodeFacts.objects.filter(pk=start.pk).update(created_at=timezone.now() - timedelta(days=30))
    browser = sign_in(keyworker)
    edit = reverse("clients:facts_edit", args=[start.pk])
    assert browser.get(edit).url == reverse("clients:facts_correct", args=[start.pk])
    browser.post(edit, {"asked_on": "15/9/2026", "drinking_days": 5, "version": start.version})
    start.refresh_from_db()
    assert start.drinking_days == 20
    correct = reverse("clients:facts_correct", args=[start.pk])
    assert browser.post(correct, {"asked_on": "15/9/2026", "drinking_days": 5}).status_code == 422
    typed = {"asked_on": "15/9/2026", "drinking_days": 5, "reason": "Typed the wrong box"}
    assert browser.post(correct, typed).status_code == 302
    start.refresh_from_db()
    now = episode.facts.standing().get()
    assert (now.kind, now.drinking_days, now.replaces, now.reason) == (FactsKind.START, 5, start, "Typed the wrong box")
    assert (start.drinking_days, start.replaced_at is not None) == (20, True)
    page = browser.get(reverse("clients:episode_detail", args=[episode.pk])).content.decode()
    assert "Typed the wrong box" in page
    assert browser.get(correct).status_code == 404, "What has been corrected is corrected no more"


def test_a_review_stands_beside_the_start_and_is_due_again(sign_in, keyworker, episode):
    EpisodeFactsFactory(episode=episode, drinking_days=20, asked_on=date(2026, 9, 15))
    address = reverse("clients:facts_add", args=[episode.pk])
    browser = sign_in(keyworker)
    assert browser.post(address, {"asked_on": "20/11/2026", "drinking_days": 3}).status_code == 302
    again = browser.post(address, {"asked_on": "20/11/2026", "drinking_days": 4})
    assert (again.status_code, "already" in again.content.decode()) == (422, True)
    row = next(row for row in browser.get(reverse("clients:episode_detail", args=[episode.pk])).context["facts"]
               if "rinking days" in row["label"])  # fmt: skip
    assert (row["then"], row["now"], row["differs"]) == ("20", "3", True)
    alert = open_alerts(episode.client).get(rule="EP01")
    assert (alert.about_on, alert.recipient) == (date(2026, 11, 20) + timedelta(days=182), keyworker)


def test_the_first_days_may_be_put_right_in_place(sign_in, keyworker, episode):
    browser = sign_in(keyworker)
    browser.post(reverse("clients:facts_add", args=[episode.pk]), {"asked_on": "16/9/2026", "drinking_days": 20})
    start = episode.facts.get()
    assert (start.kind, start.created_by) == (FactsKind.START, keyworker)
    typed = {"asked_on": "16/9/2026", "drinking_days": 18, "version": start.version}
    edit = reverse("clients:facts_edit", args=[start.pk])
    assert browser.post(edit, typed).status_code == 302
    assert browser.post(edit, typed).status_code == 409
    assert episode.facts.get().drinking_days == 18


@pytest.mark.parametrize(("settings", "status"), [([], 422), (["community", "young_people"], 302)])
def test_under_18_only_with_a_young_peoples_team(sign_in, keyworker, team, settings, status):
    team.settings = settings
    team.save()
    client = ClientFactory(registered_team=team, date_of_birth=date(2009, 1, 1))
    typed = {"team": team.pk, "referral_source": "gp", "referred_on": "1/11/2026"}
    answer = sign_in(keyworker).post(reverse("clients:episode_open", args=[client.pk]), typed)
    assert answer.status_code == status
    assert ("under 18" in answer.content.decode()) is (status == 422)
    assert client.episodes.exists() is (status == 302)


def test_the_verb_refuses_somebody_under_18_too(keyworker, team):
    client = ClientFactory(registered_team=team, date_of_birth=date(2008, 11, 2))
    new = Episode(client=client, team=team, referral_source="gp", referred_on=date(2026, 11, 1))
    with pytest.raises(NotAllowed, match="young people"):
        open_episode(new, substances=[], by=keyworker)
    new.referred_on = date(2026, 11, 2)  # the eighteenth birthday
    open_episode(new, substances=[], by=keyworker)
