"""Pages of episodes: opened, changed, assigned, treatment begun."""

from datetime import date

import pytest

from clients.choices import EpisodeStatus, Substance
from tests.factories.accounts import UserFactory
from tests.factories.clients import (
    ClientFactory,
    EpisodeFactory,
    EpisodeSubstanceFactory,
)

from .pages import text_of, url

pytestmark = pytest.mark.django_db


def test_episode_open(sign_in, keyworker, team):
    client = ClientFactory(registered_team=team)
    typed = {
        "team": team.pk, "referral_source": "gp", "referred_on": "1/11/2026", "keyworker": keyworker.pk,
        "substance_1": "heroin", "route_1": "inject", "substance_2": "alcohol",
    }  # fmt: skip
    assert sign_in(keyworker).post(url("episode_open", client.pk), typed).status_code == 302
    episode = client.episodes.get()
    assert (episode.keyworker, episode.status) == (keyworker, EpisodeStatus.WAITING)
    assert episode.keyworker_since
    assert list(episode.substances.values_list("substance", "route")) == [("heroin", "inject"), ("alcohol", "")]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"referred_on": "31/2/2026"}, "Enter a real date"),
        ({"referred_on": "1/1/9999"}, "Enter a date before 2100"),
        ({"referred_on": "1/1/2099"}, "The date cannot be in the future"),
        ({"substance_2": "heroin"}, "Choose each substance once"),
        ({"substance_1": ""}, "Choose the substance, or clear how it is taken"),
    ],
)
def test_episode_open_with_a_wrong_form(sign_in, keyworker, team, changes, message):
    client = ClientFactory(registered_team=team)
    typed = {
        "team": team.pk, "referral_source": "gp", "referred_on": "1/11/2026", "substance_1": "heroin",
        "route_1": "inject",
    }  # fmt: skip
    page = sign_in(keyworker).post(url("episode_open", client.pk), typed | changes)
    assert page.status_code == 422
    assert message in text_of(page)
    assert not client.episodes.exists()


def test_episode_open_twice_with_one_team_is_refused(sign_in, keyworker, record, team):
    typed = {"team": team.pk, "referral_source": "gp", "referred_on": "1/11/2026"}
    page = sign_in(keyworker).post(url("episode_open", record.pk), typed)
    assert page.status_code == 422
    assert "already has an open episode" in text_of(page)


def test_episode_edit_sets_planned_end_and_substances(sign_in, keyworker, episode):
    EpisodeSubstanceFactory(episode=episode, substance=Substance.HEROIN)
    typed = {
        "version": episode.version, "referral_source": "self", "referred_on": "1/9/2026",
        "planned_exit_on": "1/3/2027", "substance_1": "alcohol",
    }  # fmt: skip
    assert sign_in(keyworker).post(url("episode_edit", episode.pk), typed).status_code == 302
    episode.refresh_from_db()
    assert episode.planned_exit_on == date(2027, 3, 1)
    assert [row.substance for row in episode.substances.all()] == ["alcohol"]


def test_episode_of_another_team_is_not_ours_to_change(sign_in, keyworker, record, other_team):
    theirs = EpisodeFactory(client=record, team=other_team)
    assert sign_in(keyworker).get(url("episode_edit", theirs.pk)).status_code == 404


def test_episode_assign(sign_in, case_manager, episode, team):
    colleague = UserFactory(team=team)
    browser = sign_in(case_manager)
    people = {"keyworker": colleague.pk, "case_manager": case_manager.pk, "version": episode.version}
    page = browser.post(url("episode_assign", episode.pk), people)
    assert page.status_code == 302
    episode.refresh_from_db()
    assert (episode.keyworker, episode.case_manager) == (colleague, case_manager)
    assert episode.keyworker_since


def test_episode_assign_of_two_at_once_shows_both_choices(sign_in, case_manager, episode, team):
    colleague = UserFactory(team=team)
    browser, before = sign_in(case_manager), episode.version
    episode.keyworker = None
    episode.save_by(colleague)
    page = browser.post(url("episode_assign", episode.pk), {"keyworker": colleague.pk, "version": before})
    assert page.status_code == 409
    assert "What is saved now" in page.text
    episode.refresh_from_db()
    assert episode.keyworker is None
    again = {"keyworker": colleague.pk, "version": episode.version}
    assert browser.post(url("episode_assign", episode.pk), again).status_code == 302


def test_episode_assign_is_not_for_keyworkers(sign_in, keyworker, episode):
    assert sign_in(keyworker).get(url("episode_assign", episode.pk)).status_code == 403


def test_treatment_start(sign_in, keyworker, team):
    episode = EpisodeFactory(team=team)
    browser = sign_in(keyworker)
    assert browser.post(url("treatment_start", episode.pk), {"on": "1/8/2026"}).status_code == 422
    assert browser.post(url("treatment_start", episode.pk), {"on": "10/9/2026"}).status_code == 302
    twice = browser.post(url("treatment_start", episode.pk), {"on": "10/9/2026"})
    assert twice.status_code == 422
    assert "cannot become" in text_of(twice)
