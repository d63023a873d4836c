"""The lists of break-glass and of restricted records: narrowed in the address, counted, saved, and the same as a spreadsheet."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import UserFactory
from tests.factories.clients import BreakGlassFactory, EpisodeFactory
from tests.factories.governance import RestrictionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LOOKS, RESTRICTED = "/governance/break-glass/", "/governance/restrictions/"


@pytest.fixture
def officer(db):
    return UserFactory(role=Role.GOVERNANCE_OFFICER)


def sheet(browser, page):
    text = b"".join(browser.get(page.context["export_url"]).streaming_content).decode("utf-8-sig")
    return text, [row[0] for row in csv.reader(text.splitlines())][1:]


@pytest.fixture
def looks(team, other_team, team_manager, stranger):
    """An old one that is late, one of the manager's own, a judged one, one that was refused, and one of another team."""
    now, client = timezone.now(), EpisodeFactory(team=team).client
    judged = {"reviewed_at": now, "reviewed_by": team_manager, "was_justified": False}
    return [
        BreakGlassFactory(client=client, team=team, user=stranger, started_at=now - timedelta(days=20)),
        BreakGlassFactory(client=EpisodeFactory(team=team).client, team=team, user=team_manager, started_at=now),
        BreakGlassFactory(client=client, team=team, user=stranger, started_at=now - timedelta(days=2), **judged),
        BreakGlassFactory(
            client=EpisodeFactory(team=team).client, team=team, user=stranger, started_at=now - timedelta(days=1),
            was_opened=False,
        ),
        BreakGlassFactory(client=EpisodeFactory(team=other_team).client, team=other_team),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("narrowed", "left", "counted"),
    [
        ({}, [0, 3, 1, 2], [4, 2, 1, 1]),  # the manager's own is for somebody else to review
        ({"sort": "newest"}, [1, 3, 2, 0], [4, 2, 1, 1]),
        ({"sort": "review"}, [0, 3, 1, 2], [4, 2, 1, 1]),
        ({"state": "late"}, [0], [4, 2, 1, 1]),
        ({"refused": "on"}, [3], [1, 1]),
        ({"reason": "emergency", "state": "not_justified"}, [2], [4, 2, 1, 1]),
        ({"state": "gone", "sort": "\ud7ff", "reason": "x"}, [0, 3, 1, 2], [4, 2, 1, 1]),
    ],
)
def test_break_glass_as_it_is_narrowed_is_the_spreadsheet(sign_in, team_manager, looks, narrowed, left, counted):
    browser = sign_in(team_manager)
    page = browser.get(LOOKS, narrowed)
    assert page.context["page"].rows == [looks[place] for place in left]
    assert [one["number"] for one in page.context["tally"]] == counted
    text, references = sheet(browser, page)
    assert references == [looks[place].client.reference for place in left]
    assert not any(secret in text for one in looks for secret in (one.client.family_name, one.text))
    assert AccessLog.objects.get(user=team_manager, action=AccessAction.EXPORT).detail == "break-glass"


def test_break_glass_about_one_record_or_of_some_days(sign_in, officer, looks):
    browser, client = sign_in(officer), looks[0].client
    about = browser.get(LOOKS, {"client": client.reference.lower(), "sort": "record"})
    assert about.context["page"].rows == [looks[2], looks[0]]
    day = timezone.localtime(looks[0].started_at)
    days = {"since": f"{day:%d/%m/%Y}", "until": f"{day:%d/%m/%Y}"}
    assert browser.get(LOOKS, days).context["page"].rows == [looks[0]]
    kept = {
        "route": "governance:break_glass_list",
        "query": f"state=late&client={client.reference}",
        "name": "Late ones",
    }
    assert browser.post(reverse("accounts:saved_view_add"), kept).status_code == 302
    page = browser.get(LOOKS, {"state": "late"})
    assert [(str(view), is_shown) for view, is_shown in page.context["saved"]["views"]] == [("Late ones", True)]


def test_pages_of_break_glass_go_on_in_their_order(sign_in, team_manager, stranger, looks, monkeypatch):
    monkeypatch.setattr("core.pagination.paginate.__kwdefaults__", {"cursor": "", "size": 2})
    browser, found, address = sign_in(team_manager), [], ""
    for _page in range(2):
        page = browser.get(LOOKS + address)
        found += page.context["page"].rows
        address = page.context["next_url"]
    assert found == [looks[place] for place in (0, 3, 1, 2)]
    assert not address


@pytest.fixture
def restrictions(team, other_team, team_manager):
    """Asked for by a colleague, in force and overdue, to be lifted at the manager's wish, lifted; and of another team."""
    now, colleague = timezone.now(), UserFactory(team=team, role=Role.TEAM_MANAGER)
    agreed = {"approved_at": now, "approved_by": UserFactory(role=Role.GOVERNANCE_OFFICER)}
    lifting = {"lift_why": "Over", "lift_asked_at": now, "lift_asked_by": team_manager}
    over = {"lifted_at": now, "lifted_by": colleague}
    states = [{}, {**agreed, "review_on": timezone.localdate()}, {**agreed, **lifting}, {**agreed, **lifting, **over}]
    ours = [
        RestrictionFactory(client=EpisodeFactory(team=team).client, created_by=colleague, **state) for state in states
    ]
    return [*ours, RestrictionFactory(client=EpisodeFactory(team=other_team).client)]


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, [0, 3, 2, 1]),
        ({"sort": "newest"}, [3, 2, 1, 0]),
        ({"sort": "review"}, [1, 0, 2, 3]),
        ({"state": "lifting"}, [2]),
        ({"late": "on"}, [1]),
    ],
)
def test_restricted_records_as_they_are_narrowed_are_the_spreadsheet(
    sign_in, team_manager, restrictions, narrowed, left
):
    browser = sign_in(team_manager)
    page = browser.get(RESTRICTED, narrowed)
    rows = page.context["page"].rows
    assert sorted(rows, key=lambda row: row.pk) == sorted(
        (restrictions[place] for place in left), key=lambda row: row.pk
    )
    if narrowed.get("sort") != "review":
        assert rows == [restrictions[place] for place in left]
    assert page.context["how_many"] == str(len(left))
    text, references = sheet(browser, page)
    assert references == [row.client.reference for row in rows]
    assert not any(secret in text for one in restrictions for secret in (one.client.family_name, one.why))
    assert AccessLog.objects.get(user=team_manager, action=AccessAction.EXPORT).detail == "restricted"
