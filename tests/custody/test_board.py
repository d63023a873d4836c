"""The release board narrowed in the address, counted, and as a spreadsheet: own teams only."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.clients import EpisodeFactory
from tests.factories.custody import CustodyStayFactory, ReleaseDateFactory

pytestmark = pytest.mark.django_db
BOARD, EXPORT = "custody:release_list", "custody:release_export"


@pytest.fixture
def stays(team, other_team, keyworker, today):
    """One of each part, the first of the keyworker; and one of another team."""
    episodes = [EpisodeFactory(team=team, keyworker=who) for who in (keyworker, None, None)]
    coming, no_date = [CustodyStayFactory(client=one.client, episode=one, prison="=HMP()") for one in episodes[:2]]
    ReleaseDateFactory(stay=coming, expected_on=today + timedelta(days=40), earliest_on=today + timedelta(days=40))
    released = CustodyStayFactory(client=episodes[2].client, episode=episodes[2], released=True)
    elsewhere = EpisodeFactory(team=other_team)
    CustodyStayFactory(client=elsewhere.client, episode=elsewhere)
    return [coming, released, no_date]


def spreadsheet(browser, narrowed):
    answer = browser.get(reverse(EXPORT), narrowed)
    text = b"".join(answer.streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    return list(csv.reader(text.splitlines()))[1:]


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, [0, 1, 2]),
        ({"weeks": "4"}, [1, 2]),
        ({"part": "not_seen"}, [1]),
        ({"whose": "mine"}, [0]),
        ({"part": "coming", "whose": "mine", "weeks": "4"}, []),
        ({"part": "none such"}, [0, 1, 2]),
    ],
)
def test_the_spreadsheet_is_the_board(sign_in, keyworker, stays, narrowed, left):
    browser = sign_in(keyworker)
    page = browser.get(reverse(BOARD), narrowed)
    parts = [page.context[part].rows for part in ("coming", "not_seen", "no_date") if part in page.context]
    assert [stay for rows in parts for stay in rows] == [stays[place] for place in left]
    rows = spreadsheet(browser, narrowed)
    assert [row[0] for row in rows] == [stays[place].client.reference for place in left]
    assert all(row[4] in ("'=HMP()", "HMP Exampleton") for row in rows)
    assert AccessLog.objects.filter(user=keyworker, action=AccessAction.EXPORT, detail="releases").count() == 1


def test_the_board_is_counted_and_keeps_its_filters(sign_in, keyworker, stays):
    page = sign_in(keyworker).get(reverse(BOARD), {"whose": "mine", "weeks": "12"})
    text = page.content.decode()
    assert "Leaving in the next 12 weeks (1)" in text
    assert [tag["label"] for tag in page.context["tags"]] == ["How far ahead: 12 weeks", "Whose clients: Mine"]
    assert page.context["export_url"].endswith("?weeks=12&whose=mine")


def test_another_team_sees_nobody_of_these(sign_in, stranger, stays):
    assert len(spreadsheet(sign_in(stranger), {})) == 1


def test_a_part_alone_has_pages_in_the_order_of_the_address(sign_in, keyworker, team, monkeypatch):
    monkeypatch.setattr("custody.views.board.SHOWN", 2)
    episodes = [EpisodeFactory(team=team) for _ in range(3)]
    stays = [CustodyStayFactory(client=one.client, episode=one) for one in episodes]
    browser, asked = sign_in(keyworker), {"part": "no_date", "sort": "client"}
    first = browser.get(reverse(BOARD), asked)
    second = browser.get(reverse(BOARD) + first.context["next_url"])
    shown = [stay for page in (first, second) for stay in page.context["no_date"].rows]
    assert shown == sorted(stays, key=lambda stay: (stay.client.family_key, stay.client.first_key, stay.pk))
    assert "In custody, no release date known (3)" in second.content.decode()
    assert not second.context["next_url"]
    narrowed = browser.get(reverse(BOARD), {"client": stays[1].client.reference.lower()})
    assert narrowed.context["no_date"].rows == [stays[1]]
