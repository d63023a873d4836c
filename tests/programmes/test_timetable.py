"""Sessions from the timetable: their days and moments, bank holidays, clock changes, and what a change does to those ahead."""

from datetime import UTC, date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.calendar import LONDON
from core.workflow import NotAllowed, move
from programmes import timetable, workflow
from programmes.choices import EnrolmentStatus, ProgrammeStatus, SessionCancelled, SessionStatus, Weekday
from programmes.forms.slot import SlotForm
from programmes.models import EnrolmentSlot, ProgrammeSession, TimetableSlot
from programmes.tasks import lay_out_sessions
from reference.models import Interval
from tests.factories.programmes import (
    AttendanceFactory,
    EnrolmentFactory,
    EnrolmentSlotFactory,
    ProgrammeFactory,
    TimetableSlotFactory,
)
from tests.factories.reference import IntervalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(today, team):
    """A group that is held on Tuesdays from ten to twelve."""
    programme = ProgrammeFactory(team=team)
    TimetableSlotFactory(programme=programme, first_on=today)
    return programme


def days(programme, **only):
    return [timezone.localtime(one.begins_at, LONDON).date() for one in programme.sessions.filter(**only)]


def change(slot, by, *, from_on, **values):
    form = SlotForm(posted(slot, from_on=from_on, **values), instance=TimetableSlot.objects.get(pk=slot.pk))
    assert form.is_valid(), form.errors
    return workflow.change_slot(form, from_on=form.cleaned_data["from_on"], by=by)


def posted(slot, **values):
    names = ["weekday", "begins_at", "ends_at", "title", "component", "every_weeks", "last_on", "version"]
    data = {name: getattr(slot, name) for name in names} | values
    return {name: str(getattr(value, "pk", value)) for name, value in data.items() if value is not None}


def test_a_year_of_five_sessions_a_week_is_three_writes_and_done_again_nothing(today, team):
    programme = ProgrammeFactory(team=team)
    for weekday in range(5):
        TimetableSlotFactory(programme=programme, weekday=weekday, first_on=today)
    with CaptureQueriesContext(connection) as first:
        made = timetable.generate(programme)
    assert len(made) == programme.sessions.count() == 261  # 52 weeks from a Monday to a Monday
    assert len(first) <= 9, [query["sql"][:80] for query in first]
    with CaptureQueriesContext(connection) as second:
        assert timetable.generate(programme) == []
    assert not [query for query in second if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert programme.sessions.count() == 261


def test_a_rule_that_never_ends_goes_as_far_as_the_interval_and_a_day_further_each_night(programme, today):
    IntervalFactory(key="sessions_ahead", days=21, valid_from=today)
    timetable.generate(programme)
    assert days(programme) == [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)]
    Interval.objects.filter(key="sessions_ahead").update(days=28)
    lay_out_sessions()
    lay_out_sessions()
    assert days(programme)[-1] == date(2026, 12, 15)
    assert programme.sessions.count() == 4


def test_bank_holidays_are_not_held_and_say_so(programme, today, keyworker):
    TimetableSlotFactory(programme=programme, weekday=Weekday.FRIDAY, first_on=today)
    TimetableSlotFactory(programme=programme, weekday=Weekday.FRIDAY, first_on=today, begins_at=time(14), ends_at=time(15),
                         on_bank_holidays=True)  # fmt: skip
    timetable.generate(programme, date(2027, 1, 10), by=keyworker)
    off = programme.sessions.filter(status=SessionStatus.CANCELLED)
    assert {(one.slot_on, one.cancelled_because) for one in off} == {
        (date(2026, 12, 25), SessionCancelled.BANK_HOLIDAY), (date(2027, 1, 1), SessionCancelled.BANK_HOLIDAY)
    }  # fmt: skip
    moved = off.first().status_changes.get()
    assert (moved.from_status, moved.changed_by, moved.reason) == ("planned", keyworker, "Bank holiday")
    assert programme.sessions.filter(slot_on=date(2026, 12, 25), status=SessionStatus.PLANNED).count() == 1


