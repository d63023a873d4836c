"""What changed in treatment: both ends, the days that belong to a journey, thresholds, the home and work."""

from datetime import date, timedelta

import pytest

from clients.choices import DischargeReason, EpisodeStatus
from recovery_capital.choices import Domain
from reports.measures import REGISTRY
from tests.factories.clients import EpisodeFactory, EpisodeFactsFactory
from tests.factories.recovery_capital import (
    AssessmentFactory,
    DomainRatingFactory,
    MeasureResultFactory,
    TopAssessmentFactory,
)
from tests.factories.reference import code
from tests.factories.reports import ChangeFactory

from .counts import counted, kept

pytestmark = pytest.mark.django_db
START, END = date(2025, 6, 1), date(2025, 12, 1)
YEAR = date(2025, 4, 1), date(2026, 3, 31)


def treated(team, start=START, end=END, client=None):
    """Somebody with a journey from a day to a day."""
    who = {"client": client} if client else {}
    episode = EpisodeFactory(
        team=team, referred_on=start, triaged_on=start, treatment_started_on=start, ended_on=end,
        status=EpisodeStatus.CLOSED if end else EpisodeStatus.IN_TREATMENT,
        discharge_reason=DischargeReason.DROPPED_OUT if end else "", **who,
    )  # fmt: skip
    return episode.client


def answered(client, *results, **more):
    """PHQ-9 totals, each with the days after the start of treatment."""
    for days, total in results:
        MeasureResultFactory(client=client, answered_on=START + timedelta(days=days), total=total, **more)


def test_reliable_change_needs_the_sourced_points(team):
    for last in (8, 9, 10, 14, 19, 20):  # from 14; six points are reliable
        answered(treated(team), (0, 14), (90, last))
    answered(treated(team), (0, 14))
    treated(team)
    assert counted("change_phq9", *YEAR) == {"better": 1, "same": 4, "worse": 1, "missing": 1}


def test_without_a_threshold_only_the_direction_is_said(team):
    for last in (30, 31, 29):
        client = treated(team)
        answered(client, (0, 30), (90, last), measure="barc10", answers=[3] * 10, band="below_47")
    assert counted("change_barc10", *YEAR) == {"better": 1, "same": 1, "worse": 1}


# measure, the first result, and the last ones that are better, the same and worse (with the sourced points, else by direction)
EACH = [
    ("change_gad7", 10, 6, 7, 14), ("change_core10", 20, 14, 15, 26), ("change_audit", 20, 19, 20, 21),
    ("change_auditc", 8, 7, 8, 9), ("change_wemwbs", 40, 41, 40, 39), ("change_swemwbs", 20, 21, 20, 19),
    ("change_arc", 30, 31, 30, 29), ("change_arc6", 30, 31, 30, 29), ("change_sadq", 30, 29, 30, 31),
    ("change_sds", 9, 8, 9, 10), ("change_dudit", 20, 19, 20, 21), ("change_psychological_health", 10, 11, 10, 9),
    ("change_physical_health", 10, 11, 10, 9), ("change_quality_of_life", 10, 11, 10, 9),
]  # fmt: skip


@pytest.mark.parametrize(("key", "first", "better", "same", "worse"), EACH)
def test_each_instrument_by_its_own_direction_and_points(team, key, first, better, same, worse):
    of = {
        "team": team,
        "asked_on": date(2025, 8, 1),
        "first_on": START,
        "kind": key.removeprefix("change_"),
        "first": first,
    }
    for now in (better, same, worse, None):
        ChangeFactory(now=now, **of)
    assert kept(key, *YEAR) == {"better": 1, "same": 1, "worse": 1, "missing": 1}


def test_every_measure_of_change_has_a_case():
    tried = {key for key, *_values in EACH} | {"change_capital", "change_barc10", "change_phq9"}
    assert {key for key in REGISTRY if key.startswith("change_")} == tried


def test_the_first_of_the_journey_stands_against_the_last_of_the_period(team):
    client = treated(team)
    length = (END - START).days
    answered(client, (-29, 27), (-28, 20), (60, 15), (150, 12), (length + 14, 10), (length + 15, 0))
    assert counted("change_phq9", date(2025, 7, 1), date(2025, 9, 30)) == {"same": 1}  # 20 to 15
    assert kept("change_phq9", date(2025, 10, 1), date(2025, 11, 30)) == {"better": 1}  # 20 to 12
    assert kept("change_phq9", date(2025, 12, 15), date(2025, 12, 15)) == {"better": 1}
    assert kept("change_phq9", date(2025, 12, 16), date(2026, 3, 31)) == {}
    assert kept("change_phq9", date(2025, 5, 1), date(2025, 6, 30)) == {"missing": 1}
    assert kept("change_phq9", date(2025, 4, 1), date(2025, 5, 3)) == {}


