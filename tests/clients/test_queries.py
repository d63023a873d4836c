"""Lists take the same number of queries for 2 rows and for 50; the caseload at most 8, the record at most 10."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.clients import (
    ClientFactory,
    ClientFlagFactory,
    CoachAssignmentFactory,
    ConsentFactory,
    ContactFactory,
    EpisodeFactory,
    EpisodeSubstanceFactory,
)

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 9, tzinfo=UTC)


def queries(browser, address, **params):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = browser.get(address, params)
    assert page.status_code == 200
    return len(captured)


def fill_caseload(team, keyworker, count):
    for number in range(count):
        episode = EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True, keyworker_since=timezone.now())
        ContactFactory(client=episode.client, happened_at=START + timedelta(hours=number))
        ClientFlagFactory(client=episode.client)


def fill_record(client, team, count):
    for number in range(count):
        ContactFactory(client=client, happened_at=START + timedelta(hours=number))
        ConsentFactory(client=client)
        CoachAssignmentFactory(client=client)
        episode = EpisodeFactory(client=client, team=team, closed=True)
        EpisodeSubstanceFactory(episode=episode)


def test_caseload_queries(sign_in, keyworker, team):
    browser = sign_in(keyworker)
    fill_caseload(team, keyworker, 2)
    few = queries(browser, reverse("clients:client_list"))
    fill_caseload(team, keyworker, 48)
    assert queries(browser, reverse("clients:client_list")) == few <= 8
    assert queries(browser, reverse("clients:client_list"), words="test", overdue="on", keyworker="mine") <= 8


def test_client_detail_queries(sign_in, keyworker, team, record):
    browser = sign_in(keyworker)
    address = reverse("clients:client_detail", args=[record.pk])
    fill_record(record, team, 2)
    few = queries(browser, address)
    fill_record(record, team, 48)
    many = queries(browser, address)
    assert many == few <= 10


def test_client_detail_queries_of_a_coach(sign_in, coach, team, record):
    CoachAssignmentFactory(client=record, coach=coach)
    browser = sign_in(coach)
    address = reverse("clients:client_detail", args=[record.pk])
    fill_record(record, team, 2)
    few = queries(browser, address)
    fill_record(record, team, 48)
    many = queries(browser, address)
    assert many == few <= 10


def test_my_work_queries(sign_in, keyworker, team):
    browser = sign_in(keyworker)
    fill_caseload(team, keyworker, 2)
    few = queries(browser, reverse("clients:my_work"))
    fill_caseload(team, keyworker, 48)
    assert queries(browser, reverse("clients:my_work")) == few


def test_caseload_gives_everybody_once_over_its_pages(sign_in, keyworker, team):
    known = {ClientFactory(registered_team=team, family_name="Same", first_name="Name").pk for _ in range(60)}
    browser = sign_in(keyworker)
    page = browser.get(reverse("clients:client_list"), {"phase": "all"})
    second = browser.get(reverse("clients:client_list") + page.context["next_url"])
    seen = re.findall(r"/clients/[0-9a-f-]{36}/", page.context["rows"] + second.context["rows"])
    assert len(seen) == 60
    assert set(seen) == {reverse("clients:client_detail", args=[pk]) for pk in known}


@pytest.mark.parametrize("params", [{}, {"phase": "all"}, {"keyworker": "mine"}, {"words": "test"}, {"phase": "none"}])
def test_caseload_shows_own_teams_only_however_narrowed(sign_in, keyworker, team, other_team, stranger, params):
    ours = EpisodeFactory(team=team, keyworker=keyworker).client
    ClientFactory(registered_team=team, family_name="Testwithoutepisode")
    theirs = EpisodeFactory(team=other_team, keyworker=stranger).client
    for user, seen, unseen in [(keyworker, ours, theirs), (stranger, theirs, ours), (keyworker, ours, theirs)]:
        page = sign_in(user).get(reverse("clients:client_list"), params).content.decode()
        assert unseen.reference not in page
        assert (seen.reference in page) is (params.get("phase") != "none")


def test_a_filter_that_is_not_understood_is_shown_to_nobody_else(sign_in, keyworker):
    browser = sign_in(keyworker)
    browser.get(reverse("clients:client_list"), {"phase": "zzz-hostile"})
    assert "zzz-hostile" not in browser.get(reverse("clients:client_list")).content.decode()
