"""What the rest of the record and the caseload say of sessions, appointments and misses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from clients.ahead import SESSION, overview, steps
from clients.caseload import caseload
from clients.choices import EventGroup
from clients.timeline import Filters, events_of
from programmes import missed
from programmes.choices import StepKind, StepOutcome
from tests.factories.programmes import (
    AppointmentFactory,
    EnrolmentFactory,
    EnrolmentSlotFactory,
    ProgrammeFactory,
    ProgrammeSessionFactory,
    TimetableSlotFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_today")]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def real_today():
    """Noon of a day on which the database's clock is meant: what is ahead is asked by it."""
    return datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


def held(programme, begins_at, **more):
    return ProgrammeSessionFactory(programme=programme, begins_at=begins_at, ends_at=begins_at + HOUR, **more)


def test_the_next_session_of_their_own_timetable_is_ahead(record, keyworker, team, real_today):
    programme = ProgrammeFactory(team=team, name="Tuesday group")
    mine, other = (TimetableSlotFactory(programme=programme) for _ in range(2))
    for slot, days in ((other, 1), (mine, 3), (mine, 10)):
        begins_at = real_today + days * DAY
        held(programme, begins_at, slot=slot, slot_on=begins_at.date())
    enrolment = EnrolmentFactory(programme=programme, client=record)
    (step,) = steps(record, kinds=[SESSION])
    assert (step.title, step.day) == ("Next session: Tuesday group", (real_today + DAY).date())
    EnrolmentSlotFactory(enrolment=enrolment, slot=mine)
    (step,) = [one for one in overview(record, keyworker)["steps"] if one.kind == SESSION]
    assert (step.day, step.url) == ((real_today + 3 * DAY).date(), enrolment.get_absolute_url())
    type(enrolment).objects.filter(pk=enrolment.pk).update(status="paused", reason="illness")
    assert steps(record, kinds=[SESSION]) == []


def test_the_caseload_says_the_next_appointment(episode, keyworker, real_today):
    times = {"client": episode.client, "episode": episode, "team": episode.team}
    for days, state in ((-1, {}), (1, {"cancelled": True}), (4, {}), (9, {})):
        begins_at = real_today + days * DAY
        AppointmentFactory(begins_at=begins_at, ends_at=begins_at + HOUR, **times, **state)
    (row,) = caseload(keyworker, {"words": "", "phase": "", "keyworker": "", "overdue": None}).rows
    assert row["next_on"] == (real_today + 4 * DAY).date()


def test_a_miss_and_what_was_done_stand_on_the_timeline(episode, keyworker, real_today):
    begins_at = real_today - 2 * DAY
    times = {"begins_at": begins_at, "ends_at": begins_at + HOUR, "client": episode.client, "team": episode.team}
    path = missed.begin(appointment=AppointmentFactory(episode=episode, missed=True, **times), by=keyworker)
    step = path.steps.get(kind=StepKind.FIRST_ATTEMPT)
    missed.record_step(step, outcome=StepOutcome.NOT_NEEDED, note="She is in hospital.", by=keyworker)
    missed.decide(path, close=False, note="Wait for the ward.", by=keyworker)
    told = events_of(episode.client, keyworker, filters=Filters(group=EventGroup.PROGRAMME)).items
    assert {(one.title, one.text, one.status) for one in told} == {
        ("Did not come: we try to reach them", "", ""),
        ("After a miss: Try to reach them", "She is in hospital.", StepOutcome.NOT_NEEDED),
        ("After a miss", "Wait for the ward.", "kept_open"),
    }
    assert {one.url for one in told} == {path.get_absolute_url()}


def test_a_session_of_another_team_is_named_and_not_linked(sign_in, keyworker, record, team, real_today):
    addresses = []
    for programme in (ProgrammeFactory(team=team), ProgrammeFactory()):
        session = held(programme, real_today + DAY)
        TimetableSlotFactory(programme=programme)
        EnrolmentFactory(programme=programme, client=record)
        addresses.append(session.get_absolute_url())
    page = sign_in(keyworker).get(reverse("programmes:client_programmes", args=[record.pk])).content.decode()
    assert [address in page for address in addresses] == [True, False]
