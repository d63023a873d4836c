"""Registers: many people at once, two people at one register, what is taken back, who walks in, who stands in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.choices import MissedReason
from clients.timeline import events_of
from core.workflow import NotAllowed
from programmes import registers
from programmes.choices import Mark, PathStatus, SessionStatus
from programmes.models import Attendance, MissedPath
from programmes.registers import NOTE, TICK, Sent, take_register
from programmes.roll import mark_of, roll_of, standing
from tests.at_once import both
from tests.factories.clients import ClientFactory, EpisodeFactory, NamedReaderFactory
from tests.factories.programmes import (
    AttendanceFactory,
    EnrolmentFactory,
    EnrolmentSlotFactory,
    EnrolmentStatusChangeFactory,
    ProgrammeSessionFactory,
    ReminderFactory,
    TimetableSlotFactory,
)

pytestmark = pytest.mark.usefixtures("today")
TEN = datetime(2026, 11, 17, 10, tzinfo=UTC)


@pytest.fixture
def session(team):
    return ProgrammeSessionFactory(programme__team=team, begins_at=TEN)


def enrol(session, **more):
    """Somebody of the team who is enrolled."""
    client = ClientFactory(registered_team=session.programme.team)
    return EnrolmentFactory(programme=session.programme, client=client, **more)


def lines_of(session, user):
    return {line.client.pk: line for line in standing(roll_of(session, user))}


def tick(client, mark, was="||", **more):
    return Sent(client.pk, mark, was=was, **more)


def marks(session):
    return dict(Attendance.objects.filter(session=session).values_list("client", "mark"))


def test_all_marks_stand_on_the_timelines_at_once(session, keyworker):
    came, missed, excused, unmarked = [enrol(session).client for _ in range(4)]
    sent = [
        tick(came, Mark.LATE, note="Her bus was late."),
        tick(missed, Mark.MISSED),
        tick(excused, Mark.EXCUSED, reason=MissedReason.UNWELL),
        tick(unmarked, None),
    ]
    taken = take_register(session, sent, note="Triggers at work.", by=keyworker)
    assert (taken.written, taken.is_whole) == (3, True)
    session.refresh_from_db()
    assert (session.status, session.group_note) == (SessionStatus.HELD, "Triggers at work.")
    assert session.status_changes.get().changed_by == keyworker
    line = came.attendances.get()
    assert (line.seen_at, line.enrolment.client, line.created_by) == (TEN, came, keyworker)
    assert missed.attendances.get().missed_reason == MissedReason.NO_REASON_KNOWN
    assert excused.attendances.get().seen_at is None
    event = events_of(came, keyworker, kinds=["attendance"]).items[0]
    assert (event.title, event.text, event.status, event.by) == (
        session.programme.name, "Her bus was late.", "late", keyworker.get_full_name(),
    )  # fmt: skip
    assert event.more["group_note"] == "Triggers at work."
    assert "bus" not in events_of(missed, keyworker, kinds=["attendance"]).items[0].text
    assert events_of(unmarked, keyworker, kinds=["attendance"]).items == []


def test_two_at_one_register_lose_nothing(session, keyworker, case_manager):
    one, other, both_changed = [enrol(session).client for _ in range(3)]
    take_register(session, [tick(one, Mark.ATTENDED), tick(both_changed, Mark.MISSED)], by=keyworker)
    second = [
        tick(one, None), tick(other, Mark.LATE), tick(both_changed, Mark.ATTENDED, note="Came at noon."),
    ]  # fmt: skip
    taken = take_register(session, second, by=case_manager)
    line, differs = taken.conflicts[both_changed.pk]
    assert (line.mark, line.marked_by, differs) == (Mark.MISSED, keyworker.get_full_name(), {TICK})
    assert marks(session) == {one.pk: Mark.ATTENDED, other.pk: Mark.LATE, both_changed.pk: Mark.MISSED}
    assert both_changed.attendances.get().private_note == "Came at noon."
    again = lines_of(session, case_manager)[both_changed.pk]
    assert take_register(session, [tick(both_changed, Mark.ATTENDED, was=again.was)], by=case_manager).is_whole
    assert marks(session)[both_changed.pk] == Mark.ATTENDED


def test_notes_of_two_people_are_both_shown_and_the_first_stays(session, keyworker):
    client = enrol(session).client
    take_register(session, [tick(client, Mark.ATTENDED, note="First")], note="First of all", by=keyworker)
    taken = take_register(session, [tick(client, Mark.ATTENDED, note="Second")], note="Second of all", by=keyworker)
    assert taken.conflicts[client.pk][1] == {NOTE}
    assert taken.note_conflict
    session.refresh_from_db()
    assert (client.attendances.get().private_note, session.group_note) == ("First", "First of all")
    was = mark_of("First of all")
    assert take_register(session, [], note="Both of all", note_was=was, by=keyworker).is_whole
    assert mark_of("A\r\nB ") == mark_of("A\nB")


def test_the_same_register_twice_writes_nothing(session, keyworker):
    client = enrol(session).client
    sent = [tick(client, Mark.MISSED, note="Rang in.")]
    assert take_register(session, sent, by=keyworker).written == 1
    assert take_register(session, sent, by=keyworker).written == 0
    assert client.attendances.get().version == 1


def test_two_at_the_same_moment_both_count(committed_db):
    from tests.factories.accounts import TeamFactory, UserFactory

    team = TeamFactory()
    session = ProgrammeSessionFactory(programme__team=team, begins_at=TEN)
    waiting = [(UserFactory(team=team), enrol(session).client) for _ in range(2)]

    def save():
        user, client = waiting.pop()
        return take_register(type(session).objects.get(pk=session.pk), [tick(client, Mark.ATTENDED)], by=user)

    assert [taken.written for taken in both(save)] == [1, 1]
    assert list(marks(session).values()) == [Mark.ATTENDED, Mark.ATTENDED]


def test_forty_people_are_saved_in_few_queries(session, keyworker):
    everybody = [enrol(session).client for _ in range(40)]
    marked = [Mark.values[number % len(Mark.values)] for number in range(40)]
    sent = [tick(client, mark, note="A note") for client, mark in zip(everybody, marked, strict=True)]
    keyworker.team_ids  # noqa: B018 read once per request
    with CaptureQueriesContext(connection) as taken:
        take_register(session, sent, note="For all", by=keyworker)
    asked = [query["sql"] for query in taken if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 6, asked
    assert len(marks(session)) == 40


def test_who_stands_in_a_register(session, keyworker):
    plain = enrol(session)
    early, late, paused, back = enrol(session), enrol(session), enrol(session), enrol(session)
    early.status, early.ended_on, early.reason = "left", date(2026, 11, 16), "moved"
    early.save()
    late.started_on = date(2026, 11, 18)
    late.save()
    enrol(session, waiting=True)
    EnrolmentStatusChangeFactory(record=paused, to_status="paused", changed_at=TEN - timedelta(days=1))
    EnrolmentStatusChangeFactory(record=back, to_status="paused", changed_at=TEN - timedelta(days=3))
    EnrolmentStatusChangeFactory(record=back, to_status="enrolled", changed_at=TEN - timedelta(days=2))
    own = enrol(session)
    slot = TimetableSlotFactory(programme=session.programme)
    EnrolmentSlotFactory(enrolment=own)
    session.slot, session.slot_on = slot, TEN.date()
    session.save()
    assert set(lines_of(session, keyworker)) == {plain.client_id, back.client_id}
    EnrolmentSlotFactory(enrolment=own, slot=slot)
    assert own.client_id in lines_of(session, keyworker)


def test_days_are_those_of_london_also_at_midnight_and_on_29_february(session, keyworker):
    """Half past eleven in London on 28 February 2028, and half past midnight after it."""
    enrolment = enrol(session, started_on=date(2028, 2, 29))
    for moment, stands in [((2028, 2, 28, 23, 30), False), ((2028, 2, 29, 0, 30), True), ((2028, 6, 30, 23, 30), True)]:
        session.begins_at = datetime(*moment, tzinfo=UTC)
        assert (enrolment.client_id in lines_of(session, keyworker)) is stands
    enrolment.ended_on, enrolment.status, enrolment.reason = date(2028, 6, 30), "left", "moved"
    enrolment.save()
    assert enrolment.client_id not in lines_of(session, keyworker), "It is 1 July in London"


def test_a_restricted_record_is_counted_and_marked_by_nobody_else(session, keyworker, case_manager):
    client = enrol(session).client
    type(client).objects.filter(pk=client.pk).update(is_restricted=True)
    NamedReaderFactory(client=client, user=case_manager)
    line = lines_of(session, keyworker)[client.pk]
    assert (line.may_see, line.may_mark) == (False, False)
    assert take_register(session, [tick(client, Mark.ATTENDED)], by=keyworker).written == 0
    assert take_register(session, [tick(client, Mark.ATTENDED)], by=case_manager).written == 1
    with pytest.raises(NotAllowed):
        registers.undo_register(session, by=keyworker)


def test_a_register_and_one_line_are_taken_back(session, keyworker):
    one, other = enrol(session).client, enrol(session).client
    take_register(session, [tick(one, Mark.ATTENDED, note="Stays"), tick(other, Mark.LATE)], by=keyworker)
    was = lines_of(session, keyworker)[other.pk].was
    take_register(session, [tick(other, "", was=was)], by=keyworker)
    assert marks(session) == {one.pk: Mark.ATTENDED, other.pk: ""}
    assert registers.undo_register(session, by=keyworker) == 1
    line = one.attendances.get()
    assert (line.mark, line.seen_at, line.private_note) == ("", None, "Stays")
    session.refresh_from_db()
    assert session.status == SessionStatus.PLANNED
    assert events_of(one, keyworker, kinds=["attendance"]).items == []
    with pytest.raises(NotAllowed):
        registers.undo_register(session, by=keyworker)


def test_somebody_walks_in_once(session, keyworker):
    stranger, expected = ClientFactory(registered_team=session.programme.team), enrol(session)
    registers.walk_in(session, stranger, by=keyworker)
    registers.walk_in(session, expected.client, by=keyworker)
    assert stranger.attendances.get().enrolment is None
    assert expected.client.attendances.get().enrolment == expected
    for client in (stranger, expected.client):
        with pytest.raises(NotAllowed):
            registers.walk_in(session, client, by=keyworker)
    assert lines_of(session, keyworker)[stranger.pk].is_walk_in


def test_no_register_before_the_day_or_of_a_cancelled_session(session, keyworker):
    client = enrol(session).client
    tomorrow = ProgrammeSessionFactory(
        programme=session.programme, begins_at=TEN + timedelta(days=7), ends_at=TEN + timedelta(days=7, hours=1)
    )
    cancelled = ProgrammeSessionFactory(programme=session.programme, cancelled=True)
    for closed in (tomorrow, cancelled):
        with pytest.raises(NotAllowed):
            take_register(closed, [tick(client, Mark.ATTENDED)], by=keyworker)


def test_a_miss_begins_the_way_back_and_coming_ends_it(session, team, keyworker):
    episode = EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True)
    client = EnrolmentFactory(programme=session.programme, client=episode.client).client
    take_register(session, [tick(client, Mark.MISSED)], by=keyworker)
    assert not MissedPath.objects.exists()
    registers.follow()
    path = MissedPath.objects.get()
    assert (path.status, path.attendance.client, path.created_by) == (PathStatus.OPEN, client, keyworker)
    was = lines_of(session, keyworker)[client.pk].was
    take_register(session, [tick(client, None, note="Rang", was=was)], by=keyworker)
    registers.follow()
    assert MissedPath.objects.count() == 1
    week_later = ProgrammeSessionFactory(
        programme=session.programme, begins_at=TEN + timedelta(days=6), ends_at=TEN + timedelta(days=6, hours=1)
    )
    take_register(week_later, [tick(client, Mark.ATTENDED)], by=keyworker)
    registers.follow()
    path.refresh_from_db()
    assert path.status == PathStatus.BACK
    assert not Attendance.objects.filter(to_follow=True).exists()


def test_a_session_is_cancelled_restored_and_moved(session, keyworker):
    reminder = ReminderFactory(appointment=None, session=session, client=enrol(session).client, about_at=TEN)
    registers.cancel_session(session, "staff", note="Nobody to cover.", by=keyworker)
    reminder.refresh_from_db()
    assert (session.cancelled_because, reminder.state) == ("staff", "taken_back")
    assert session.status_changes.get().reason == "Nobody to cover."
    registers.restore_session(session, by=keyworker)
    assert (session.status, session.cancelled_because) == (SessionStatus.PLANNED, "")
    where = {"room": None, "lead": keyworker, "co_lead": None}
    later = {"begins_at": TEN + timedelta(hours=3), "ends_at": TEN + timedelta(hours=5)}
    registers.move_session(session, because="The hall is let.", by=keyworker, **later, **where)
    session.refresh_from_db()
    assert (session.moved_from, session.moved_because, session.lead) == (TEN, "The hall is let.", keyworker)
    AttendanceFactory(session=session, client=enrol(session).client)
    take_register(session, [tick(enrol(session).client, Mark.LATE)], by=keyworker)
    with pytest.raises(NotAllowed):
        registers.cancel_session(session, "staff", by=keyworker)
    with pytest.raises(NotAllowed):
        registers.move_session(session, because="No", by=keyworker, **later, **where)
