"""Attendance against criteria, and the figures, agree with a table made by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.attendance import Total, Week, weeks_of
from programmes.figures import Share, figures
from programmes.models import Enrolment
from tests.factories.clients import ClientFactory
from tests.factories.programmes import (
    AppointmentFactory,
    AttendanceFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    ProgrammeSessionFactory,
)

MONDAYS = date(2026, 10, 19), date(2026, 10, 26)  # the clock goes back on the Sunday between them
TIMES = [(0, 9), (0, 13), (2, 9), (4, 9)]  # Monday twice, Wednesday, Friday

# One letter for each session of the two weeks: A attended, L late, E left early, M missed, U missed because unwell, X excused,
# . not marked, - not in the register. The Friday of the second week was not held.
BY_HAND = {
    "Anna": "AAAA AAA-",
    "Bob": "AMLM MMMX",
    "Cai": "XXAE U.A-",
    "Dee": "---- --A-",  # began on the Tuesday of the second week; walked in before
}  # fmt: skip
MARKS = {"A": "attended", "L": "late", "E": "left_early", "M": "missed", "U": "missed", "X": "excused"}


def sessions_of(programme, cancelled=7):
    """The eight sessions of the two weeks, of which one was not held."""
    for number in range(8):
        day, hour = TIMES[number % 4]
        on = MONDAYS[number // 4] + timedelta(days=day)
        hour = hour - 1 if number < 4 else hour  # summer time in the first week
        begins = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
        state = {"cancelled": True} if number == cancelled else {"held": True}
        yield ProgrammeSessionFactory(
            programme=programme, begins_at=begins, ends_at=begins + timedelta(hours=2), **state
        )


@pytest.fixture
def programme(team):
    made = ProgrammeFactory(team=team, days_a_week=3, engaged_sessions=3, kind="day_programme")
    sessions = list(sessions_of(made))
    for name, letters in BY_HAND.items():
        start = {"Dee": date(2026, 10, 27)}.get(name, date(2026, 10, 1))
        client = ClientFactory(first_name=name, registered_team=team)
        enrolment = EnrolmentFactory(programme=made, client=client, started_on=start)
        for session, letter in zip(sessions, letters.replace(" ", ""), strict=True):
            if letter in MARKS and session.status == "held":
                reason = {"M": "no_reason_known", "U": "unwell"}.get(letter, "")
                AttendanceFactory(
                    session=session, client=client, enrolment=enrolment, mark=MARKS[letter], missed_reason=reason
                )
    AttendanceFactory(session=sessions[0], client=client)
    return made


def weeks(programme):
    """{who: their weeks, the oldest first}."""
    since, until = MONDAYS[0], MONDAYS[1] + timedelta(days=6)
    found = weeks_of(Enrolment.objects.filter(programme=programme), since, until)
    names = dict(Enrolment.objects.values_list("pk", "client__first_name"))
    return {names[key]: rows[::-1] for key, rows in found.items()}


def test_weeks_of_each_person(programme):
    first, second = MONDAYS
    found = weeks(programme)
    assert found == {
        "Anna": [Week(first, 4, 4, 3, 3, 0, True), Week(second, 3, 3, 2, 2, 0, True)],
        "Bob": [Week(first, 2, 4, 2, 3, 0, False), Week(second, 0, 3, 0, 2, 0, False)],
        "Cai": [Week(first, 2, 2, 2, 2, 2, True), Week(second, 1, 2, 1, 2, 0, False)],
        "Dee": [Week(second, 1, 1, 1, 1, 0, True)],
    }
    assert Total.of(found["Bob"]) == Total(attended=2, expected=7, engaged=0, weeks=2)
    programme.engaged_sessions = None
    programme.save()
    assert [week.is_engaged for week in weeks(programme)["Bob"]] == [False, False]
    assert [week.is_engaged for week in weeks(programme)["Anna"]] == [True, True]
    programme.days_a_week = None
    programme.save()
    assert weeks(programme)["Anna"][0].is_engaged is None


def test_figures_of_a_programme(programme, team):
    EnrolmentFactory(programme=programme, completed=True, ended_on=date(2026, 10, 30))
    EnrolmentFactory(programme=programme, completed=True, ended_on=date(2026, 11, 30))
    EnrolmentFactory(programme=programme, left=True, ended_on=date(2026, 10, 30))
    EnrolmentFactory(programme=programme, not_started=True, ended_on=date(2026, 10, 30))
    at = datetime(2026, 10, 20, 9, tzinfo=UTC)
    for state in ({"attended": True}, {"attended": True}, {"missed": True}, {"cancelled": True}, {}):
        AppointmentFactory(team=team, begins_at=at, ends_at=at + timedelta(hours=1), **state)
    ProgrammeFactory(team=team)
    with CaptureQueriesContext(connection) as taken:
        found = figures([team.pk], MONDAYS[0], MONDAYS[1] + timedelta(days=6))
    assert len(taken) <= 7, [query["sql"][:80] for query in taken]
    (row,) = found.rows
    assert (row.programme, row.held, row.cancelled, row.people, row.walk_ins, row.excused) == (programme, 7, 1, 4, 1, 2)
    # Anna 7, Bob 2, Cai 3, Dee 1 and once as a walk-in; missed: Bob 5, Cai 1, who was unwell.
    assert (row.attendance, row.missed) == (Share(14, 20), Share(6, 20))
    assert row.reasons == {"no_reason_known": 5, "unwell": 1}
    assert (row.engaged, row.completed) == (Share(4, 7), Share(1, 2))
    assert found.total.people == 4
    assert found.reasons == [("No reason known", 5), ("Unwell", 1)]
    assert found.appointments == Share(1, 3)
    assert found.appointments.percent == 33
    assert figures([team.pk], date(2025, 1, 1), date(2025, 12, 31)).rows == []


def test_pages_of_figures_say_the_same(programme, sign_in, team_manager, stranger):
    period = {"since": "19/10/2026", "until": "1/11/2026"}
    browser = sign_in(team_manager)
    page = browser.get("/programmes/figures/", period).content.decode()
    assert "14 of 20" in page
    assert "70%" in page
    export = b"".join(browser.get("/programmes/figures/export/", period).streaming_content).decode()
    assert f"{programme.name},Attendance,14,20,70" in export
    assert (
        browser.get("/programmes/figures/", {"since": "40/40/1", "until": "1/1/9999", "team": "x"}).status_code == 200
    )
