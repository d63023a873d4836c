"""The sweep of reminders: sent once, only where and when that is safe, in words that tell a stranger nothing."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Team
from clients.reach import stop_messages
from core import outbox
from core.calendar import LONDON
from core.models import OutboxMessage
from core.senders import Sender
from programmes import reminders, sending
from programmes.choices import ReminderState
from programmes.forms.reminder import ReminderChoiceForm
from programmes.models import Reminder
from reference.choices import WordingKey
from reference.loading import shipped_wordings
from services_directory.leaflet import says_nothing
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import ContactWayFactory, DeathFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.programmes import (
    AppointmentFactory,
    EnrolmentFactory,
    ProgrammeSessionFactory,
    ReminderChoiceFactory,
    ReminderFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)
NAME = "Riverside Recovery Service"


@pytest.fixture(autouse=True)
def texts(settings):
    settings.TEXT_SENDER, settings.TEXT_SAYS_WHO = "tests.programmes.test_sending.Phone", False
    settings.SITE_URL = "https://meet.example.org"
    Phone.taken.clear()


class Phone(Sender):
    taken = []

    def send(self, message, address):
        self.taken.append(message)

    def knows(self, reference):
        return False


def choice(**more):
    way = {"kind": more.pop("kind", "text"), "value": more.pop("value", "07700 900001")}
    way |= {"may_leave_message": "yes", "may_say_who": more.pop("may_say_who", "")}
    made = ReminderChoiceFactory(**more, way=None)
    made.way = ContactWayFactory(client=made.client, **way)
    made.save()
    return made


def reminder(chosen=None, **more):
    """Of an appointment on Tuesday at ten, due on Monday at ten."""
    chosen = chosen or choice()
    team = Team.objects.filter(name=NAME).first() or TeamFactory(name=NAME, phone="029 2018 0001")
    worker = UserFactory(first_name="Alex")
    return ReminderFactory(appointment=AppointmentFactory(client=chosen.client, team=team, worker=worker), **more)


def state_of(row):
    row.refresh_from_db()
    return row.state


def test_reminder_goes_once_and_says_what_it_must_and_no_more():
    row = reminder()
    assert sending.sweep(NOON) == {"planned": 0, "sent": 1, "not_sent": 0}
    assert sending.sweep(NOON)["sent"] == 0
    message = OutboxMessage.objects.get()
    assert (message.reference, message.address) == (reminders.reference(row), "07700 900001")
    assert f"Hello {row.client.called}, see you on Tuesday 24 November 2026 at 10am." in message.body
    assert "ring us or open https://meet.example.org/c/" in message.body
    assert NAME not in message.body
    assert says_nothing(message.body)
    row.refresh_from_db()
    assert row.cancel_digest not in message.body
    assert outbox.deliver(NOON) == 1
    assert outbox.deliver(NOON) == 0
    assert [message.reference for message in Phone.taken] == [reminders.reference(row)]


def test_service_is_named_only_where_the_person_agreed_and_it_is_safe():
    said = {True: choice(names_service=True, may_say_who="yes"), False: choice(names_service=True, may_say_who="no")}
    for named, chosen in said.items():
        _title, body = sending.written(reminder(chosen), "https://meet.example.org/c/x/")
        assert (NAME in body) is named


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", ["text", "email"])
@pytest.mark.parametrize("key", [WordingKey.APPOINTMENT_REMINDER, WordingKey.SESSION_REMINDER])
def test_no_shipped_reminder_says_what_we_do(key, kind, language):
    text = shipped_wordings()[key, kind, language]
    whole = f"{text['title']} {text['body']} {sending.HOW_TO_CANCEL[language]}"
    assert says_nothing(whole.replace("Os na", "")), "Welsh for “if not”, and no fellowship"
    assert "{team}" not in whole
    assert len(whole) < sending.LONGEST_TEXT - 100


def test_nothing_goes_at_night_and_what_waits_in_the_outbox_waits_too():
    row = reminder()
    for night in (NOON.replace(hour=20), NOON.replace(hour=8, minute=59), NOON.replace(hour=3)):
        assert sending.sweep(night)["sent"] == 0
    assert state_of(row) == ReminderState.PLANNED
    assert sending.sweep(NOON.replace(hour=19, minute=59))["sent"] == 1
    assert outbox.deliver(NOON.replace(hour=20)) == 0
    assert outbox.deliver(NOON.replace(day=24, hour=9)) == 1


def test_clock_in_london_decides_about_the_night():
    summer = datetime(2027, 3, 28, 9, tzinfo=LONDON)  # the clock went forward at one: 8 in the morning in UTC
    assert sending.is_quiet(summer - timedelta(minutes=1))
    assert not sending.is_quiet(summer)
    assert sending.is_quiet(datetime(2026, 10, 25, 20, tzinfo=LONDON))


def test_reminder_that_is_late_is_sent_while_its_time_is_ahead_and_never_after():
    row, missed = reminder(), reminder()
    sending.sweep(NOON.replace(day=24, hour=9, minute=30))
    assert state_of(row) == ReminderState.SENT
    Reminder.objects.filter(pk=missed.pk).update(state=ReminderState.PLANNED, message=None)
    sending.sweep(NOON.replace(day=24))
    assert state_of(missed) == ReminderState.NOT_SENT
    assert "passed" in missed.why_not
    assert outbox.deliver(NOON.replace(day=24)) == 0, "The outbox lets go of what has had its time"
    row.refresh_from_db()
    assert row.became == ReminderState.NOT_SENT


def change_appointment(row):
    type(row.appointment).objects.filter(pk=row.appointment_id).update(begins_at=row.about_at + timedelta(minutes=30))


def change_way(row, **more):
    way = row.client.reminder_choice.way
    type(way).objects.filter(pk=way.pk).update(**more)


def change_client(row, **more):
    type(row.client).objects.filter(pk=row.client_id).update(**more)


AGAINST = {
    "has died": lambda row: DeathFactory(client=row.client),
    "custody": lambda row: CustodyStayFactory(client=row.client),
    "Do not contact": lambda row: change_client(row, do_not_contact="A court order"),
    "not used": lambda row: change_client(row, is_frozen=True),
    "No message may be left": lambda row: change_way(row, may_leave_message="no"),
    "Nobody has asked": lambda row: change_way(row, may_leave_message=""),
    "no longer a way": lambda row: change_way(row, ends_on="2026-11-01"),
    "moved or cancelled": change_appointment,
    "does not want": lambda row: row.client.reminder_choice.delete(),
}


@pytest.mark.parametrize("words", AGAINST)
def test_whatever_speaks_against_it_when_it_is_due_stops_it_and_is_said(words):
    row = reminder()
    AGAINST[words](row)
    assert sending.sweep(NOON)["not_sent"] == 1
    assert state_of(row) == ReminderState.NOT_SENT
    assert words in row.why_not
    assert not OutboxMessage.objects.exists()
    assert list(Reminder.objects.not_sent()) == [row]


def test_what_was_handed_over_and_has_not_gone_is_stopped_too():
    row = reminder()
    sending.sweep(NOON)
    stop_messages(row.client)
    assert outbox.deliver(NOON) == 0
    row.refresh_from_db()
    assert row.became == ReminderState.NOT_SENT
    assert row.reason == "It was taken back before it had gone."
    assert list(Reminder.objects.not_sent()) == [row]


def test_reminder_that_cannot_be_made_holds_up_no_other(monkeypatch):
    bad, good = reminder(), reminder()
    real = sending.written
    monkeypatch.setattr(sending, "written", lambda row, link: real(row, link) if row.pk == good.pk else 1 / 0)
    assert sending.sweep(NOON) == {"planned": 0, "sent": 1, "not_sent": 1}
    assert (state_of(bad), state_of(good)) == (ReminderState.NOT_SENT, ReminderState.SENT)


def test_sweep_plans_the_sessions_of_the_next_days_one_for_a_day():
    enrolment = EnrolmentFactory()
    chosen = choice(client=enrolment.client, for_groups=True)
    day = NOON + timedelta(days=1)
    for hours, days in ((0, 0), (3, 0), (0, 1), (0, 20)):
        begins_at = day + timedelta(hours=hours, days=days)
        times = {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=1)}
        ProgrammeSessionFactory(programme=enrolment.programme, **times)
    assert sending.sweep(NOON)["planned"] == 2
    assert sending.sweep(NOON)["planned"] == 0
    assert sorted(Reminder.objects.values_list("about_at", flat=True)) == [day, day + timedelta(days=1)]
    assert Reminder.objects.filter(state=ReminderState.SENT).count() == 1
    enrolment.status, enrolment.reason = "paused", "illness"
    enrolment.save()
    sending.sweep(NOON + timedelta(days=1))
    last = Reminder.objects.get(client=chosen.client, about_at=day + timedelta(days=1))
    assert (last.state, last.why_not) == (ReminderState.NOT_SENT, "The person no longer attends this programme.")


def test_person_who_wants_none_any_more_gets_none():
    row = reminder()
    sending.sweep(NOON)
    Reminder.objects.update(about_at=timezone.now() + timedelta(days=3))
    chosen = row.client.reminder_choice
    typed = {"way": "", "days_before": "1", "asked_on": "2026-11-02", "version": chosen.version}
    form = ReminderChoiceForm(typed, instance=chosen)
    assert form.is_valid(), form.errors
    reminders.save_choice(form, by=UserFactory())
    assert state_of(row) == ReminderState.TAKEN_BACK
    assert OutboxMessage.objects.get().cancelled_at
