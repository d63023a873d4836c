"""The lists of what people have asked for and of records whose time has run out: narrowed, counted, saved, as a spreadsheet."""

import csv
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core.choices import AccessAction
from core.models import AccessLog, SavedView
from tests.factories.accounts import UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.rights import AccessRequestFactory, ClockStopFactory, LimitFactory, RetentionDecisionFactory

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


@pytest.fixture
def asked(team, other_team, case_manager):
    """A late copy, a copy whose clock stands, a sent one, an objection that waits, a restriction in force; one of others."""
    ours = [EpisodeFactory(team=team).client for _ in range(5)]
    today = timezone.localdate()
    stands = AccessRequestFactory(client=ours[1], received_on=today - timedelta(days=25))
    ClockStopFactory(request=stands, stopped_on=today - timedelta(days=10))
    LimitFactory(client=EpisodeFactory(team=other_team).client)
    sent = {"status": "sent", "identity_checked_on": today, "sent_on": today}
    limits = {"asked_on": today, "kind": "objection"}, {"asked_on": today, "status": "in_force", "decision": "Agreed"}
    return [
        AccessRequestFactory(client=ours[0], received_on=today - timedelta(days=60)),
        stands,
        AccessRequestFactory(client=ours[2], received_on=today - timedelta(days=90), **sent),
        *[LimitFactory(client=client, **more) for client, more in zip(ours[3:], limits, strict=True)],
    ]


@pytest.mark.parametrize(
    ("narrowed", "left", "counted"),
    [
        ({}, [0, 1, 3], [3, 1, 1, 1, 5]),
        ({"state": "late"}, [0], [3, 1, 1, 1, 5]),
        ({"state": "in_force"}, [4], [3, 1, 1, 1, 5]),
        ({"state": "ended", "kind": "copy"}, [2], [2, 1, 1, 3]),
        ({"state": "all", "kind": "objection"}, [3], [1, 1]),
        ({"kind": "\ud7ff", "sort": "?"}, [0, 1, 3], [3, 1, 1, 1, 5]),
    ],
)
def test_what_people_have_asked_for_is_one_list(sign_in, case_manager, asked, narrowed, left, counted):
    browser = sign_in(case_manager)
    page = browser.get("/rights/", narrowed)
    expected = [asked[place].client.reference for place in left]
    assert [row[0]["text"] for row in page.context["rows"]] == expected
    assert [one["number"] for one in page.context["tally"]] == counted
    text = b"".join(browser.get(page.context["export_url"]).streaming_content).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(text.splitlines())][1:] == expected
    assert not any(secret in text for one in asked for secret in (one.client.family_name, "stop sharing"))
    assert all(browser.get(row[0]["url"]).status_code == 200 for row in page.context["rows"])
    assert AccessLog.objects.filter(user=case_manager, action=AccessAction.EXPORT).get().detail == "rights"


def test_requests_by_reference_on_pages_and_kept(sign_in, asked, monkeypatch):
    monkeypatch.setattr("core.pagination.page_of_all.__kwdefaults__", {"size": 4})
    browser = sign_in(UserFactory(role=Role.GOVERNANCE_OFFICER))
    first = browser.get("/rights/", {"state": "all", "sort": "reference"})
    second = browser.get("/rights/" + first.context["next_url"])
    references = [row[0]["text"] for page in (first, second) for row in page.context["rows"]]
    assert references == sorted(references)
    assert len(references) == 6
    assert not second.context["next_url"]
    kept = {"route": "rights:rights_list", "query": "state=late&reference=BCDF-2345", "name": "Late"}
    assert browser.post(reverse("accounts:saved_view_add"), kept).status_code == 302
    assert SavedView.objects.get().query == "state=late"
