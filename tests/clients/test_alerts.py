"""Failed contacts plan the next attempt; three in a row are told up the line; one that was attended ends it all."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.choices import Duty
from alerts.models import Alert
from clients import workflow
from clients.choices import (
    ContactKind,
    ContactOutcome,
    DischargeReason,
    EpisodeStatus,
    ErrorReason,
    MissedBy,
    MissedReason,
)
from clients.models import Contact
from core.calendar import london
from reference.choices import IntervalKey
from tests.factories.accounts import TeamDutyFactory, UserFactory
from tests.factories.clients import ChildFactory, EpisodeFactsFactory
from tests.factories.recovery_capital import AssessmentFactory
from tests.factories.reference import IntervalFactory

MONDAY = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)


@pytest.fixture
def people(episode, case_manager, team_manager):
    """The episode has a case manager, and the team a manager."""
    episode.case_manager = case_manager
    episode.save()
    return episode.keyworker, case_manager, team_manager


def contact(client, by, days=0, outcome=ContactOutcome.MISSED):
    missed = (
        {}
        if outcome == ContactOutcome.ATTENDED
        else {"missed_by": MissedBy.PERSON, "missed_reason": MissedReason.OTHER}
    )
    happened = MONDAY + timedelta(days=days)
    row = Contact(client=client, kind=ContactKind.PHONE, outcome=outcome, happened_at=happened, **missed)
    return workflow.record_contact(row, by=by)


def due(code):
    alerts = Alert.objects.open().filter(rule=code).order_by("due_at", "lead")
    return [(alert.recipient, alert.due_at) for alert in alerts]


def test_failed_contact_plans_the_next_attempt_on_a_working_day(people, record):
    keyworker, *_others = people
    contact(record, keyworker)
    assert due("CN01") == [(keyworker, london((MONDAY + timedelta(days=3)).date()))]
    contact(record, keyworker, days=4)  # Friday 6 November: three days later is a Monday
    assert due("CN01") == [(keyworker, london((MONDAY + timedelta(days=7)).date()))]
    contact(record, keyworker, days=2)  # written down late, and older: the newest one counts
    assert due("CN01") == [(keyworker, london((MONDAY + timedelta(days=7)).date()))]


def test_interval_set_on_screen_counts_from_its_day(people, record):
    IntervalFactory(key=IntervalKey.CONTACT_RETRY, days=1, valid_from=MONDAY.date())
    contact(record, people[0])
    assert due("CN01") == [(people[0], london((MONDAY + timedelta(days=1)).date()))]


def test_third_failure_in_a_row_is_told_up_the_line(people, record):
    keyworker, case_manager, team_manager = people
    for day in (0, 1):
        contact(record, keyworker, days=day)
    assert not due("CN02")
    contact(record, keyworker, days=4)  # a Friday
    third = MONDAY + timedelta(days=4)
    monday, tuesday = london((MONDAY + timedelta(days=7)).date()), london((MONDAY + timedelta(days=8)).date())
    assert due("CN02") == [(keyworker, third), (case_manager, monday), (team_manager, tuesday)]
    contact(record, keyworker, days=5)
    assert due("CN02") == [(keyworker, third), (case_manager, monday), (team_manager, tuesday)], "Said once"
    assert not due("FA07")


@pytest.mark.parametrize("said", [{"children_in_household": 1}, {"parental_status": "some_live_with"}])
def test_child_at_home_makes_it_everybodys_the_same_day(people, record, team, said):
    lead = UserFactory(team=team)
    TeamDutyFactory(team=team, duty=Duty.SAFEGUARDING_LEAD, holder=lead)
    AssessmentFactory(client=record, **said)
    for day in (0, 1, 2):
        contact(record, people[0], days=day)
    third = MONDAY + timedelta(days=2)
    assert {moment for _person, moment in due("CN02")} == {third}
    assert {person for person, _moment in due("CN02")} == set(people)
    assert due("FA07") == [(lead, third)]


def test_child_on_the_record_counts(people, record):
    ChildFactory(client=record, lives_with_client=True, told_on="2026-10-01")
    for day in (0, 1, 2):
        contact(record, people[0], days=day)
    assert due("FA07")


def test_newest_answer_about_children_counts(people, record):
    AssessmentFactory(client=record, assessed_on="2026-10-01", children_in_household=2)
    AssessmentFactory(client=record, assessed_on="2026-10-20", children_in_household=0)
    for day in (0, 1, 2):
        contact(record, people[0], days=day)
    assert not due("FA07")


def test_facts_of_the_episode_say_that_a_child_is_at_home(people, record, episode):
    EpisodeFactsFactory(client=record, episode=episode, children_living_with=2, asked_on="2026-10-21")
    AssessmentFactory(client=record, assessed_on="2026-10-20", children_in_household=0)
    for day in (0, 1, 2):
        contact(record, people[0], days=day)
    assert due("FA07")


@pytest.mark.parametrize("status", [EpisodeStatus.PAUSED, EpisodeStatus.CLOSED])
def test_nothing_is_due_while_an_episode_rests(people, record, episode, status):
    ended = {"ended_on": "2026-11-09", "discharge_reason": DischargeReason.DROPPED_OUT}
    more = ended if status == EpisodeStatus.CLOSED else {}
    type(episode).objects.filter(pk=episode.pk).update(**{"status": status} | more)
    contact(record, people[0])
    assert not due("CN01")


@pytest.mark.parametrize("clear", ["attended", "error", "closed"])
def test_it_ends_by_itself(people, record, episode, clear):
    keyworker = people[0]
    rows = [contact(record, keyworker, days=day) for day in (0, 1, 2)]
    assert due("CN01")
    assert due("CN02")
    if clear == "attended":
        contact(record, keyworker, days=3, outcome=ContactOutcome.ATTENDED)
    elif clear == "closed":
        workflow.close_episode(episode, on=MONDAY.date(), reason=DischargeReason.DROPPED_OUT, by=keyworker)
    else:
        workflow.mark_in_error(rows[1], reason=ErrorReason.WRONG_PERSON, by=keyworker)
    assert bool(due("CN01")) == (clear == "error"), "Two failures are left, to be tried again"
    assert not due("CN02")


def test_cancelled_contact_is_no_failure_and_does_not_clear(people, record):
    keyworker = people[0]
    contact(record, keyworker)
    contact(record, keyworker, days=1, outcome=ContactOutcome.CANCELLED)
    assert due("CN01") == [(keyworker, london((MONDAY + timedelta(days=3)).date()))]
    contact(record, keyworker, days=2)
    assert not due("CN02")


def test_attended_contact_before_them_does_not_clear(people, record):
    keyworker = people[0]
    for day in (1, 2, 3):
        contact(record, keyworker, days=day)
    contact(record, keyworker, days=0, outcome=ContactOutcome.ATTENDED)
    assert due("CN02")
