"""Referrals to us on the record of the client: who reads of them, and what is said when one ends and its episode does not."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.episodes import close_episode
from alerts.models import Alert
from clients.choices import DischargeReason, ReferralSource
from clients.timeline import events_of
from referrals import incoming
from tests.aftercare.endings import make_sound
from tests.factories.accounts import TeamFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.referrals import IncomingReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(team, keyworker):
    """Somebody who was referred by a GP, was taken on, and waits."""
    referral = IncomingReferralFactory(
        team=team, source="gp", referred_on=date(2026, 9, 1), triaged_on=date(2026, 9, 3)
    )
    client = EpisodeFactory(team=team, closed=True).client
    incoming.match(referral, client, by=keyworker)
    return incoming.take_on(referral, keyworker=keyworker, by=keyworker)


def left_open(referral):
    return Alert.objects.open().filter(rule="RF06", subject_id=referral.pk)


def test_they_stand_on_the_referrals_of_the_client(sign_in, keyworker, team, taken):
    client, other_team = taken.client, TeamFactory()
    before = IncomingReferralFactory(team=team, client=client, not_taken=True, referred_on=date(2025, 1, 7))
    elsewhere = IncomingReferralFactory(team=other_team, client=client)
    nobody_yet = IncomingReferralFactory(team=team)
    url = reverse("referrals:referral_list", args=[client.pk])
    page = sign_in(keyworker).get(url)
    assert [row["reference"] for row in page.context["to_us"]] == [taken.reference, before.reference]
    html = page.content.decode()
    assert reverse("referrals:incoming_detail", args=[taken.pk]) in html
    assert elsewhere.reference not in html
    assert nobody_yet.reference not in html


def test_they_are_on_the_timeline_for_who_may_see_them(keyworker, coach, team, taken):
    IncomingReferralFactory(team=team, client=taken.client, not_taken=True, source="hospital")
    told = [(one.title, one.status) for one in events_of(taken.client, keyworker).items]
    assert ("Referral to us", "waiting") in told
    titles = [title for title, _status in told]
    for source in (ReferralSource.HOSPITAL, ReferralSource.GP):
        assert titles.count(f"Referred to us: {source.label}") == 1, "The other by its episode"
    assert "Referral to us" not in [one.title for one in events_of(taken.client, coach).items]


@pytest.mark.parametrize(
    ("verb", "answers"),
    [
        (incoming.decline, {"not_taken_on": "not_reached", "answer_note": "Wrote to them"}),
        (incoming.withdraw, {"reason": "Does not want it now"}),
    ],
)
def test_when_one_ends_the_keyworker_is_told_to_close_its_episode(sign_in, keyworker, taken, verb, answers):
    assert not left_open(taken).exists()
    verb(taken, **answers, by=keyworker)
    alert = left_open(taken).get()
    assert (alert.recipient, alert.about_on) == (keyworker, timezone.localdate())
    html = sign_in(keyworker).get(taken.get_absolute_url()).content.decode()
    assert "the episode that was opened for it is still open" in html
    assert reverse("aftercare:episode_close", args=[taken.episode_id]) in html
    make_sound(taken.episode)
    why = {"reason": DischargeReason.DROPPED_OUT, "accepted": "Never came"}
    close_episode(taken.episode, on=timezone.localdate(), by=keyworker, **why)
    assert not left_open(taken).exists()
    html = sign_in(keyworker).get(taken.get_absolute_url()).content.decode()
    assert "this referral has ended" in html


def test_one_that_is_reopened_needs_its_episode(keyworker, taken):
    incoming.withdraw(taken, reason="Moved away", by=keyworker)
    incoming.reopen(taken, reason="Moved back", by=keyworker)
    assert not left_open(taken).exists()
    incoming.withdraw(taken, reason="Moved away again", by=keyworker)
    assert left_open(taken).count() == 1


def test_closing_the_episode_first_leaves_nothing_to_do(keyworker, taken):
    make_sound(taken.episode)
    why = {"reason": DischargeReason.DROPPED_OUT, "accepted": "Never came"}
    close_episode(taken.episode, on=timezone.localdate(), by=keyworker, **why)
    taken.refresh_from_db()
    assert taken.status == "withdrawn"
    assert not Alert.objects.filter(rule="RF06").exists()
