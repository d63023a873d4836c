"""The lists of staff and of notes between shifts: narrowed in the address, counted, and as spreadsheets."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.models import Client
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import CoverFactory, UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.staffing import QualificationFactory, ShiftNoteFactory

pytestmark = pytest.mark.django_db


def spreadsheet(browser, page):
    text = (
        b"".join(browser.get(page.context["export_url"]).streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    )
    return list(csv.reader(text.splitlines()))[1:]


def tally(page):
    return {str(one["label"]): str(one["number"]) for one in page.context["tally"]}


@pytest.fixture
def staff(team, other_team, team_manager, keyworker, today):
    """The manager, three keyworkers and a clinician of the team, one of them switched off; and somebody elsewhere."""
    away, gone = UserFactory(team=team, first_name="Abel"), UserFactory(team=team, first_name="Bron", is_active=False)
    clinician = UserFactory(team=team, role="clinician", first_name="Cai")
    CoverFactory(person=away, covered_by=keyworker, starts_on=today, ends_on=today)
    QualificationFactory(user=away, expires_on=today + timedelta(days=20))
    QualificationFactory(user=clinician, expires_on=today - timedelta(days=1))
    QualificationFactory(user=gone, expires_on=today)
    EpisodeFactory(team=team, keyworker=keyworker)
    UserFactory(team=other_team)
    return {"away": away, "gone": gone, "clinician": clinician, "keyworker": keyworker, "manager": team_manager}


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        ({"state": "away"}, ["away"]),
        ({"state": "runs_out", "sort": "runs_out"}, ["clinician", "away"]),
        ({"state": "off"}, ["gone"]),
        ({"role": "keyworker", "sort": "clients"}, ["keyworker", "away", "gone"]),
        ({"role": "recovery_coach"}, []),
    ],
)
def test_staff_are_narrowed_and_the_spreadsheet_is_the_list(sign_in, team_manager, staff, narrowed, names):
    browser = sign_in(team_manager)
    page = browser.get(reverse("staffing:staff_list"), narrowed)
    expected = [staff[name].username for name in names]
    assert [row.person.username for row in page.context["rows"]] == expected
    assert [row[1] for row in spreadsheet(browser, page)] == expected
    assert AccessLog.objects.get(user=team_manager, action=AccessAction.EXPORT).detail == "staff"


def test_staff_are_counted_and_the_list_is_saved(sign_in, team_manager, staff):
    browser = sign_in(team_manager)
    page = browser.get(reverse("staffing:staff_list"), {"state": "x", "sort": "runs_out"})
    counted = {"Everybody": "5", "Away today": "1", "Something has run out or soon will": "2", "Switched off": "1"}
    assert tally(page) == counted
    assert page.context["saved"]["add"].endswith("route=staffing%3Astaff_list&query=sort%3Druns_out")


def test_notes_are_narrowed_and_the_spreadsheet_is_the_list(sign_in, keyworker, team, other_team):
    client, hidden = (EpisodeFactory(team=team).client for _ in range(2))
    Client.objects.filter(pk=hidden.pk).update(is_restricted=True)
    ShiftNoteFactory(team=team, client=client, text="=Ring before nine")
    ShiftNoteFactory(team=team, text="Keys", done_at=timezone.now(), done_by=keyworker)
    ShiftNoteFactory(team=team, client=hidden, text="About a restricted record")
    ShiftNoteFactory(team=other_team, text="Elsewhere")
    browser, address = sign_in(keyworker), reverse("staffing:shift_note_list")
    waiting = browser.get(address, {"team": other_team.pk})
    assert tally(waiting) == {"Waiting": "1", "Taken up": "1"}
    assert [row[1:3] for row in spreadsheet(browser, waiting)] == [[client.reference, "'=Ring before nine"]]
    done = browser.get(address, {"state": "done", "team": team.pk})
    assert "Taken up by" in done.content.decode()
    assert [row[2] for row in spreadsheet(browser, done)] == ["Keys"]
