"""Appointments: booked, moved, cancelled, with one contact for what came of them, and what follows each."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from alerts.models import Alert
from clients.choices import ContactOutcome, EpisodeStatus, MissedBy, MissedReason
from clients.models import Contact, Episode
from core.workflow import NotAllowed, TransitionNotAllowed
from programmes import appointments
from programmes.choices import AppointmentKind, AppointmentStatus, CancelledBy, PathStatus, ProgrammeKind
from programmes.models import Appointment, MissedPath, Reminder
from tests.factories.accounts import UserFactory
from tests.factories.clients import ContactWayFactory, DeathFactory
from tests.factories.programmes import (
    AppointmentFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    ReminderChoiceFactory,
    RoomFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(team):
    return RoomFactory(team=team, name="Blue room")


@pytest.fixture
def asked(today, episode, keyworker, room):
    """An appointment that somebody asks for: tomorrow at two."""
    return Appointment(
        client=episode.client, episode=episode, team=episode.team, kind=AppointmentKind.KEY_WORK, worker=keyworker,
        room=room, begins_at=datetime(2026, 11, 24, 14, tzinfo=UTC), ends_at=datetime(2026, 11, 24, 15, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def begun(today, episode, keyworker):
    """One that began an hour ago."""
    return AppointmentFactory(
        client=episode.client, episode=episode, team=episode.team, worker=keyworker,
        begins_at=datetime(2026, 11, 23, 9, tzinfo=UTC), ends_at=datetime(2026, 11, 23, 9, 45, tzinfo=UTC),
    )  # fmt: skip


def contact(outcome=ContactOutcome.ATTENDED, **more):
    return Contact(kind="face_to_face", outcome=outcome, **more)


def missed():
    return contact(ContactOutcome.MISSED, missed_by=MissedBy.PERSON, missed_reason=MissedReason.NO_REASON_KNOWN)


# Verbs


def test_booking_plans_the_reminder_and_the_outcome(asked, keyworker):
    way = ContactWayFactory(client=asked.client, kind="text")
    ReminderChoiceFactory(client=asked.client, way=way)
    [booked], left_out = appointments.book(asked, by=keyworker)
    assert (booked.status, booked.created_by, booked.team, left_out) == ("booked", keyworker, asked.team, [])
    assert Reminder.objects.get().about_at == booked.begins_at
    alert = Alert.objects.get(rule="AP01")
    assert (alert.recipient, alert.due_at, alert.subject_id) == (
        keyworker,
        datetime(2026, 11, 25, 9, tzinfo=UTC),
        booked.pk,
    )


def test_every_week_keeps_the_hour_over_the_change_of_the_clock_and_leaves_bank_holidays_out(asked, keyworker):
    asked.begins_at, asked.ends_at = datetime(2027, 3, 15, 14, tzinfo=UTC), datetime(2027, 3, 15, 15, tzinfo=UTC)
    booked, left_out = appointments.book(asked, by=keyworker, weeks=4)
    assert [row.begins_at.astimezone(UTC) for row in booked] == [
        datetime(2027, 3, 15, 14, tzinfo=UTC),
        datetime(2027, 3, 22, 14, tzinfo=UTC),
        datetime(2027, 4, 5, 13, tzinfo=UTC),  # still two o'clock in London
    ]
    assert left_out == [date(2027, 3, 29)]  # Easter Monday


def test_times_that_are_not_and_times_that_are_twice():
    with pytest.raises(NotAllowed, match="no such time"):
        appointments.moment(date(2027, 3, 28), time(1, 30))
    assert appointments.moment(date(2026, 10, 25), time(1, 30)).astimezone(UTC).hour == 0  # the first of the two
    begins_at, ends_at = appointments.span(date(2026, 11, 24), time(23), time(0))
    assert ends_at - begins_at == timedelta(hours=1)
    assert appointments.span(date(2028, 2, 29), time(9), time(10))[0].day == 29
    with pytest.raises(NotAllowed, match="after the beginning"):
        appointments.span(date(2026, 11, 24), time(10), time(9))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"begins_at": datetime(2026, 11, 1, 9, tzinfo=UTC), "ends_at": datetime(2026, 11, 1, 10, tzinfo=UTC)},
            "week ago",
        ),
        (
            {"begins_at": datetime(2029, 11, 1, 9, tzinfo=UTC), "ends_at": datetime(2029, 11, 1, 10, tzinfo=UTC)},
            "two years",
        ),
        ({"ends_at": datetime(2026, 11, 24, 13, tzinfo=UTC)}, "after the beginning"),
        ({"episode": None}, "closed"),
    ],
)
def test_nonsense_is_refused_in_words(asked, keyworker, change, why):
    for name, value in change.items():
        setattr(asked, name, value)
    with pytest.raises(NotAllowed, match=why):
        appointments.book(asked, by=keyworker)
    assert not Appointment.objects.exists()


def test_a_closed_episode_the_dead_strangers_and_other_rooms_are_refused(asked, keyworker, stranger):
    asked.worker = stranger
    with pytest.raises(NotAllowed, match="is not in"):
        appointments.book(asked, by=keyworker)
    asked.worker, asked.room = keyworker, RoomFactory()
    with pytest.raises(NotAllowed, match="not a room of this team"):
        appointments.book(asked, by=keyworker)
    asked.room = None
    Episode.objects.filter(pk=asked.episode_id).update(
        status=EpisodeStatus.CLOSED, ended_on=date(2026, 11, 20), discharge_reason="dropped_out"
    )
    with pytest.raises(NotAllowed, match="closed"):
        appointments.book(asked, by=keyworker)
    DeathFactory(client=asked.client)
    with pytest.raises(NotAllowed, match="has died"):
        appointments.book(asked, by=keyworker)


def test_the_outcome_writes_one_contact(begun, keyworker):
    appointments.record_outcome(begun, contact(note="Talked about sleep", minutes=45), by=keyworker)
    written = Contact.objects.get()
    assert (written.happened_at, written.episode, written.created_by) == (begun.begins_at, begun.episode, keyworker)
    begun.refresh_from_db()
    assert (begun.status, begun.contact) == (AppointmentStatus.ATTENDED, written)
    assert not Alert.objects.open().filter(rule="AP01").exists()
    with pytest.raises(NotAllowed, match="already"):
        appointments.record_outcome(begun, contact(), by=keyworker)
    assert Contact.objects.count() == 1


def test_a_miss_begins_the_way_back_and_undoing_it_ends_that(begun, keyworker):
    appointments.record_outcome(begun, missed(), by=keyworker)
    begun.refresh_from_db()
    assert (begun.status, begun.missed_reason) == (AppointmentStatus.MISSED, MissedReason.NO_REASON_KNOWN)
    assert MissedPath.objects.get().appointment == begun
    assert Alert.objects.open().filter(rule="AC07").exists()
    appointments.undo(begun, by=keyworker, note="The other one of that name")
    begun.refresh_from_db()
    assert (begun.status, begun.contact, begun.missed_reason) == (AppointmentStatus.BOOKED, None, "")
    assert Contact.objects.get().is_in_error
    assert MissedPath.objects.get().status == PathStatus.STOPPED
    assert not Alert.objects.open().filter(rule="AC07").exists()
    assert Alert.objects.open().filter(rule="AP01").exists()
    appointments.record_outcome(begun, contact(), by=keyworker)
    assert Contact.objects.valid().get().outcome == ContactOutcome.ATTENDED


def test_nobody_else_takes_the_note_of_a_colleague_back(begun, keyworker, team):
    appointments.record_outcome(begun, contact(), by=keyworker)
    with pytest.raises(NotAllowed, match="Only the person who wrote this"):
        appointments.undo(begun, by=UserFactory(team=team, role=Role.KEYWORKER))
    begun.refresh_from_db()
    assert begun.status == AppointmentStatus.ATTENDED


def test_nothing_comes_of_what_has_not_begun(asked, keyworker):
    [booked], _left_out = appointments.book(asked, by=keyworker)
    with pytest.raises(NotAllowed, match="not begun"):
        appointments.record_outcome(booked, contact(), by=keyworker)
    assert not Contact.objects.exists()


def test_moving_moves_the_reminder_and_cancelling_takes_it_back(asked, keyworker):
    way = ContactWayFactory(client=asked.client, kind="text")
    ReminderChoiceFactory(client=asked.client, way=way)
    [booked], _left_out = appointments.book(asked, by=keyworker)
    later = {"begins_at": datetime(2026, 11, 26, 10, tzinfo=UTC), "ends_at": datetime(2026, 11, 26, 11, tzinfo=UTC)}
    appointments.move(booked, worker=keyworker, room=None, where="Library", purpose="", by=keyworker, **later)
    assert Reminder.objects.get(state="planned").about_at == later["begins_at"]
    appointments.cancel(booked, cancelled_by=CancelledBy.CLIENT, by=None, reason="By the link")
    assert not Reminder.objects.filter(state="planned").exists()
    assert not Alert.objects.open().filter(rule="AP01").exists()
    change = booked.status_changes.get()
    assert (change.changed_by, change.reason) == (None, "By the link")
    with pytest.raises(TransitionNotAllowed):
        appointments.cancel(booked, cancelled_by=CancelledBy.SERVICE, by=keyworker)
    with pytest.raises(NotAllowed, match="already"):
        appointments.move(booked, worker=keyworker, room=None, where="", purpose="", by=keyworker, **later)


# Pages


@pytest.fixture
def browser(today, sign_in, keyworker):
    return sign_in(keyworker)


def book_url(client):
    return reverse("programmes:appointment_add", args=[client.pk])


def typed(keyworker, **changes):
    return {
        "kind": "key_work", "day": "24/11/2026", "begins": "14:00", "ends": "15:00", "worker": keyworker.pk, "room": "",
        "where": "", "purpose": "", "weeks": "1", "despite": "",
    } | changes  # fmt: skip


def test_booking_takes_two_actions_from_the_record(browser, record, keyworker):
    """The link, and the button: what stands in the form is the next time in the rhythm, and can be sent as it is."""
    url = book_url(record)
    assert url in browser.get(record.get_absolute_url()).content.decode()
    form = browser.get(url).context["form"]
    sent = {name: "" if form.initial.get(name) is None else form.initial[name] for name in form.fields} | {"weeks": "1"}
    answer = browser.post(url, sent)
    booked = Appointment.objects.get()
    assert answer["Location"] == booked.get_absolute_url()
    assert (booked.worker, booked.kind, booked.begins_at) == (
        keyworker,
        "key_work",
        datetime(2026, 11, 24, 10, tzinfo=UTC),
    )


def test_the_next_one_follows_the_outcome_a_fortnight_later(browser, begun):
    url = reverse("programmes:appointment_outcome", args=[begun.pk])
    said = {
        "outcome": "attended",
        "missed_reason": "",
        "note": "Well",
        "kind": "phone",
        "minutes": "30",
        "version": begun.version,
    }
    answer = browser.post(url, said)
    assert answer["Location"] == book_url(begun.client)
    form = browser.get(answer["Location"]).context["form"]
    assert (form.initial["day"], form.initial["begins"], form.initial["ends"]) == ("07/12/2026", "09:00", "09:45")
    assert Contact.objects.get().kind == "phone"
    assert browser.post(url, said).status_code == 409


def test_a_miss_needs_a_reason_and_cancelling_says_by_whom(browser, begun):
    url = reverse("programmes:appointment_outcome", args=[begun.pk])
    said = {
        "outcome": "missed",
        "missed_reason": "",
        "note": "",
        "kind": "phone",
        "minutes": "",
        "version": begun.version,
    }
    assert "Say why" in browser.post(url, said).content.decode()
    assert browser.post(url, said | {"outcome": "client"}).status_code == 302
    begun.refresh_from_db()
    assert (begun.status, begun.cancelled_by) == (AppointmentStatus.CANCELLED, CancelledBy.CLIENT)
    assert not Contact.objects.exists()


def test_clashes_are_said_and_a_tick_books_all_the_same(browser, begun, keyworker, room, record):
    other = AppointmentFactory(
        team=begun.team, worker=keyworker, room=room,
        begins_at=datetime(2026, 11, 24, 14, 30, tzinfo=UTC), ends_at=datetime(2026, 11, 24, 15, 30, tzinfo=UTC),
    )  # fmt: skip
    answer = browser.post(book_url(record), typed(keyworker, room=room.pk))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Blue room is taken by an appointment" in text
    assert f"{keyworker} has an appointment" in text
    assert other.client.family_name not in text
    assert browser.post(book_url(record), typed(keyworker, room=room.pk, despite="on")).status_code == 302
    shown = browser.get(Appointment.objects.latest("created_at").get_absolute_url()).content.decode()
    assert "Something else is at this time" in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"begins": "1:30", "ends": "2:30", "day": "28/3/2027"}, "no such time"),
        ({"ends": "13:00"}, "after the beginning"),
        ({"day": "29/2/2027"}, "real date"),
        ({"day": "1/1/2026"}, "week ago"),
        ({"begins": "25:00"}, "such as 14:30"),
        ({"weeks": "27"}, "1 to 26"),
        ({"worker": "999999999"}, "valid choice"),
    ],
)
def test_what_cannot_be_booked_is_said(browser, record, keyworker, change, words):
    answer = browser.post(book_url(record), typed(keyworker, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Appointment.objects.exists()


def test_six_weeks_of_a_one_to_one_programme(browser, record, keyworker, team):
    programme = ProgrammeFactory(team=team, kind=ProgrammeKind.ONE_TO_ONE, name="CBT, 12 weeks")
    enrolment = EnrolmentFactory(client=record, programme=programme)
    sent = typed(keyworker, kind="one_to_one", enrolment=enrolment.pk, weeks="6")
    assert browser.post(book_url(record), sent).status_code == 302
    assert Appointment.objects.filter(enrolment=enrolment).count() == 6
    page = browser.get(reverse("programmes:appointment_list", args=[record.pk])).content.decode()
    assert page.count("One-to-one programme: CBT, 12 weeks") == 6


def test_a_free_time_of_the_calendar_leads_to_the_form(browser, record, keyworker):
    asked = f"?on=2026-11-30&at=11:00&worker={keyworker.pk}"
    page = browser.get(reverse("programmes:appointment_new") + asked)
    assert record.name in page.content.decode()
    form = browser.get(book_url(record) + asked).context["form"]
    assert (form.initial["day"], form.initial["begins"]) == ("30/11/2026", "11:00")


def test_without_an_open_episode_of_the_team_nothing_is_booked(browser, record, episode):
    Episode.objects.filter(pk=episode.pk).update(
        status=EpisodeStatus.CLOSED, ended_on=date(2026, 11, 20), discharge_reason="dropped_out"
    )
    answer = browser.get(book_url(record), follow=True)
    assert "no open episode with a team of yours" in answer.content.decode()
