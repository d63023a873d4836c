"""The treatment measures on the days where they change their answer; expected values written by hand."""

from datetime import date

import pytest

from clients.choices import Answer, DischargeReason, FactsKind, Substance
from recovery_capital.choices import Stage
from tests.factories.aftercare import AftercareFactory
from tests.factories.clients import ClientFactory, DeathFactory, EpisodeFactsFactory, EpisodeInterventionFactory
from tests.factories.reference import code

from .people import COMPLETED, YEAR, answers, day, profile, treated

pytestmark = pytest.mark.django_db
DROPPED_OUT = DischargeReason.DROPPED_OUT


@pytest.mark.parametrize(
    ("ended", "reason", "retained", "early"),
    [
        ("2025-08-24", DROPPED_OUT, "met", "not_met"),  # 84 days after 1 June
        ("2025-08-23", DROPPED_OUT, "not_met", "met"),
        ("2025-06-20", COMPLETED, "met", "not_met"),
        ("2025-06-20", DischargeReason.TRANSFERRED, "not_met", "not_met"),
    ],
)
def test_twelve_weeks(ended, reason, retained, early, team):
    treated(team, "2025-06-01", ended, reason)
    assert answers("retention_12_weeks") == {retained: 1}
    assert answers("unplanned_exits_early") == {early: 1}
    assert answers("unplanned_exits") == {"met" if reason == DROPPED_OUT else "not_met": 1}


@pytest.mark.parametrize(("as_at", "expected"), [("2025-08-23", "pending"), ("2025-08-24", "met")])
def test_who_is_still_in_treatment_counts_after_twelve_weeks(as_at, expected, team):
    treated(team, "2025-06-01")
    assert answers("retention_12_weeks", as_at=day(as_at)) == {expected: 1}


@pytest.mark.parametrize(("as_at", "expected"), [("09-29", "pending"), ("09-30", "met")])
def test_the_public_health_figure_waits_six_months(as_at, expected, team):
    treated(team, "2025-04-02", "2025-05-01")
    assert answers("completion_public_health", as_at=day(as_at)) == {expected: 1}


def test_coming_back_takes_a_completion_away_from_the_public_health_figure(team):
    client = ClientFactory()
    treated(team, "2025-04-02", "2026-02-01", client=client)
    treated(team, "08-01", client=client)  # six months later to the day, after the period
    assert answers("completion_public_health") == {"not_met": 1}
    assert answers("completion_all") == {"met": 1}


def test_treatment_ends_where_aftercare_begins_and_who_leaves_after_it_has_completed(team):
    client = ClientFactory()
    treated(team, "2024-10-01", "2025-09-01", client=client, aftercare_since=date(2025, 3, 31))
    assert answers("in_treatment") == {}
    assert answers("in_treatment", date(2025, 1, 1), date(2025, 3, 31)) == {"met": 1}
    assert answers("completion_all") == {"met": 1}


def test_without_recorded_interventions_aftercare_ends_treatment_too(team):
    aftercare = AftercareFactory(episode__team=team, episode__treatment_started_on=date(2026, 9, 15))
    assert answers("in_treatment", date(2026, 9, 1), date(2026, 11, 1)) == {"met": 1}
    assert answers("in_treatment", aftercare.started_on, date(2026, 11, 30)) == {"met": 1}
    assert answers("in_treatment", date(2026, 11, 3), date(2026, 11, 30)) == {}


def test_brief_advice_is_no_structured_treatment(team):
    treated(team, "2025-06-01", kind="10")
    assert answers("in_treatment") == {}
    assert answers("new_presentations") == {"met": 1}


@pytest.mark.parametrize(
    ("referred", "offered", "expected"),
    [("2025-06-01", "2025-06-22", "met"), ("2025-06-01", "2025-06-23", "not_met"), ("2025-06-01", None, "missing")],
)
def test_three_weeks_to_a_further_intervention(referred, offered, expected, english_team):
    episode = treated(english_team, "2025-05-01", first_appointment_offered_on=date(2025, 5, 1))
    EpisodeInterventionFactory(
        episode=episode, kind=code("intervention_type", "94"), referred_on=day(referred),
        first_appointment_offered_on=offered and day(offered), started_on=date(2025, 6, 30),
    )  # fmt: skip
    assert answers("waiting_england") == {"met": 1}
    assert answers("waiting_england_subsequent") == {expected: 1}


