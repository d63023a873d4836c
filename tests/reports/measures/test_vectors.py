"""The test vectors of the reference algorithms (treatment.md 1.8 and 6.21): each row, expected values written by hand."""

from datetime import date

import pytest

from clients.choices import DischargeReason, Substance
from recovery_capital.choices import Stage
from reports import facts
from reports.models import Journey
from tests.factories.clients import ClientFactory

from .people import AS_AT, answers, day, profile, treated

pytestmark = pytest.mark.django_db
ROLLING = date(2025, 11, 23), AS_AT


@pytest.mark.parametrize(("starts", "journeys"), [("03-20", 1), ("03-21", 1), ("03-22", 2)])
def test_up_to_21_days_with_both_ends_join_two_episodes(starts, journeys, team, other_team):
    client = ClientFactory()
    treated(team, "01-05", "03-01", client=client)
    treated(other_team, starts, client=client)
    facts.fill()
    assert Journey.objects.count() == journeys


def test_overlapping_episodes_are_one_journey_with_the_reason_of_the_last_end(team, other_team):
    client = ClientFactory()
    treated(team, "01-01", "06-01", DischargeReason.DROPPED_OUT, client=client)
    treated(other_team, "03-01", "07-01", DischargeReason.COMPLETED_ALCOHOL_FREE, client=client)
    facts.fill()
    [journey] = Journey.objects.all()
    assert (journey.started_on, journey.ended_on) == (date(2026, 1, 1), date(2026, 7, 1))
    assert (journey.reason, journey.team) == (DischargeReason.COMPLETED_ALCOHOL_FREE, other_team)


def in_treatment(team, *substances, days=200):
    """Somebody who began so many days ago with these substances, the main one first."""
    start = date.fromordinal(AS_AT.toordinal() - days)
    episode = treated(team, start.isoformat())
    for rank, substance in enumerate(substances, 1):
        episode.substances.create(rank=rank, substance=substance)
    return episode, start.isoformat()


@pytest.mark.parametrize(
    ("substances", "at_start", "at_review", "expected"),
    [
        ([Substance.ALCOHOL], {"alcohol": 20}, {"alcohol": 11}, "reduced"),
        ([Substance.ALCOHOL], {"alcohol": 20}, {"alcohol": 12}, "not_reduced"),
        ([Substance.ALCOHOL], {"alcohol": 5}, {"alcohol": 0}, "not_using"),
        ([Substance.CANNABIS, Substance.HEROIN], {"cannabis": 20, "opiates": 4}, {"opiates": 4}, "not_reduced"),
        ([Substance.ALCOHOL, Substance.CANNABIS], {"alcohol": 20, "cannabis": 28}, {"cannabis": 28}, "not_using"),
        # No threshold is sourced: a fall cannot be judged, no fall can.
        ([Substance.HEROIN], {"opiates": 28}, {"opiates": 2}, "not_classifiable"),
        ([Substance.HEROIN], {"opiates": 5}, {"opiates": 6}, "not_reduced"),
        ([Substance.ALCOHOL, Substance.CRACK], {"alcohol": 20, "crack": 9}, {"alcohol": 3, "crack": 1}, "not_classifiable"),
        ([Substance.KETAMINE], {"other": 9}, {"other": 0}, "not_using"),
        # Not answered.
        ([Substance.ALCOHOL], {"alcohol": 20}, {"alcohol": None}, "missing"),
        ([Substance.ALCOHOL], {"alcohol": None}, {"alcohol": 4}, "missing"),
        ([Substance.ALCOHOL], {"alcohol": 20}, {"alcohol": 3, "crack": None}, "missing"),
        ([], {"alcohol": 20}, {"alcohol": 0}, "missing"),
    ],
)  # fmt: skip
def test_progress_in_treatment(substances, at_start, at_review, expected, team):
    episode, start = in_treatment(team, *substances)
    profile(episode, start, Stage.START, **at_start)
    profile(episode, "09-01", **at_review)
    assert answers("treatment_progress", *ROLLING) == {expected: 1}


