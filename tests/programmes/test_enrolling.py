"""Enrolments: what is missing, places and the list, how they rest and end, and what ends them besides."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from aftercare import episodes
from clients.choices import EpisodeStatus
from core.workflow import NotAllowed
from custody.workflow import open_stay, record_release
from programmes import enrolling
from programmes.choices import EnrolmentOutcome, EnrolmentReason, EnrolmentStatus, ProgrammeKind
from programmes.models import Enrolment
from tests.aftercare.endings import close, make_sound
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.programmes import (
    AppointmentFactory,
    AttendanceFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    TimetableSlotFactory,
)
from tests.factories.reference import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(team):
    return ProgrammeFactory(team=team, places=2, weeks=12)


def wanted(client, programme, days_ago=1):
    day = timezone.localdate() - timedelta(days=days_ago)
    return Enrolment(client=client, programme=programme, asked_on=day)


def others(programme, number, **state):
    return EnrolmentFactory.create_batch(number, programme=programme, **state)


def test_a_structured_programme_needs_an_active_plan_and_a_keyworker_and_says_which(team, keyworker):
    day_programme = ProgrammeFactory(team=team, structured=True)
    episode = EpisodeFactory(team=team, in_treatment=True)
    missing = enrolling.missing_for(episode.client, day_programme)
    assert [one.link_label for one in missing] == ["Go to the plans", "Choose a keyworker"]
    assert str(episode.client_id) in missing[0].url
    with pytest.raises(NotAllowed, match=r"none is active.*nobody is the keyworker"):
        enrolling.ask(wanted(episode.client, day_programme), by=keyworker)
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    episode.keyworker = keyworker
    episode.save()
    enrolment = enrolling.ask(wanted(episode.client, day_programme), by=keyworker, start_on=timezone.localdate())
    assert (enrolment.status, enrolment.episode) == (EnrolmentStatus.ENROLLED, episode)
    move = enrolment.status_changes.get()
    assert (move.from_status, move.to_status, move.changed_by) == ("waiting", "enrolled", keyworker)


def test_without_an_open_episode_only_what_is_open_to_all(team, keyworker):
    gone = EpisodeFactory(team=team, closed=True).client
    with pytest.raises(NotAllowed, match="no open episode"):
        enrolling.ask(wanted(gone, ProgrammeFactory(team=team)), by=keyworker)
    walk = ProgrammeFactory(team=team, kind=ProgrammeKind.ACTIVITY)
    assert enrolling.ask(wanted(gone, walk), by=keyworker).episode is None


def test_nobody_is_enrolled_twice_and_nobody_in_what_has_ended(record, group, keyworker):
    enrolling.ask(wanted(record, group), by=keyworker)
    with pytest.raises(NotAllowed, match="already"):
        enrolling.ask(wanted(record, group), by=keyworker)
    with pytest.raises(NotAllowed, match="has ended"):
        enrolling.ask(wanted(record, ProgrammeFactory(team=group.team, ended=True)), by=keyworker)
    assert record.enrolments.count() == 1


def test_places_are_not_given_twice_and_the_list_has_an_order(record, group, keyworker, today):
    first, second = others(group, 2)
    mine = enrolling.ask(wanted(record, group), by=keyworker)
    earlier = EnrolmentFactory(
        programme=group, waiting=True, asked_on=date(2026, 10, 2), client=with_episode(group.team)
    )
    assert (enrolling.asked_before(earlier), enrolling.asked_before(mine)) == (0, 1)
    with pytest.raises(NotAllowed, match=r"full: all of its places \(2\) are taken, and on the list are: 2"):
        enrolling.start(earlier, on=today, by=keyworker)
    enrolling.complete(first, on=today, outcome=EnrolmentOutcome.AIMS_MET, by=keyworker)
    with pytest.raises(NotAllowed, match="1 person who waits asked before"):
        enrolling.start(mine, on=today, by=keyworker)
    enrolling.start(mine, on=today, by=keyworker, why="Leaves prison without anything else")
    mine.refresh_from_db()
    assert mine.status_changes.get().reason == "Leaves prison without anything else"
    assert mine.planned_end_on == today + timedelta(days=12 * 7 - 1)
    with pytest.raises(NotAllowed, match="full"):
        enrolling.start(earlier, on=today, by=keyworker)


def with_episode(team):
    return EpisodeFactory(team=team, in_treatment=True).client


def test_a_paused_place_is_kept_and_the_end_says_what_came_of_it(group, keyworker, today):
    enrolment = EnrolmentFactory(programme=group, client=with_episode(group.team))
    enrolling.pause(enrolment, reason=EnrolmentReason.ILLNESS, by=keyworker, note="Flu")
    assert enrolling.free_places(group) == 1
    enrolling.resume(enrolment, by=keyworker)
    assert (enrolment.status, enrolment.reason) == (EnrolmentStatus.ENROLLED, "")
    with pytest.raises(NotAllowed, match="what came of it"):
        enrolling.complete(enrolment, on=today, outcome="", by=keyworker)
    with pytest.raises(NotAllowed, match="future"):
        enrolling.complete(enrolment, on=today + timedelta(days=1), outcome=EnrolmentOutcome.AIMS_MET, by=keyworker)
    with pytest.raises(NotAllowed, match="before the beginning"):
        enrolling.leave(enrolment, on=date(2026, 10, 1), reason=EnrolmentReason.WORK, by=keyworker)
    enrolling.leave(enrolment, on=today, reason=EnrolmentReason.WORK, by=keyworker)
    others(group, 2)
    with pytest.raises(NotAllowed, match="full"):
        enrolling.undo_end(enrolment, why="It was somebody else", by=keyworker)
    group.places = 3
    group.save()
    enrolling.undo_end(enrolment, why="It was somebody else", by=keyworker)
    assert (enrolment.status, enrolment.ended_on, enrolment.reason) == (EnrolmentStatus.ENROLLED, None, "")
    moves = [(move.to_status, move.reason) for move in enrolment.status_changes.all()]
    assert moves[-1] == ("enrolled", "It was somebody else")


def test_what_was_booked_as_part_of_it_is_cancelled_with_its_end(group, keyworker, today):
    enrolment = EnrolmentFactory(programme=group, client=with_episode(group.team))
    ahead, past = [AppointmentFactory(client=enrolment.client, enrolment=enrolment, begins_at=at, ends_at=at.replace(hour=12))
                   for at in (datetime(2026, 11, 30, 10, tzinfo=UTC), datetime(2026, 11, 20, 10, tzinfo=UTC))]  # fmt: skip
    other = AppointmentFactory(client=enrolment.client, begins_at=ahead.begins_at, ends_at=ahead.ends_at)
    enrolling.leave(enrolment, on=today, reason=EnrolmentReason.WORK, by=keyworker)
    for one in (ahead, past, other):
        one.refresh_from_db()
    assert [one.status for one in (ahead, past, other)] == ["cancelled", "booked", "booked"]


def test_who_never_came_did_not_start_unless_the_register_knows_better(group, keyworker, today):
    came, never = others(group, 2)
    AttendanceFactory(client=came.client, enrolment=came, session__programme=group)
    with pytest.raises(NotAllowed, match="has been there"):
        enrolling.did_not_start(came, on=today, reason=EnrolmentReason.WORK, by=keyworker)
    enrolling.did_not_start(never, on=today, reason=EnrolmentReason.WORK, by=keyworker)
    assert (never.status, never.started_on) == (EnrolmentStatus.NOT_STARTED, None)


# What ends or rests with something else


def test_closing_an_episode_ends_what_belongs_to_it(episode, keyworker):
    treated = make_sound(episode)
    mine = {"client": treated.client, "episode": treated, "started_on": date(2026, 10, 6)}
    attends, other = EnrolmentFactory(**mine), EnrolmentFactory(client=treated.client)
    waits = EnrolmentFactory(**mine | {"started_on": None, "status": EnrolmentStatus.WAITING})
    close(treated, keyworker)
    states = [Enrolment.objects.get(pk=one.pk) for one in (attends, waits, other)]
    assert [(one.status, one.reason) for one in states] == [
        ("left", "episode_closed"), ("not_started", "episode_closed"), ("enrolled", "")
    ]  # fmt: skip


def test_a_pause_and_a_stay_in_prison_rest_what_is_attended_and_nothing_else(episode, keyworker, today):
    mine = {"client": episode.client, "episode": episode}
    attends, ill = EnrolmentFactory(**mine), EnrolmentFactory(**mine, paused=True)
    episodes.pause_episode(episode, on=today, reason=code("pause_reason", "hospital"), by=keyworker)
    attends.refresh_from_db()
    assert (attends.status, attends.reason) == (EnrolmentStatus.PAUSED, EnrolmentReason.EPISODE_PAUSED)
    episodes.resume_episode(episode, on=today, by=keyworker)
    assert state_of(attends) == ("enrolled", "")
    stay = open_stay(
        CustodyStayFactory.build(client=episode.client, episode=None, custody_started_on=today), by=keyworker
    )
    assert state_of(attends) == ("paused", "custody")
    record_release(stay, by=keyworker, released_on=today, manner="as_planned")
    assert (state_of(attends), state_of(ill)) == (("enrolled", ""), ("paused", "illness"))


def test_a_death_ends_everything_and_nothing_new_begins(episode, group, keyworker, today):
    make_sound(episode)
    enrolment = EnrolmentFactory(client=episode.client, episode=None, programme=group)
    episodes.record_death(episode.client, died_on=today, how_known="family", by=keyworker)
    assert state_of(enrolment) == ("left", "died")
    with pytest.raises(NotAllowed, match="died"):
        enrolling.undo_end(enrolment, why="Mistake", by=keyworker)
    assert episode.client.episodes.get().status == EpisodeStatus.CLOSED


def state_of(enrolment):
    return tuple(Enrolment.objects.values_list("status", "reason").get(pk=enrolment.pk))


def test_the_timetable_of_ones_own_is_the_whole_programme_again_when_nothing_is_chosen(group, keyworker):
    monday, friday = TimetableSlotFactory(programme=group, weekday=0), TimetableSlotFactory(programme=group, weekday=4)
    enrolment = EnrolmentFactory(programme=group, client=ClientFactory())
    enrolling.set_timetable(enrolment, [monday, friday], by=keyworker)
    enrolling.set_timetable(enrolment, [friday], by=keyworker)
    assert [row.slot for row in enrolment.slots.all()] == [friday]
    enrolling.set_timetable(enrolment, [], by=keyworker)
    assert not enrolment.slots.exists()
