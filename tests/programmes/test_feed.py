"""The private address of a calendar: what it gives a calendar program, to whom, and until when."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from core.models import AccessLog
from programmes import appointments, feed
from programmes.models import CalendarLink
from tests.factories.accounts import CoverFactory, UserFactory
from tests.factories.programmes import AppointmentFactory, ProgrammeFactory, ProgrammeSessionFactory

pytestmark = pytest.mark.django_db


def meet(episode, worker, begins_at, **more):
    more = {
        "client": episode.client,
        "episode": episode,
        "team": episode.team,
        "ends_at": begins_at + timedelta(hours=1),
    } | more
    return AppointmentFactory(worker=worker, begins_at=begins_at, **more)


def read(client, token):
    answer = client.get(reverse("programmes:calendar_feed", args=[token]))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def test_it_agrees_with_the_page_row_for_row(today, client, sign_in, keyworker, episode, team):
    """Six weeks of everything, over two changes of the clock: what the library reads is what the page shows."""
    away = UserFactory(team=team)
    for week in range(20):
        begins_at = datetime(2026, 11, 24, 14, tzinfo=UTC) + timedelta(weeks=week)
        meet(episode, keyworker, begins_at, cancelled=week == 3, attended=week == 4)
    meet(episode, away, datetime(2026, 11, 26, 9, tzinfo=UTC))
    CoverFactory(person=away, covered_by=keyworker, starts_on=today, ends_on=today + timedelta(days=6))
    programme = ProgrammeFactory(team=team)
    ProgrammeSessionFactory(
        programme=programme,
        lead=keyworker,
        begins_at=datetime(2026, 11, 27, 9, tzinfo=UTC),
        ends_at=datetime(2026, 11, 27, 11, tzinfo=UTC),
    )
    read_back = read(client, feed.renew(keyworker, by=keyworker))
    events = [event for event in read_back.walk("VEVENT") if event["STATUS"] == "CONFIRMED"]
    from_the_file = sorted((event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)) for event in events)
    browser, from_the_page = sign_in(keyworker), []
    london = ZoneInfo("Europe/London")
    for week in range(21):
        monday = today + timedelta(weeks=week)
        columns = browser.get(reverse("programmes:calendar_week"), {"on": monday.isoformat()}).context["columns"]
        for column in columns:
            for _label, lines, _hour in column["cells"]:
                for _url, text in lines:
                    times = [time.fromisoformat(text[place : place + 5]) for place in (0, 6)]
                    from_the_page.append(
                        tuple(datetime.combine(column["day"], at, tzinfo=london).astimezone(UTC) for at in times)
                    )
    assert from_the_file == sorted(from_the_page)
    assert len(from_the_file) == 21
    cancelled = [event for event in read_back.walk("VEVENT") if event["STATUS"] == "CANCELLED"]
    assert len(cancelled) == 1
    assert read_back.walk("VTIMEZONE")[0]["TZID"] == "Europe/London"


def test_it_says_initials_and_nothing_else(client, today, keyworker, episode):
    booked = meet(episode, keyworker, datetime(2026, 11, 24, 14, tzinfo=UTC), purpose="Detox", where="14 Secret Street")
    event = read(client, feed.renew(keyworker, by=keyworker)).walk("VEVENT")[0]
    assert event["SUMMARY"] == f"{episode.client.initials}, Appointment"
    text = event.to_ical().decode()
    for secret in (
        episode.client.family_name,
        episode.client.first_name,
        "Detox",
        "Secret",
        "Key work",
        episode.client.reference,
    ):
        assert secret not in text
    assert "TZID=Europe/London" in text
    assert str(booked.pk) in event["UID"]


def test_a_move_keeps_the_name_and_counts_up(client, today, keyworker, episode):
    booked = meet(episode, keyworker, datetime(2026, 11, 24, 14, tzinfo=UTC))
    token = feed.renew(keyworker, by=keyworker)
    before = read(client, token).walk("VEVENT")[0]
    later = datetime(2026, 11, 25, 14, tzinfo=UTC)
    appointments.move(
        booked,
        begins_at=later,
        ends_at=later + timedelta(hours=1),
        worker=keyworker,
        room=None,
        where="",
        purpose="",
        by=keyworker,
    )
    after = read(client, token).walk("VEVENT")[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == later
    appointments.cancel(booked, cancelled_by="client", by=keyworker)
    gone = read(client, token).walk("VEVENT")[0]
    assert (gone["STATUS"], gone["UID"]) == ("CANCELLED", before["UID"])


def test_whatever_does_not_work_answers_alike(client, keyworker):
    token = feed.renew(keyworker, by=keyworker)
    read(client, token)
    newer = feed.renew(keyworker, by=keyworker)
    left = UserFactory()
    of_left = feed.renew(left, by=left)
    User.objects.filter(pk=left.pk).update(is_active=False)
    revoked = UserFactory()
    of_revoked = feed.renew(revoked, by=revoked)
    feed.revoke(revoked, by=revoked)
    answers = set()
    for wrong in (token, f"{newer[:-1]}x", "guessed", of_left, of_revoked):
        answer = client.get(reverse("programmes:calendar_feed", args=[wrong]))
        answers.add((answer.status_code, answer.content.replace(wrong.encode(), b"")))
    assert [status for status, _text in answers] == [404]
    read(client, newer)
    assert AccessLog.objects.filter(action="refused", detail="calendar address").count() == 5
    assert AccessLog.objects.filter(action="export", user=keyworker, detail="calendar address").count() == 2


def test_guessing_is_slowed_down(client, db):
    url = reverse("programmes:calendar_feed", args=["guessed"])
    assert [client.get(url).status_code for _try in range(6)] == [404] * 5 + [429]


def test_the_page_shows_the_address_once(sign_in, keyworker):
    browser = sign_in(keyworker)
    made = browser.post(reverse("programmes:calendar_link_renew"), follow=True).content.decode()
    assert "/programmes/calendar/" in made
    assert ".ics" in made
    again = browser.get(reverse("programmes:calendar_link")).content.decode()
    assert ".ics" not in again
    assert "Revoke the address" in again
    assert browser.post(reverse("programmes:calendar_link_revoke")).status_code == 302
    assert CalendarLink.objects.get().revoked_at
    assert ".ics" not in browser.get(reverse("accounts:account_detail")).content.decode()