@pytest.mark.parametrize(("days", "expected"), [(60, "new"), (200, "missing"), (92, "new"), (93, "missing")])
def test_one_profile_is_too_few(days, expected, team):
    episode, start = in_treatment(
        team, Substance.ALCOHOL, days=days
    )  # three months before 22 November: 22 August, 92 days
    profile(episode, start, Stage.START, alcohol=20)
    assert answers("treatment_progress", *ROLLING) == {expected: 1}


@pytest.mark.parametrize(
    ("reason", "exit_profile", "expected"),
    [
        (DischargeReason.COMPLETED_ALCOHOL_FREE, {"acute_housing_problem": False}, "completed"),
        (DischargeReason.COMPLETED_ALCOHOL_FREE, {"acute_housing_problem": None}, "completed"),
        (DischargeReason.COMPLETED_ALCOHOL_FREE, {"acute_housing_problem": True}, "housing"),
        (DischargeReason.COMPLETED_ALCOHOL_FREE, None, "missing_exit"),
        (DischargeReason.DROPPED_OUT, {}, "unplanned"),
        (DischargeReason.WITHDRAWN, None, "unplanned"),
        (DischargeReason.DECLINED, None, "unplanned"),
        (DischargeReason.RETAINED_IN_CUSTODY, None, "unplanned"),
        (DischargeReason.TRANSFERRED, None, "transferred"),
        (DischargeReason.TRANSFERRED_IN_CUSTODY, None, "transferred"),
        (DischargeReason.DIED, None, "died"),
    ],
)
def test_progress_of_those_who_left(reason, exit_profile, expected, team):
    episode = treated(team, "02-02", "08-03", reason)
    profile(episode, "02-02", Stage.START, alcohol=20)
    profile(episode, "05-01", alcohol=20, acute_housing_problem=True)  # a review is no profile at the end
    if exit_profile is not None:
        profile(episode, "08-17", Stage.EXIT, **exit_profile)  # 14 days after the end
    assert answers("treatment_progress", *ROLLING) == {expected: 1}


@pytest.mark.parametrize(
    ("ended", "back", "expected"),
    [
        ("2026-01-10", "2026-07-10", "met"),
        ("2026-01-10", "2026-07-11", "not_met"),
        ("2025-08-31", "2026-02-28", "met"),  # six months after 31 August is the last of February
        ("2025-08-31", "2026-03-01", "not_met"),
        ("2026-01-10", None, "not_met"),
    ],
)
def test_coming_back_within_six_calendar_months(ended, back, expected, team):
    client = ClientFactory()
    treated(team, "2025-04-02", ended, client=client)
    if back:
        treated(team, back, client=client)
    assert answers("represented") == {expected: 1}


@pytest.mark.parametrize(
    ("referred", "started", "expected"),
    [
        ("11-02", "11-30", "met"),  # Mondays four weeks apart
        ("11-02", "12-01", "weeks_4_12"),
        ("12-01", "12-31", "met"),  # 2 December is the first; Christmas Day and Monday 28 December do not count
        ("12-01", "2027-01-04", "weeks_4_12"),
        ("2025-11-03", "2026-01-26", "weeks_4_12"),
        ("2025-11-03", "2026-01-27", "months_3_6"),
        ("2025-11-03", "2026-05-03", "months_3_6"),
        ("2025-11-03", "2026-05-04", "months_6_9"),
        ("2025-11-03", "2026-08-03", "months_6_9"),
        ("2025-11-03", "2026-11-03", "months_9_12"),
        ("2025-11-03", "2027-05-03", "months_12_18"),
        ("2025-11-03", "2027-11-03", "months_18_24"),
        ("2025-11-03", "2027-11-04", "months_over_24"),
    ],
)
def test_twenty_working_days_in_wales(referred, started, expected, welsh_team):
    treated(welsh_team, started, referred=referred)
    assert answers("wales_within_20_days", day(started), day(started)) == {expected: 1}


def test_a_start_before_the_referral_is_invalid_in_wales(welsh_team):
    episode = treated(welsh_team, "11-20", referred="11-02")
    episode.interventions.update(referred_on=day("10-20"), started_on=day("10-30"))
    assert answers("wales_within_20_days", day("10-01"), day("11-30")) == {"invalid": 1}
