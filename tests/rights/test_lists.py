"""The yearly list of records whose time has run out: narrowed in the address, counted, saved, and the same rows as a spreadsheet."""

import csv
from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.rights import RetentionDecisionFactory

pytestmark = pytest.mark.django_db
URL = "/rights/retention/"


@pytest.fixture
def old(team, other_team):
    """Three of ours, the second one proposed, and one of another team."""
    made = [
        EpisodeFactory(team=whose, closed=True, referred_on=date(2015, 1, 1), ended_on=date(2016, month, 1)).client
        for whose, month in ((team, 1), (team, 2), (team, 3), (other_team, 4))
    ]
    RetentionDecisionFactory(client=made[1])
    return made


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, [0, 1, 2]),
        ({"state": "none"}, [0, 2]),
        ({"state": "proposed"}, [1]),
        ({"state": "gone", "sort": "\ud7ff"}, [0, 1, 2]),
    ],
)
def test_the_spreadsheet_is_the_list(sign_in, team_manager, old, narrowed, left):
    browser = sign_in(team_manager)
    page = browser.get(URL, narrowed)
    expected = [old[place].reference for place in left]
    assert [client.reference for client, _until, _waiting in page.context["rows"]] == expected
    assert page.context["how_many"] == str(len(left))
    assert [one["number"] for one in page.context["tally"]] == [3, 2, 1]
    text = b"".join(browser.get(page.context["export_url"]).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines()))[1:]
    assert [row[0] for row in rows] == expected
    assert not any(client.family_name in text for client in old)
    assert AccessLog.objects.get(user=team_manager, action=AccessAction.EXPORT).detail == "retention"


def test_an_officer_sorts_all_of_them_and_keeps_the_list(sign_in, old):
    browser = sign_in(UserFactory(role=Role.GOVERNANCE_OFFICER))
    page = browser.get(URL, {"sort": "reference"})
    assert [client.reference for client, *_more in page.context["rows"]] == sorted(client.reference for client in old)
    kept = {"route": "rights:retention_list", "query": "state=proposed&sort=reference", "name": "To decide"}
    assert browser.post(reverse("accounts:saved_view_add"), kept).status_code == 302
    assert "To decide" in browser.get(URL, {"state": "proposed", "sort": "reference"}).content.decode()