def test_a_day_that_becomes_a_bank_holiday_is_cancelled_overnight_unless_somebody_held_on_to_it(
    programme, monkeypatch, keyworker
):
    timetable.generate(programme, date(2026, 12, 10))
    first, second, _third = programme.sessions.all()
    second.save_by(keyworker, "title")
    monkeypatch.setattr(timetable, "bank_holidays", lambda: {first.slot_on, second.slot_on})
    lay_out_sessions()
    off = programme.sessions.filter(cancelled_because=SessionCancelled.BANK_HOLIDAY)
    assert [one.pk for one in off] == [first.pk]


def test_ten_oclock_stays_ten_oclock_when_the_clock_changes(programme):
    timetable.generate(programme, date(2027, 4, 6))
    moments = [one.begins_at.astimezone(UTC).hour for one in programme.sessions.filter(slot_on__gte=date(2027, 3, 16))]
    assert moments == [10, 10, 9, 9]  # summer time begins on 28 March 2027
    assert {timezone.localtime(one.begins_at, LONDON).time() for one in programme.sessions.all()} == {time(10)}


def test_an_hour_that_the_clock_leaves_out_still_lasts_as_long_as_it_should():
    night = TimetableSlotFactory.build(begins_at=time(1, 30), ends_at=time(2, 15))
    begins, ends = timetable.moments(night, date(2027, 3, 28))
    assert ends - begins == timedelta(minutes=45)


def test_every_other_week_on_a_29_february_and_within_the_time_of_the_programme(today):
    slot = TimetableSlotFactory(
        every_weeks=2, weekday=Weekday.TUESDAY, first_on=date(2028, 2, 10), last_on=date(2028, 3, 20)
    )
    assert list(timetable.days_of(slot, date(2028, 2, 16), date(2029, 1, 1))) == [date(2028, 2, 29), date(2028, 3, 14)]
    assert list(timetable.days_of(slot, date(2028, 2, 1), date(2028, 2, 20))) == [date(2028, 2, 15)]


def test_an_end_before_a_start_is_refused_and_past_midnight_says_two_lines(programme):
    slot = programme.slots.get()
    for begins, ends in (("12:00", "10:00"), ("22:00", "00:30"), ("10:00", "10:00")):
        form = SlotForm(posted(slot, begins_at=begins, ends_at=ends, from_on=timezone.localdate()), instance=slot)
        assert "two lines" in form.errors["ends_at"][0]


def test_a_changed_line_makes_the_sessions_ahead_anew_and_keeps_what_somebody_did(programme, today, keyworker):
    timetable.generate(programme, today + timedelta(days=70))
    second, third, fourth = programme.sessions.all()[1:4]
    second.begins_at += timedelta(hours=3)
    second.ends_at += timedelta(hours=3)
    second.save_by(keyworker, "begins_at", "ends_at")
    third.cancelled_because = SessionCancelled.STAFF
    move(third, SessionStatus.CANCELLED, by=keyworker, fields=["cancelled_because"])
    AttendanceFactory(session=fourth)
    slot = programme.slots.get()
    changed = change(slot, keyworker, from_on=today + timedelta(days=7), weekday=3, begins_at="14:00", ends_at="15:30")
    assert changed.kept == 3
    new = programme.slots.exclude(pk=slot.pk).get() if programme.slots.count() > 1 else programme.slots.get()
    assert (new.weekday, new.begins_at, new.first_on) == (3, time(14), today + timedelta(days=7))
    kept = ProgrammeSession.objects.filter(pk__in=[second.pk, third.pk, fourth.pk])
    assert set(kept.values_list("slot", flat=True)) == {new.pk}
    assert [one.begins_at for one in kept.order_by("pk")] == [
        one.begins_at for one in sorted((second, third, fourth), key=lambda one: one.pk)
    ]
    weeks = [timetable.monday(one.slot_on) for one in programme.sessions.filter(slot=new)]
    assert len(weeks) == len(set(weeks)), "two sessions of one line in one week"
    assert {timezone.localtime(one.begins_at, LONDON).time() for one in programme.sessions.filter(slot=new, version=1)
            if not one.attendances.exists()} == {time(14)}  # fmt: skip


