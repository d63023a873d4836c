"""Needs that cannot be met: recorded with what is known already, corrected, met after all, counted."""

from datetime import date

import pytest
from django.urls import reverse

from core.workflow import NotAllowed
from recovery_capital.choices import Domain
from referrals import unmet
from referrals.choices import DeclineReason, UnmetReason
from referrals.models import UnmetNeed
from services_directory.choices import Need
from tests.factories.accounts import AreaFactory
from tests.factories.clients import DeathFactory, EpisodeFactory
from tests.factories.referrals import ReferralFactory, UnmetNeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(team):
    return EpisodeFactory(team=team)


def add_url(client, **query):
    return reverse("referrals:unmet_need_add", args=[client.pk], query=query)


def typed(**changes):
    answers = {"domain": "housing", "need": "hostel", "reason": "full", "found_on": "2/11/2026", "detail": "A room"}
    return answers | changes


def test_recorded_where_the_team_works(sign_in, keyworker, episode, team):
    browser, client = sign_in(keyworker), episode.client
    shown = browser.get(add_url(client, domain="peer_support", reason="does_not_exist")).context["form"]
    assert (shown["domain"].value(), shown["reason"].value()) == ("peer_support", "does_not_exist")
    assert shown["area"].value() == team.area_id
    answer = browser.post(add_url(client), typed(area=team.area_id))
    need = client.unmet_needs.get()
    assert answer.url == reverse("referrals:unmet_need_list", args=[client.pk])
    assert (need.need, need.area, need.reason, need.episode) == (Need.HOSTEL, team.area, UnmetReason.FULL, episode)
    assert (need.created_by, need.referral, need.met_on) == (keyworker, None, None)
    again = browser.post(add_url(client), typed(area=team.area_id))
    assert again.status_code == 422
    assert "stands on this record already" in again.content.decode()
    page = browser.get(reverse("clients:client_timeline", args=[client.pk])).content.decode()
    assert "A need that cannot be met: Housing" in page


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"declined": True}, UnmetReason.FULL),
        ({"declined": True, "decline_reason": DeclineReason.OTHER}, UnmetReason.REFUSED),
        ({"declined": True, "decline_reason": DeclineReason.NO_ANSWER}, ""),
        ({"expired": True}, ""),
    ],
)
def test_after_a_referral_nothing_is_typed_twice(sign_in, keyworker, episode, team, state, reason):
    referral = ReferralFactory(client=episode.client, domain=Domain.LIFE_SKILLS, **state)
    url = add_url(episode.client, referral=referral.pk)
    browser = sign_in(keyworker)
    shown = browser.get(url).context["form"]
    assert (shown["domain"].value(), shown["reason"].value()) == (Domain.LIFE_SKILLS, reason)
    assert shown["need"].value() == Need.LIFE_SKILLS
    browser.post(url, typed(area=team.area_id))
    assert UnmetNeed.objects.get().referral == referral


def test_only_a_referral_of_the_client_that_came_to_nothing(sign_in, keyworker, episode, team):
    others = [ReferralFactory(declined=True), ReferralFactory(client=episode.client, sent=True)]
    for referral in others:
        shown = sign_in(keyworker).get(add_url(episode.client, referral=referral.pk)).context["form"]
        assert (shown.instance.referral, shown["domain"].value()) == (None, "")


def test_met_after_all_and_taken_back(sign_in, keyworker, episode, team):
    need = UnmetNeedFactory(client=episode.client, area=team.area)
    browser, url = sign_in(keyworker), reverse("referrals:unmet_need_met", args=[need.pk])
    too_early = browser.post(url, {"met_on": "1/11/2026", "version": need.version})
    assert too_early.status_code == 422
    browser.post(url, {"met_on": "10/11/2026", "version": need.version})
    need.refresh_from_db()
    assert (need.met_on, need.updated_by) == (date(2026, 11, 10), keyworker)
    assert not UnmetNeed.objects.standing().exists()
    with pytest.raises(NotAllowed):
        unmet.mark_met(need, met_on=date(2026, 11, 11), by=keyworker)
    url = reverse("referrals:unmet_need_edit", args=[need.pk])
    browser.post(url, typed(area=team.area_id, met_on="", version=need.version))
    need.refresh_from_db()
    assert (need.met_on, need.detail) == (None, "A room")


def test_nothing_is_recorded_after_a_death(sign_in, keyworker, episode, team):
    DeathFactory(client=episode.client)
    assert sign_in(keyworker).post(add_url(episode.client), typed(area=team.area_id)).status_code in (403, 422)
    assert not UnmetNeed.objects.exists()


def test_an_error_is_counted_nowhere(sign_in, keyworker, episode, team):
    need = UnmetNeedFactory(client=episode.client, area=team.area, created_by=keyworker)
    sign_in(keyworker).post(reverse("referrals:unmet_need_error", args=[need.pk]), {"reason": "wrong_person"})
    need.refresh_from_db()
    assert need.is_in_error
    assert unmet.by_need_and_reason(UnmetNeed.objects.all()).rows == []
    page = sign_in(keyworker).get(need.get_absolute_url()).content.decode()
    assert "Entered in error" in page


def test_counted_by_need_area_and_reason(team):
    client, there = EpisodeFactory(team=team).client, AreaFactory(name="Further up")
    for reason, area in ((UnmetReason.FULL, team.area), (UnmetReason.FULL, there), (UnmetReason.REFUSED, there)):
        UnmetNeedFactory(client=client, area=area, reason=reason, need=Need.HOSTEL)
    UnmetNeedFactory(client=client, area=there, domain=Domain.MONEY, met_on=date(2026, 11, 20))
    full, refused = UnmetReason.values.index("full"), UnmetReason.values.index("refused")
    table = unmet.by_need_and_reason(UnmetNeed.objects.all())
    assert table.rows == [str(Need.HOSTEL.label), str(Domain.MONEY.label)]
    assert (table.cells[0][full], table.cells[0][refused], table.cells[1][full]) == (2, 1, 1)
    table = unmet.by_area_and_reason(UnmetNeed.objects.all())
    assert table.rows[0] == "Further up"
    assert [sum(row) for row in table.cells] == [3, 1]
