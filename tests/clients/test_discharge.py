"""The rules of an end at three levels, as a table: what is found, how much it matters, and where the rule comes from."""

from datetime import date, timedelta

import pytest

from clients.choices import DischargeReason, EpisodeStatus
from clients.discharge import Level, findings, with_all
from clients.models import Episode
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import (
    DeathFactory,
    EpisodeFactory,
    EpisodeFactsFactory,
    EpisodeInterventionFactory,
    EpisodeSubstanceFactory,
)
from tests.factories.reference import code

pytestmark = pytest.mark.django_db
END = date(2026, 11, 20)


@pytest.fixture
def whole(team, today):
    """An episode in aftercare to which nothing is wanting."""
    episode = EpisodeFactory(team=team, in_aftercare=True, triaged_on=date(2026, 9, 5), previously_treated="no")
    EpisodeSubstanceFactory(episode=episode, substance="alcohol", route="oral", age_first_used=16)
    EpisodeInterventionFactory(episode=episode)
    EpisodeFactsFactory(
        episode=episode, injecting=code("injecting", "N"), employment=code("employment", "1"),
        parental_status=code("parental_status", "14"), children_living_with=0,
        children_help=code("children_help", "none"), pregnant="no", drinking_units=10, mental_health_need="no",
        hep_b_vaccination="immune", hep_c_test="accepted", hep_c_positive="no", naloxone_issued="no",
    )  # fmt: skip
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    return episode


def found(episode, on=END, reason=DischargeReason.DROPPED_OUT):
    return findings(with_all().get(pk=episode.pk), on=on, reason=reason)


def test_nothing_is_found_where_nothing_is_wanting(whole):
    assert found(whole) == []


def heroin(episode):
    episode.substances.update(substance="heroin")


def injects(episode):
    episode.substances.update(route="inject")


def change(**values):
    return lambda episode: Episode.objects.filter(pk=episode.pk).update(**values)


def prescribe(episode):
    heroin(episode)
    EpisodeInterventionFactory(episode=episode, kind=code("intervention_type", "94"))


DRUG_FREE, OCCASIONAL = DischargeReason.COMPLETED_DRUG_FREE, DischargeReason.COMPLETED_OCCASIONAL
RULES = {
    "no substance": (lambda e: e.substances.all().delete(), {}, Level.ERROR, "No problem substance"),
    "no triage": (change(triaged_on=None), {}, Level.ERROR, "day of triage"),
    "start before triage": (change(triaged_on=date(2026, 9, 20)), {}, Level.ERROR, "starts before triage"),
    "before 1990": (change(referred_on=date(1989, 1, 1)), {}, Level.ERROR, "before 1990"),
    "end before the intervention": (None, {"on": date(2026, 9, 10)}, Level.ERROR, "before something else"),
    "end in the future": (None, {"on": date(2026, 12, 24)}, Level.ERROR, "in the future"),
    "occasional use of heroin": (heroin, {"reason": OCCASIONAL}, Level.ERROR, "not for opiates or crack"),
    "occasional use of crack": (lambda e: e.substances.update(substance="crack"), {"reason": OCCASIONAL}, Level.ERROR,
                                "not for opiates or crack"),
    "completed without aftercare": (change(status=EpisodeStatus.IN_TREATMENT), {"reason": DRUG_FREE}, Level.ERROR,
                                    "through aftercare"),
    "died": (None, {"reason": DischargeReason.DIED}, Level.ERROR, "recorded on the record"),
    "no route": (lambda e: e.substances.update(route=""), {}, Level.WARNING, "How the main substance is taken"),
    "injects, never injected": (injects, {}, Level.WARNING, "never injected"),
    "no facts": (lambda e: e.facts.all().delete(), {}, Level.WARNING, "facts at the start"),
    "no intervention": (lambda e: e.interventions.all().delete(), {}, Level.WARNING, "No structured intervention"),
    "only advice": (lambda e: e.interventions.update(kind=code("intervention_type", "10")), {}, Level.WARNING,
                    "No structured intervention"),
    "still prescribed": (prescribe, {"reason": DRUG_FREE}, Level.WARNING, "Prescribing is still running"),
    "outcomes profile": (None, {"reason": DRUG_FREE}, Level.INFO, "outcomes profile"),
    "age": (lambda e: e.substances.update(age_first_used=None), {}, Level.INFO, "age at first use"),
    "treated before": (change(previously_treated=""), {}, Level.INFO, "Treated before"),
    "a fact not asked": (lambda e: e.facts.update(pregnant=""), {}, Level.INFO, "pregnant"),
    "no plan": (lambda e: e.care_plans.update(agreed_on=None, status="draft"), {}, Level.INFO, "No care plan"),
}  # fmt: skip


@pytest.mark.parametrize("case", RULES, ids=lambda name: name)
def test_rule(whole, case):
    spoil, asked, level, words = RULES[case]
    if spoil:
        spoil(whole)
    hits = [finding for finding in found(whole, **asked) if words in finding.text]
    assert [finding.level for finding in hits] == [level]
    assert all(finding.source for finding in hits)


def test_a_review_after_the_end_is_an_error(whole):
    EpisodeFactsFactory(episode=whole, kind="review", asked_on=END + timedelta(days=1))
    assert "before a review" in found(whole)[0].text


def test_occasional_use_of_alcohol_is_fine(whole):
    assert not [finding for finding in found(whole, reason=OCCASIONAL) if finding.level != Level.INFO]


def test_somebody_who_never_began_need_not_have_it_all(team, today):
    waiting = EpisodeFactory(team=team)
    assert {finding.level for finding in found(waiting, reason=DischargeReason.DECLINED)} == {Level.INFO}


def test_death_that_is_recorded_is_no_error(whole):
    DeathFactory(client=whole.client)
    assert found(whole, reason=DischargeReason.DIED) == []


def test_the_gravest_comes_first(whole):
    whole.substances.all().delete()
    whole.facts.all().delete()
    Episode.objects.filter(pk=whole.pk).update(previously_treated="")
    assert [finding.level for finding in found(whole)] == [Level.ERROR, Level.WARNING, Level.INFO]


def test_a_list_of_episodes_costs_the_same_queries_however_long(whole, team, django_assert_max_num_queries):
    for _number in range(3):
        EpisodeFactsFactory(episode=EpisodeFactory(team=team, in_treatment=True))
    with django_assert_max_num_queries(12):
        [findings(episode) for episode in with_all()]
