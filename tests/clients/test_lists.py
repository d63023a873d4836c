"""What waits for approval and what is missing: narrowed in the address, counted, and the same rows as a spreadsheet."""

import csv

import pytest
from django.urls import reverse

from accounts.choices import Role
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import UserFactory
from tests.factories.clients import EpisodeFactory, SharingOverrideFactory

pytestmark = pytest.mark.django_db
WITHOUT_CONSENT, MISSING = "clients:override_list", "clients:completeness_list"


def spreadsheet(browser, page):
    answer = browser.get(page.context["export_url"])
    text = b"".join(answer.streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    return list(csv.reader(text.splitlines()))[1:]


def tally(page):
    return {str(one["label"]): one["number"] for one in page.context["tally"]}


@pytest.fixture
def overrides(team, other_team, keyworker, team_manager, today):
    ours = EpisodeFactory(team=team).client
    SharingOverrideFactory(client=EpisodeFactory(team=other_team).client)
    return [
        SharingOverrideFactory(client=ours, created_by=keyworker, recipient=None, outside="=HYPERLINK()", shares_now=True),
        SharingOverrideFactory(client=ours, created_by=keyworker, approve_by=today),
        SharingOverrideFactory(client=ours, created_by=keyworker, approved=True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, {0, 1}),
        ({"now": "on"}, {0}),
        ({"status": "approved"}, {2}),
        ({"status": "refused"}, set()),
        ({"status": "all"}, {0, 1, 2}),
        ({"status": "x", "now": "x" * 5}, {0}),
    ],
)
def test_sharing_without_consent(sign_in, team_manager, overrides, narrowed, left):
    browser = sign_in(team_manager)
    page = browser.get(reverse(WITHOUT_CONSENT), narrowed)
    expected = {overrides[place].to_whom for place in left}
    assert {row.to_whom for row in page.context["page"].rows} == expected
    assert page.context["how_many"] == str(len(left))
    rows = spreadsheet(browser, page)
    assert {row[1].removeprefix("'") for row in rows} == expected
    assert all(not cell.startswith("=") for row in rows for cell in row)
    log = AccessLog.objects.get(user=team_manager, action=AccessAction.EXPORT)
    assert log.detail == "without-consent"


def test_an_officer_has_references_and_no_names(sign_in, overrides, other_team):
    browser = sign_in(UserFactory(role=Role.GOVERNANCE_OFFICER))
    page = browser.get(reverse(WITHOUT_CONSENT), {"status": "all"})
    assert tally(page) == {"Waits for approval": 3, "Approved": 1, "All": 4}
    client = overrides[0].client
    rows = spreadsheet(browser, page)
    assert [row[0] for row in rows].count(client.reference) == 3
    assert client.family_name not in str(rows)


def test_what_is_missing(sign_in, keyworker, team, other_team):
    treated = EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True)
    waiting = EpisodeFactory(team=team)
    EpisodeFactory(team=other_team, in_treatment=True)
    browser = sign_in(keyworker)
    mine = browser.get(reverse(MISSING), {"level": "error"})
    assert [episode for episode, _found in mine.context["rows"]] == [treated]
    assert {finding.level for _episode, found in mine.context["rows"] for finding in found} == {"error"}
    teams = browser.get(reverse(MISSING), {"whose": "teams"})
    assert [episode for episode, _found in teams.context["rows"]] == [treated, waiting]
    assert tally(teams) == {"Anything": 2, "Must be put right": 1, "Look at this": 1, "Can be completed": 2}
    rows = spreadsheet(browser, teams)
    assert {row[0] for row in rows} == {treated.client.reference, waiting.client.reference}
    assert [row[5] for row in spreadsheet(browser, mine)] == [finding.text for finding in mine.context["rows"][0][1]]
