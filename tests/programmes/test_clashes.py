"""Rooms, staff and clients that are taken at a time already."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.choices import EnrolmentStatus
from programmes.clashes import CLIENT, ROOM, STAFF, clashes_of
from tests.factories.programmes import (
    AppointmentFactory,
    EnrolmentFactory,
    EnrolmentSlotFactory,
    EnrolmentStatusChangeFactory,
    ProgrammeSessionFactory,
    RoomFactory,
    TimetableSlotFactory,
)

TEN = datetime(2026, 11, 17, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def session(keyworker):
    return ProgrammeSessionFactory(room=RoomFactory(), lead=keyworker, begins_at=TEN, ends_at=TEN + 2 * HOUR)


def test_room_and_staff_are_taken_by_a_session(session, keyworker, case_manager):
    asked = {"room": session.room, "people": [keyworker, case_manager]}
    found = clashes_of(TEN + HOUR, TEN + 3 * HOUR, **asked)
    assert [(clash.whose, clash.by) for clash in found] == [(ROOM, session), (STAFF, session)]
    assert str(found[0]).endswith(f"is taken by {session.programme} on 17 Nov 2026, 10am to 12pm.")
    assert clashes_of(TEN + 2 * HOUR, TEN + 3 * HOUR, **asked) == []
    assert clashes_of(TEN - HOUR, TEN, **asked) == []
    assert clashes_of(TEN, TEN + HOUR, besides=session, **asked) == []
    session.status, session.cancelled_because = "cancelled", "staff"
    session.save()
    assert clashes_of(TEN, TEN + HOUR, **asked) == []


def test_appointments_take_room_worker_and_client_and_name_nobody(keyworker):
    booked = AppointmentFactory(worker=keyworker, room=RoomFactory(), begins_at=TEN, ends_at=TEN + HOUR)
    AppointmentFactory(worker=keyworker, client=booked.client, begins_at=TEN, ends_at=TEN + HOUR, cancelled=True)
    asked = {"room": booked.room, "people": [keyworker], "client": booked.client}
    with CaptureQueriesContext(connection) as taken:
        found = clashes_of(TEN + HOUR / 2, TEN + 2 * HOUR, **asked)
    assert [clash.whose for clash in found] == [ROOM, STAFF, CLIENT]
    assert len(taken) == 2
    assert not any(booked.client.family_name in str(clash) for clash in found)
    assert clashes_of(TEN, TEN + HOUR, besides=booked, **asked) == []


def test_client_is_taken_by_sessions_at_which_they_are_expected(session):
    enrolment = EnrolmentFactory(programme=session.programme)

    def is_taken():
        return [clash.whose for clash in clashes_of(TEN, TEN + HOUR, client=enrolment.client)] == [CLIENT]

    assert is_taken()
    EnrolmentStatusChangeFactory(record=enrolment, to_status="paused", changed_at=TEN - HOUR)
    assert not is_taken()
    EnrolmentStatusChangeFactory(record=enrolment, to_status="enrolled", changed_at=TEN)
    assert is_taken()
    slot = TimetableSlotFactory(programme=session.programme)
    session.slot, session.slot_on = slot, TEN.date()
    session.save()
    own = EnrolmentSlotFactory(enrolment=enrolment)
    assert not is_taken()
    own.slot = slot
    own.save()
    assert is_taken()
    enrolment.started_on = date(2026, 11, 18)
    enrolment.save()
    assert not is_taken()
    enrolment.started_on, enrolment.status, enrolment.ended_on = (
        date(2026, 11, 1),
        EnrolmentStatus.LEFT,
        date(2026, 11, 16),
    )
    enrolment.reason = "moved"
    enrolment.save()
    assert not is_taken()