def test_a_line_that_has_met_ends_the_day_before_and_takes_its_people_along(programme, today, keyworker):
    slot = programme.slots.get()
    TimetableSlot.objects.update(first_on=date(2026, 9, 8), every_weeks=2)
    slot.refresh_from_db()
    timetable.generate(programme, today + timedelta(days=70))
    before = programme.sessions.filter(slot_on__lt=today).count()
    enrolment = EnrolmentFactory(programme=programme)
    EnrolmentSlotFactory(enrolment=enrolment, slot=slot)
    change(slot, keyworker, from_on=today + timedelta(days=1), begins_at="11:00", ends_at="12:30")
    slot.refresh_from_db()
    new = programme.slots.exclude(pk=slot.pk).get()
    assert (slot.last_on, slot.begins_at) == (today, time(10))
    assert (new.first_on - date(2026, 9, 8)).days % 14 == 0, "it meets in the same weeks as before"
    assert programme.sessions.filter(slot=slot).count() == before
    assert EnrolmentSlot.objects.filter(enrolment=enrolment, slot=new).exists()


def test_a_line_that_ends_takes_its_sessions_out_and_leaves_those_that_somebody_touched(programme, today, keyworker):
    timetable.generate(programme, today + timedelta(days=70))
    marked = AttendanceFactory(session=programme.sessions.all()[3]).session
    changed = workflow.end_slot(programme.slots.get(), last_on=today + timedelta(days=1), by=keyworker)
    assert changed.kept == 1
    assert set(programme.sessions.values_list("pk", flat=True)) == {programme.sessions.first().pk, marked.pk}
    assert timetable.generate(programme) == []


def test_a_programme_that_ends_says_why_to_everybody_and_runs_again(programme, today, keyworker):
    timetable.generate(programme)
    attends, waits = EnrolmentFactory(programme=programme), EnrolmentFactory(programme=programme, waiting=True)
    done = EnrolmentFactory(programme=programme, completed=True)
    with pytest.raises(NotAllowed, match="why"):
        workflow.end_programme(programme, on=today, why=" ", by=keyworker)
    workflow.end_programme(programme, on=today, why="No money", by=keyworker)
    for one in (attends, waits, done, programme):
        one.refresh_from_db()
    assert (attends.status, attends.reason, attends.ended_on) == (EnrolmentStatus.LEFT, "programme_ended", today)
    assert (waits.status, waits.reason) == (EnrolmentStatus.NOT_STARTED, "programme_ended")
    assert done.status == EnrolmentStatus.COMPLETED
    assert attends.status_changes.get().reason == "No money"
    said = programme.sessions.filter(cancelled_because=SessionCancelled.ENDED)
    assert (said.count(), programme.sessions.filter(status="planned").count()) == (4, 0)
    assert timetable.generate(programme) == []
    workflow.reopen_programme(programme, ends_on=None, why="Money again", by=keyworker)
    assert (programme.status, programme.ends_on) == (ProgrammeStatus.RUNNING, None)
    assert programme.sessions.filter(status="planned").count() > 50
    assert not programme.sessions.filter(cancelled_because=SessionCancelled.ENDED).exists()


def test_only_one_open_programme_has_a_name_and_a_fixed_one_has_an_end(programme, today, keyworker):
    workflow.end_programme(programme, on=today, why="No money", by=keyworker)
    ProgrammeFactory(team=programme.team, name=programme.name)
    with pytest.raises(NotAllowed, match="another programme of that name"):
        workflow.reopen_programme(programme, ends_on=None, why="Money", by=keyworker)
    fixed = ProgrammeFactory(team=programme.team, ended=True, is_rolling=False, ends_on=today)
    with pytest.raises(NotAllowed, match="last day"):
        workflow.reopen_programme(fixed, ends_on=None, why="Money", by=keyworker)