def test_a_result_between_two_journeys_belongs_to_one(team):
    client = treated(team, end=date(2025, 9, 1))
    treated(team, date(2025, 9, 23), None, client)
    for day, total in (START, 20), (date(2025, 9, 15), 10), (date(2025, 9, 16), 10), (date(2025, 11, 1), 9):
        MeasureResultFactory(client=client, answered_on=day, total=total)
    assert counted("change_phq9", date(2025, 9, 15), date(2025, 9, 15)) == {"better": 1}  # the end of the first
    assert kept("change_phq9", date(2025, 9, 16), date(2025, 9, 16)) == {"missing": 1}  # the start of the second
    assert kept("change_phq9", *YEAR) == {"same": 1}


def test_errors_and_what_is_asked_after_treatment_do_not_count(team, keyworker):
    client = treated(team)
    answered(client, (0, 20))
    answered(client, (90, 5), stage="post_exit")
    assert counted("change_phq9", *YEAR) == {"missing": 1}


def test_recovery_capital_compares_what_was_rated_both_times(team):
    def rated(client, month, **ratings):
        assessment = AssessmentFactory(client=client, assessed_on=date(2025, month, 1))
        for domain, rating in ratings.items():
            DomainRatingFactory(assessment=assessment, domain=domain, rating=rating)

    up, down, once = (treated(team) for _number in range(3))
    rated(up, 6, housing=2, money=6)
    rated(up, 9, housing=4, money=5, family=0)  # 8 to 9; nobody had rated the family
    rated(down, 6, housing=5, family=9)
    rated(down, 9, housing=4, money=10)
    rated(once, 6, housing=5)
    AssessmentFactory(client=once, assessed_on=date(2025, 9, 1))  # nothing was rated
    assert Domain.HOUSING == "housing"
    assert counted("change_capital", *YEAR) == {"better": 1, "worse": 1, "missing": 1}


def test_housing_problems_solved_by_both_records(team):
    for first, last in (("urgent", "none"), ("problem", "problem"), ("none", "problem"), ("urgent", "")):
        client = treated(team)
        AssessmentFactory(client=client, assessed_on=START, housing_problem=first)
        AssessmentFactory(client=client, assessed_on=END, housing_problem=last)
    facts_too = treated(team)
    EpisodeFactsFactory(
        client=facts_too,
        episode=facts_too.episodes.get(),
        asked_on=START,
        accommodation_need=code("accommodation_need", "2"),
    )
    AssessmentFactory(client=facts_too, assessed_on=END, housing_problem="none")
    assert counted("housing_outcome", *YEAR) == {"met": 2, "not_met": 1, "excluded": 1, "missing": 1}
    acute = treated(team)
    TopAssessmentFactory(client=acute, interviewed_on=START, acute_housing_problem=True)
    TopAssessmentFactory(client=acute, interviewed_on=END, acute_housing_problem=False)
    assert counted("housing_outcome_acute", *YEAR) == {"met": 1}
    assert kept("housing_outcome", *YEAR) == {"met": 2, "not_met": 1, "excluded": 1, "missing": 1}


def test_work_by_status_and_by_days(team):
    statuses = [("seeking_work", "employed"), ("not_receiving_benefits", "student"), ("seeking_work", "retired"),
                ("employed", "employed"), ("sick_or_disabled", "employed"), ("seeking_work", "not_stated")]  # fmt: skip
    for first, last in statuses:
        client = treated(team)
        AssessmentFactory(client=client, assessed_on=START, employment_status=first)
        AssessmentFactory(client=client, assessed_on=END, employment_status=last)
    found = {"work": 1, "learning": 1, "not_met": 1, "excluded": 2, "missing": 1}
    assert counted("employment_outcome", *YEAR) == found
    for first, last in ((0, 10), (0, 9), (10, 10), (20, 9)):
        client = treated(team)
        TopAssessmentFactory(client=client, interviewed_on=START, paid_work_days=first)
        TopAssessmentFactory(client=client, interviewed_on=END, paid_work_days=last)
    assert counted("paid_work_outcome", *YEAR) == {"met": 1, "kept": 1, "not_met": 2}
