"""Four weeks of a rolling programme for twelve people, every register taken on a phone, agree with a table made by hand.

The weeks begin on 8 March 2027: the clocks go forward on Sunday 28 March; Good Friday, 26 March, and Easter Monday, 29 March,
are bank holidays. The programme meets on Mondays, Wednesdays and Fridays at ten.
"""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.choices import Role
from core.calendar import LONDON
from programmes.choices import Component, Mark, SessionStatus, Weekday
from programmes.models import Attendance, ProgrammeSession
from programmes.timetable import generate
from tests.browser.checks import assert_accessible
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.programmes import EnrolmentFactory, ProgrammeFactory, TimetableSlotFactory

pytestmark = pytest.mark.browser
NOW = datetime(2027, 4, 5, 10, tzinfo=UTC)

# A letter for each session: A attended, L late, E left early, M missed, U missed because unwell, X excused, - not in the register.
# Held:        Mon Wed Fri | Mon Wed Fri | Mon Wed (Good Friday) | (Easter Monday) Wed Fri
BY_HAND = {
    "Abel":    "AAA AAA AA AA",
    "Bea":     "AAA AAL AA AA",
    "Cleo":    "LAA AAA EA AA",
    "Dewi":    "AMA AMA AM MA",
    "Elin":    "UUA AAA AA AA",
    "Fay":     "XXX AAA AA AA",
    "Gwen":    "MMM MMM MM MM",
    "Huw":     "AAA MMM -- --",  # left on the Friday of the second week
    "Ivy":     "--- AAA AA AA",  # joined in the second week
    "Jac":     "--- --- AA AM",  # joined in the third week
    "Kit":     "AAE LAA AU XA",
    "Lowri":   "AMM AMM MM AA",
}  # fmt: skip
TAPS = {"A": "Attended", "L": "Late", "E": "Left early", "M": "Missed", "U": "Missed", "X": "Excused"}
STARTED = {"Ivy": date(2027, 3, 15), "Jac": date(2027, 3, 22)}

# Worked out by hand, line by line: 76 came, and Max who walked in; 27 were missed, 3 of them because unwell; 4 were excused.
# A week counts as engaged with two sessions, or with all that were expected where these were fewer; Fay's first week, all of
# it excused, counts nowhere: 42 weeks, of which 29.
FIGURES = ("77 of 104", "74%", "27 of 104", "26%", "4 excused", "29 of 42", "0 of 1")


@pytest.fixture
def programme(live_server, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    team = TeamFactory(name="Afon Team")
    made = ProgrammeFactory(
        team=team,
        name="Forward",
        kind="day_programme",
        starts_on=date(2027, 3, 8),
        places=12,
        days_a_week=3,
        engaged_sessions=2,
    )
    for weekday in (Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY):
        TimetableSlotFactory(
            programme=made, weekday=weekday, begins_at=time(10), ends_at=time(12), first_on=date(2027, 3, 8),
            component=Component.RELAPSE_PREVENTION,
        )  # fmt: skip
    for name in BY_HAND:
        client = ClientFactory(registered_team=team, first_name=name, family_name="Testperson")
        more = {"left": True, "ended_on": date(2027, 3, 19)} if name == "Huw" else {}
        start = STARTED.get(name, date(2027, 3, 8))
        EnrolmentFactory(programme=made, client=client, started_on=start, asked_on=date(2027, 3, 1), **more)
    generate(made, date(2027, 4, 4))
    return made


def test_four_weeks_of_registers_on_a_phone(programme, open_as):
    leader = UserFactory(role=Role.CASE_MANAGER, team=programme.team)
    ClientFactory(registered_team=programme.team, first_name="Max", family_name="Testguest")
    held = list(programme.sessions.exclude(status=SessionStatus.CANCELLED))
    not_held = programme.sessions.filter(status=SessionStatus.CANCELLED)
    assert [session.day for session in not_held] == [date(2027, 3, 26), date(2027, 3, 29)]
    assert {session.begins_at.astimezone(LONDON).time() for session in held} == {time(10)}
    page = open_as(leader, "/programmes/sessions/?when=past")
    page.set_viewport_size({"width": 390, "height": 844})
    assert_accessible(page)
    for number, session in enumerate(held):
        page.goto(f"/programmes/sessions/{session.pk}/register/")
        take(page, number)
    both_widths(page, f"/programmes/sessions/{held[0].pk}/register/", f"/programmes/sessions/{held[0].pk}/")
    walk_in(page, held[3])
    assert_by_hand(held)
    both_widths(page, "/programmes/figures/?since=8/3/2027&until=4/4/2027")
    figures = page.locator(".app-table tbody tr").first
    for words in ("10", "2 cancelled", "walked in 1 time", *FIGURES):
        expect(figures).to_contain_text(words)
    expect(page.locator("main")).to_contain_text("Unwell: 3")


def take(page, number):
    """Tap what the table says of one session, and save."""
    for name, letters in BY_HAND.items():
        letter = letters.replace(" ", "")[number]
        line = page.get_by_role("group", name=f"TESTPERSON, {name}")
        if letter == "-":
            expect(line).to_have_count(0)
            continue
        line.get_by_label(TAPS[letter], exact=True).check()
        if letter == "U":
            line.get_by_label("Why were they not there?").select_option(label="Unwell")
    page.get_by_role("button", name="Save the register").click()
    expect(page.locator("text=The register is saved")).to_be_visible()


def walk_in(page, session):
    page.goto(f"/programmes/sessions/{session.pk}/register/")
    page.get_by_role("link", name="Somebody else came: add them").click()
    page.get_by_label("Name, our reference").fill("Testguest")
    page.get_by_role("button", name="Look").click()
    assert_accessible(page)
    page.get_by_role("button", name="They came").click()
    expect(page.get_by_role("group", name="TESTGUEST, Max").get_by_label("Attended")).to_be_checked()


def both_widths(page, *paths):
    for path in paths:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(path)
            assert_accessible(page)


def assert_by_hand(held):
    """What is saved is the table, line for line."""
    marks = {
        value: key
        for key, value in {"A": Mark.ATTENDED, "L": Mark.LATE, "E": Mark.LEFT_EARLY, "X": Mark.EXCUSED}.items()
    }
    for name, letters in BY_HAND.items():
        rows = {row.session_id: row for row in Attendance.objects.filter(client__first_name=name)}
        found = ""
        for session in held:
            row = rows.get(session.pk)
            missed = row and row.mark == Mark.MISSED and ("U" if row.missed_reason == "unwell" else "M")
            found += missed or (marks[row.mark] if row else "-")
        assert found == letters.replace(" ", ""), name
    assert ProgrammeSession.objects.filter(status=SessionStatus.HELD).count() == 10
