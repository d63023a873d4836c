"""The calendar: whose it is, what of it a reader may see, the clock, and how many questions it asks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AccessLog
from programmes.calendar import entries
from tests.factories.accounts import CoverFactory, UserFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.programmes import AppointmentFactory, ProgrammeFactory, ProgrammeSessionFactory, RoomFactory
from tests.factories.referrals import AppointmentOfferFactory, IncomingReferralFactory

pytestmark = pytest.mark.django_db

WEEK, DAY = reverse("programmes:calendar_week"), reverse("programmes:calendar_day")


def at(day, hour, minute=0, month=11, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def meet(episode, worker, begins_at, **more):
    more = {
        "client": episode.client,
        "episode": episode,
        "team": episode.team,
        "ends_at": begins_at + timedelta(hours=1),
    } | more
    return AppointmentFactory(worker=worker, begins_at=begins_at, **more)


@pytest.fixture
def browser(today, sign_in, keyworker):
    return sign_in(keyworker)


def page(browser, url, **query):
    answer = browser.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_week_holds_appointments_sessions_and_first_appointments(browser, episode, keyworker, team):
    meet(episode, keyworker, at(24, 14), room=RoomFactory(team=team, name="Blue room"))
    meet(episode, keyworker, at(25, 14), cancelled=True)
    meet(episode, keyworker, at(30, 14))
    programme = ProgrammeFactory(team=team, name="Moving On")
    ProgrammeSessionFactory(programme=programme, lead=keyworker, begins_at=at(26, 10), ends_at=at(26, 12))
    CustodyStayFactory(client=episode.client, episode=episode, appointment_at=at(27, 9), appointment_place="Front desk")
    referral = IncomingReferralFactory(team=team, allocated_to=keyworker, first_name="Ivy", family_name="Testgreen")
    AppointmentOfferFactory(referral=referral, offered_for=at(27, 11), where="Castle Road")
    text, name = page(browser, WEEK), f"{episode.client.first_name} {episode.client.family_name}"
    assert f"14:00–15:00 Key work, {name}, Blue room" in text
    assert "10:00–12:00 Moving On: Relapse prevention" in text
    assert f"09:00–09:30 First appointment after release, {name}, Front desk" in text
    assert "11:00–11:30 First appointment, Ivy Testgreen, Castle Road" in text
    assert text.count("14:00–15:00") == 1
    assert "on=2026-11-16" in text
    assert "on=2026-11-30" in text
    assert "14:00–15:00" in page(browser, WEEK, on="2026-11-30")
    assert "Moving On: Relapse prevention" not in page(browser, WEEK, show="appointments")
    assert name not in page(browser, WEEK, show="sessions")


def test_of_others_it_says_that_the_time_is_taken(browser, keyworker, other_team, sign_in, stranger):
    """A worker of two teams: one who is in one of them sees when, and not with whom."""
    from tests.factories.accounts import TeamMembershipFactory
    from tests.factories.clients import EpisodeFactory

    TeamMembershipFactory(user=keyworker, team=other_team)
    theirs = EpisodeFactory(team=other_team, in_treatment=True)
    booked = meet(theirs, keyworker, at(24, 14), where="14 Secret Street")
    colleague = UserFactory(team=keyworker.teams.get(name="Afon Team"))
    text = page(sign_in(colleague), WEEK, worker=keyworker.pk)
    assert "14:00–15:00 Busy" in text
    for secret in (theirs.client.family_name, "Secret Street", str(booked.pk), "Key work"):
        assert secret not in text
    assert theirs.client.family_name in page(sign_in(stranger), WEEK, worker=keyworker.pk)


def test_nobody_reads_the_calendar_of_another_team(browser, stranger, other_team):
    for query in ({"worker": stranger.pk}, {"team": other_team.pk}, {"worker": "x"}, {"on": "0001-01-01"}):
        assert "week from" in page(browser, WEEK, **query)
        assert str(stranger) not in page(browser, WEEK, **query)
        assert other_team.name not in page(browser, WEEK, **query)


def test_a_team_by_people_and_by_hours(browser, episode, keyworker, team):
    colleague = UserFactory(team=team, first_name="Olwen", last_name="Testblue")
    meet(episode, colleague, at(24, 14))
    by_people = page(browser, WEEK, team=team.pk)
    assert "Olwen Testblue" in by_people
    by_hours = page(browser, DAY, team=team.pk, on="2026-11-24", rows="hours")
    assert f"{episode.client.family_name}, Olwen Testblue" in by_hours
    assert "14:00–15:00" not in page(browser, DAY, on="2026-11-24")  # it is not the reader's own


def test_who_covers_sees_it_on_the_days_of_the_cover(browser, episode, keyworker, team):
    away = UserFactory(team=team)
    meet(episode, away, at(24, 14))
    meet(episode, away, at(26, 14))
    CoverFactory(person=away, covered_by=keyworker, starts_on=date(2026, 11, 23), ends_on=date(2026, 11, 24))
    text = page(browser, WEEK)
    assert text.count("14:00–15:00") == 1
    assert f"{episode.client.family_name}, {away}" in text


def test_days_that_change_the_clock_begin_and_end_at_midnight_in_london(today, episode, keyworker):
    """25 October 2026 has 25 hours, 28 March 2027 has 23, and nothing falls between two days or into both."""
    autumn = [at(24, 22, 30, 10), at(24, 23, 30, 10), at(25, 0, 30, 10), at(25, 1, 30, 10), at(25, 23, 30, 10)]
    for begins_at in [*autumn, at(28, 0, 30, 3, 2027), at(28, 23, 30, 3, 2027)]:
        meet(episode, keyworker, begins_at, ends_at=begins_at + timedelta(minutes=15))

    def clocks(day):
        found = entries(keyworker, day, day + timedelta(days=1), worker=keyworker)
        return [f"{entry.begins:%H:%M}" for entry in found]

    assert clocks(date(2026, 10, 24)) == ["23:30"]
    assert clocks(date(2026, 10, 25)) == ["00:30", "01:30", "01:30", "23:30"]
    assert clocks(date(2027, 3, 28)) == ["00:30"]
    assert clocks(date(2027, 3, 29)) == ["00:30"]


def test_a_team_week_asks_seven_questions_however_full_it_is(browser, episode, keyworker, team):
    browser.get(WEEK, {"team": team.pk})
    counts = []
    for number in (2, 20):
        for minutes in range(number):
            meet(episode, keyworker, at(24, 9) + timedelta(minutes=10 * minutes))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(browser, WEEK, team=team.pk)
        counts.append(len(captured))
    assert counts == [7, 7]


def test_on_paper(browser, episode, keyworker):
    meet(episode, keyworker, at(24, 14))
    for name in ("programmes:calendar_week_pdf", "programmes:calendar_day_pdf"):
        answer = browser.get(reverse(name), {"on": "2026-11-24"})
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert AccessLog.objects.filter(action="print", user=keyworker, detail="calendar").count() == 2
