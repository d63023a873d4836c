"""The clients of a member of staff: sorted, narrowed, counted and as a spreadsheet, own teams only."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.clients import CoachAssignmentFactory, EpisodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(team, other_team, keyworker, today):
    """Three in the order of their names, all begun on other days, the second as case manager only; one elsewhere."""
    days = [today - timedelta(days=days) for days in (5, 9, 1)]
    parts = [{"keyworker": keyworker}, {"case_manager": keyworker}, {"keyworker": keyworker, "case_manager": keyworker}]
    EpisodeFactory(team=other_team, keyworker=keyworker)
    return [
        EpisodeFactory(team=team, referred_on=day, client__family_name=name, **part)
        for day, name, part in zip(days, ["Abel", "Bron", "Cai"], parts, strict=True)
    ]


def references(browser, person, narrowed):
    answer = browser.get(reverse("staffing:kept_export", args=[person.username]), narrowed)
    text = b"".join(answer.streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    return [row[0] for row in csv.reader(text.splitlines())][1:]


@pytest.mark.parametrize(
    ("narrowed", "order", "said"),
    [
        ({}, [0, 1, 2], "ascending"),
        ({"sort": "newest"}, [2, 0, 1], "descending"),
        ({"sort": "longest", "role": "keyworker"}, [0, 2], "ascending"),
        ({"role": "case_manager"}, [1, 2], "ascending"),
        ({"phase": "aftercare"}, [], None),
        ({"phase": "x", "sort": "x", "role": "x"}, [0, 1, 2], "ascending"),
    ],
)
def test_the_spreadsheet_is_the_list(sign_in, team_manager, keyworker, kept, narrowed, order, said):
    browser = sign_in(team_manager)
    page = browser.get(reverse("staffing:kept_list", args=[keyworker.username]), narrowed)
    assert [row[0]["text"] for row in page.context["rows"]] == [kept[place].client.name for place in order]
    assert page.context["how_many"] == str(len(order))
    assert said is None or f'aria-sort="{said}"' in page.content.decode()
    assert references(browser, keyworker, narrowed) == [kept[place].client.reference for place in order]
    log = AccessLog.objects.get(user=team_manager, action=AccessAction.EXPORT)
    assert log.detail == f"caseload of {keyworker.username}"


def test_nobody_sees_what_somebody_elses_staff_keep(sign_in, stranger, keyworker, kept):
    for name in ("kept_list", "kept_export"):
        assert sign_in(stranger).get(reverse(f"staffing:{name}", args=[keyworker.username])).status_code == 404


def test_a_coach_has_assignments(sign_in, team_manager, coach, team):
    one = CoachAssignmentFactory(coach=coach, client=EpisodeFactory(team=team).client)
    CoachAssignmentFactory(coach=coach)
    page = sign_in(team_manager).get(reverse("staffing:kept_list", args=[coach.username]), {"phase": "waiting"})
    assert [row[0]["text"] for row in page.context["rows"]] == [one.client.name]
