"""Reminders are planned with what they are about: when, and what becomes of them when it moves."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from core import outbox
from core.calendar import LONDON
from core.models import OutboxMessage
from programmes import reminders
from programmes.choices import ReminderState
from programmes.models import Reminder
from tests.factories.programmes import (
    AppointmentFactory,
    EnrolmentFactory,
    EnrolmentSlotFactory,
    ProgrammeSessionFactory,
    ReminderChoiceFactory,
    TimetableSlotFactory,
)


def at(*numbers):
    return datetime(*numbers, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("begins_at", "days", "due"),
    [
        (at(2026, 11, 24, 15), 1, at(2026, 11, 23, 10)),
        (at(2026, 11, 24, 8), 1, at(2026, 11, 23, 10)),
        (at(2026, 11, 24, 15), 0, at(2026, 11, 24, 9)),
        (at(2026, 11, 24, 9), 0, at(2026, 11, 23, 18)),  # nothing before nine: the evening before
        (at(2027, 3, 28, 15), 1, at(2027, 3, 27, 10)),  # the clock goes forward in between
        (at(2026, 10, 25, 15), 1, at(2026, 10, 24, 10)),  # and back
        (at(2028, 3, 1, 10), 1, at(2028, 2, 29, 10)),
    ],
)
def test_when_a_reminder_goes(begins_at, days, due):
    assert reminders.due_at(begins_at, days) == due
    assert 9 <= timezone.localtime(due).hour < 20


def booked(choice, **more):
    begins_at = more.pop("begins_at", None) or timezone.now() + timedelta(days=3)
    times = {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=1)}
    return AppointmentFactory(client=choice.client, **times | more)


@pytest.mark.django_db
def test_moving_an_appointment_moves_its_reminder():
    appointment = booked(ReminderChoiceFactory())
    reminders.plan_for(appointment)
    reminders.plan_for(appointment)
    first = Reminder.objects.get()
    message = hand_over(first)
    appointment.begins_at += timedelta(days=1)
    appointment.ends_at += timedelta(days=1)
    appointment.save()
    reminders.plan_for(appointment)
    first.refresh_from_db()
    message.refresh_from_db()
    assert first.state == ReminderState.TAKEN_BACK
    assert message.cancelled_at
    assert Reminder.objects.get(state=ReminderState.PLANNED).about_at == appointment.begins_at
    reminders.take_back(appointment, "Cancelled")
    assert not Reminder.objects.filter(state=ReminderState.PLANNED).exists()


def hand_over(reminder):
    """What the sweep does, in short."""
    outbox.send(reminders.reference(reminder), address="07700 900001", channel="text", subject="", body="Come")
    message = OutboxMessage.objects.get()
    Reminder.objects.filter(pk=reminder.pk).update(state=ReminderState.SENT, message=message)
    return message


@pytest.mark.django_db
def test_nobody_is_reminded_who_did_not_say_yes():
    reminders.plan_for(booked(ReminderChoiceFactory(way=None)))
    reminders.plan_for(AppointmentFactory(begins_at=timezone.now() + timedelta(days=3),
                                          ends_at=timezone.now() + timedelta(days=4)))  # fmt: skip
    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_session_reminds_those_expected_at_it_who_want_that():
    slot = TimetableSlotFactory()
    whole, own, other = (EnrolmentFactory(programme=slot.programme) for _each in range(3))
    paused = EnrolmentFactory(programme=slot.programme, paused=True)
    EnrolmentSlotFactory(enrolment=own, slot=slot)
    EnrolmentSlotFactory(enrolment=other, slot=TimetableSlotFactory(programme=slot.programme))
    for enrolment in (whole, own, other, paused):
        ReminderChoiceFactory(client=enrolment.client, for_groups=True)
    begins_at = timezone.now() + timedelta(days=2)
    session = ProgrammeSessionFactory(programme=slot.programme, slot=slot, slot_on=begins_at.date(),
                                      begins_at=begins_at, ends_at=begins_at + timedelta(hours=2))  # fmt: skip
    reminders.plan_for_session(session)
    assert set(Reminder.objects.values_list("client", flat=True)) == {whole.client_id, own.client_id}