def test_deaths_in_treatment_and_after_it(team):
    died = treated(team, "2025-06-01", "2025-07-01", DischargeReason.DIED)
    DeathFactory(client=died.client, died_on=date(2025, 7, 1))
    for ended, on in (("2024-08-01", "2025-07-31"), ("2024-08-01", "2025-08-01")):
        DeathFactory(client=treated(team, "2024-06-01", ended).client, died_on=day(on))
    treated(team, "2025-06-01")
    assert answers("deaths_in_treatment") == {"met": 1, "not_met": 1}
    assert answers("deaths_after_treatment") == {"within_a_year": 1, "later": 1}


def parent(team, end, *, said="11", kind="95", **more):
    episode = treated(team, "2025-06-01", end, kind=kind, **more)
    episode.substances.create(rank=1, substance=Substance.HEROIN)
    status = code("parental_status", said) if said else None
    EpisodeFactsFactory(episode=episode, kind=FactsKind.START, asked_on=date(2025, 6, 1), parental_status=status)
    return episode


def test_parents_who_completed_without_medication_and_stayed_away(team):
    parent(team, "2025-09-01")
    parent(team, "2025-09-01", kind="94")  # prescribed until the last day
    parent(team, "2025-09-01", kind="94", ended_on=date(2025, 8, 31))
    parent(team, "2025-09-01", reason=DROPPED_OUT)
    parent(team, None)
    treated(team, "2026-01-10", client=parent(team, "2025-09-01").client)  # back; not opiates: nothing was recorded
    parent(team, "2025-09-01", said="14")
    parent(team, "2025-09-01", said="15")
    assert answers("opiate_parents_completed") == {"met": 2, "not_met": 4, "excluded": 1, "missing": 1}


def test_the_mix_counts_somebody_once_for_each_kind_and_setting(team):
    episode = treated(team, "2025-06-01", kind="94", setting="primary_care")
    for number, place in enumerate(("residential", "quasi_residential")):
        EpisodeInterventionFactory(
            episode=episode, setting=code("setting", place), referred_on=date(2025, 6, 1), started_on=date(2025, 7, 1 + number)
        )  # fmt: skip
    treated(team, "2025-06-01")
    assert answers("mix_people_by_kind") == {"pharmacological": 1, "psychosocial": 2}
    assert answers("mix_people_by_setting") == {"primary_care": 1, "residential": 1, "community": 1}
    assert answers("mix_starts") == {
        "pharmacological.primary_care": 1, "psychosocial.residential": 2, "psychosocial.community": 1
    }  # fmt: skip
    assert answers("mix_residential") == {"met": 1, "not_met": 1}


def test_the_welsh_indicators_of_change_and_of_ends(welsh_team, english_team):
    for team in (welsh_team, english_team):
        episode = treated(team, "2025-06-01", "2026-02-01")
        episode.substances.create(rank=1, substance=Substance.ALCOHOL)
        profile(episode, "2025-06-01", Stage.START, alcohol=20, injected=2, quality_of_life=8)
        profile(episode, "2026-02-10", Stage.EXIT, alcohol=19, injected=2, quality_of_life=9)
    treated(welsh_team, "2025-06-01", "2026-02-01", DischargeReason.DIED)
    dropped_out = treated(welsh_team, "2025-06-01", "2026-02-01", DROPPED_OUT)
    dropped_out.assessed_on = date(2025, 6, 1)
    dropped_out.save()
    assert answers("wales_less_use") == {"met": 1, "missing": 2}
    assert answers("wales_less_injecting") == {"not_met": 1, "missing": 2}
    assert answers("wales_better_life") == {"met": 1, "missing": 2}
    assert answers("wales_completed") == {"met": 1, "excluded": 1, "not_met": 1}
    assert answers("wales_dna_after_assessment") == {"met": 1, "not_met": 2}


def test_progress_is_that_of_adults_outside_prison_and_of_twelve_months(team):
    treated(team, "2025-06-01", setting="prison")
    treated(team, "2025-06-01", client=ClientFactory(date_of_birth=date(2008, 4, 1)))  # 18 the day after the period
    assert answers("treatment_progress") == {}
    episode = treated(team, "2024-06-01")
    episode.substances.create(rank=1, substance=Substance.ALCOHOL)
    profile(episode, "2025-03-31", alcohol=28)  # a day too early for the baseline
    profile(episode, "2025-04-01", alcohol=14)
    profile(episode, "2025-12-01", alcohol=12)
    assert answers("treatment_progress") == {"not_reduced": 1}
    assert answers("treatment_progress", YEAR[0], date(2026, 3, 30)) == {"reduced": 1}


def test_a_parent_is_known_by_the_newest_answer_where_the_start_says_nothing(team):
    episode = parent(team, "2025-09-01", said=None)
    episode.client.parental_answers.create(asked_on=date(2025, 6, 1), is_parent=Answer.NO, children_in_house=0)
    assert answers("opiate_parents_completed") == {"excluded": 1}
