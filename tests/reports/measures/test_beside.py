"""Benefits and work, parents, mutual aid, naloxone and viruses: each by hand, with the days at which it begins to count."""

from datetime import date, timedelta

import pytest

from clients.choices import DischargeReason, EpisodeStatus, Substance
from clients.models import ParentalAnswers
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory
from tests.factories.clients import EpisodeFactory, EpisodeFactsFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.recovery_capital import (
    AssessmentFactory,
    EteFactsFactory,
    HealthFactsFactory,
    IpsCaseFactory,
    JobFactory,
)
from tests.factories.reference import code
from tests.factories.referrals import ReferralFactory, UnmetNeedFactory
from tests.factories.services_directory import ServiceFactory

from .counts import counted, kept

pytestmark = pytest.mark.django_db
START = date(2025, 10, 1)
YEAR = date(2025, 4, 1), date(2026, 3, 31)
LATER = date(2026, 11, 1)


def treated(team, *substances, days=None, reason=DischargeReason.DROPPED_OUT):
    """Somebody in treatment since a day, for so many days or until now."""
    state = {"status": EpisodeStatus.IN_TREATMENT}
    if days is not None:
        state = {"status": EpisodeStatus.CLOSED, "ended_on": START + timedelta(days=days), "discharge_reason": reason}
    episode = EpisodeFactory(
        team=team, referred_on=START - timedelta(days=40), triaged_on=START, treatment_started_on=START, **state
    )
    for rank, substance in enumerate(substances, 1):
        episode.substances.create(rank=rank, substance=substance)
    return episode.client


def assessed(client, day=0, **answers):
    return AssessmentFactory(client=client, assessed_on=START + timedelta(days=day), **answers)


def claims(client, day=0, benefits=("universal_credit",)):
    EteFactsFactory(assessment=assessed(client, day), benefits=list(benefits))
    return client


def facts_of(client, day=0, **answers):
    EpisodeFactsFactory(
        client=client,
        episode=client.episodes.get(),
        asked_on=START + timedelta(days=day),
        accommodation_need=None,
        **answers,
    )


def test_claimants_are_those_with_a_benefit_by_the_end_of_the_period(team):
    claims(treated(team))
    claims(treated(team), -28)
    claims(treated(team), -29)
    claims(treated(team), (date(2026, 3, 31) - START).days, ["none", "pip"])
    claims(treated(team), (date(2026, 4, 1) - START).days)
    claims(treated(team), 0, ["none"])
    claims(treated(team), 0, [])
    assert counted("claimants_in_treatment", *YEAR) == {"met": 3, "not_met": 1, "missing": 3}
    assert kept("claimants_in_treatment", date(2026, 4, 1), date(2026, 6, 30)) == {"met": 4, "not_met": 1, "missing": 2}


def test_claimants_stay_for_84_days(team):
    for days, reason in ((84, "dropped_out"), (83, "dropped_out"), (20, "completed_drug_free"), (None, "")):
        claims(treated(team, days=days, reason=reason))
    treated(team, days=100)
    assert counted("claimants_retained", *YEAR, START + timedelta(days=84)) == {"met": 3, "not_met": 1}
    assert kept("claimants_retained", *YEAR, START + timedelta(days=83)) == {"met": 1, "not_met": 2, "pending": 1}


def test_claimants_find_work_later(team):
    by_assessment, by_facts, by_job, at_work, late, none = (claims(treated(team)) for _number in range(6))
    assessed(by_assessment, 60, employment_status="employed")
    facts_of(by_facts, 60, employment=code("employment", "1"))
    JobFactory(case=IpsCaseFactory(client=by_job), started_on=START + timedelta(days=1))
    facts_of(at_work, 0, employment=code("employment", "1"))
    assessed(late, (date(2026, 4, 1) - START).days, employment_status="employed")
    assessed(none, 60, employment_status="student")
    assert counted("claimants_into_work", *YEAR) == {"met": 3, "excluded": 1, "not_met": 2}


def test_parents_and_what_help_their_children_have(team):
    def asked(client, day, is_parent, helped=None):
        ParentalAnswers.objects.create(
            client=client, asked_on=START + timedelta(days=day), is_parent=is_parent,
            children_with_client="some" if is_parent == "yes" else "",
            children_in_house=None if is_parent == "declined" else 0, help_received=helped and code("children_help", helped),
        )  # fmt: skip
        return client

    asked(asked(treated(team), 0, "yes", "none"), 90, "yes", "child_protection")
    asked(treated(team), 0, "yes", "none")
    asked(treated(team), 0, "yes", "not_known")
    asked(treated(team), 0, "no")
    asked(treated(team), 0, "declined")
    assessed(treated(team), 0, parental_status="none_live_with")
    facts_of(treated(team), parental_status=code("parental_status", "14"))
    facts_of(
        treated(team), parental_status=code("parental_status", "12"), children_help=code("children_help", "early_help")
    )
    assert counted("parents_in_treatment", *YEAR) == {"met": 5, "not_met": 2, "missing": 1}
    assert kept("childrens_help", *YEAR) == {"child_protection": 1, "none": 1, "missing": 2, "early_help": 1}
    before = START, START + timedelta(days=89)
    assert kept("childrens_help", *before) == {"none": 2, "missing": 2, "early_help": 1}, (
        "what was said later does not count yet"
    )


def test_mutual_aid_is_offered_by_a_plan_a_referral_or_an_offer_declined(team):
    in_plan, in_draft, sent, unsent, declined, other = (treated(team) for _number in range(6))
    for client, state in ((in_plan, "active"), (in_draft, "discarded")):
        plan = CarePlanFactory(client=client, agreed_on=START, review_on=LATER, **{state: True})
        ActionFactory(goal=GoalFactory(plan=plan), recovery_support="mutual_aid")
    meeting = ServiceFactory(needs=["mutual_aid", "peer_support"])
    ReferralFactory(client=sent, service=meeting, sent=True, sent_on=START)
    ReferralFactory(client=unsent, service=meeting)
    UnmetNeedFactory(client=declined, need="mutual_aid", reason="client_declined", found_on=START)
    UnmetNeedFactory(client=other, need="mutual_aid", reason="full", found_on=START)
    assert counted("mutual_aid_offered", *YEAR) == {"met": 3, "not_met": 3}


def test_naloxone_is_offered_to_people_treated_for_opiates(team):
    def people(number):
        return [treated(team, Substance.HEROIN, Substance.ALCOHOL) for _number in range(number)]

    accepted, declined, has_one, issued, on_release, never = people(6)
    HealthFactsFactory(assessment=assessed(accepted), naloxone_offered_on=START, naloxone_answer="accepted")
    HealthFactsFactory(assessment=assessed(declined), naloxone_offered_on=START, naloxone_answer="declined")
    HealthFactsFactory(assessment=assessed(has_one), naloxone_offered_on=START, naloxone_answer="has_one")
    HealthFactsFactory(assessment=assessed(never), naloxone_offered_on=date(2026, 4, 1), naloxone_answer="accepted")
    facts_of(issued, naloxone_issued="yes")
    CustodyStayFactory(client=on_release, custody_started_on=date(2025, 6, 1), naloxone_supplied_on=START)
    treated(team, Substance.ALCOHOL)
    assert counted("naloxone_offered", *YEAR) == {"met": 5, "not_met": 1}
    assert kept("naloxone_accepted", *YEAR) == {"met": 4, "not_met": 1}


def test_viruses_are_asked_about_of_people_treated_for_drugs(team):
    refused, immune, dose, tested, nothing = (treated(team, Substance.CRACK) for _number in range(5))
    treated(team, Substance.ALCOHOL)
    facts_of(refused, hep_b_vaccination="refused", hep_c_test="refused")
    facts_of(immune, hep_b_vaccination="immune", hep_c_test="accepted")
    HealthFactsFactory(assessment=assessed(dose), hep_b_doses="1")
    HealthFactsFactory(assessment=assessed(tested), hep_c_tested_on=START, hiv_tested_on=START)
    facts_of(nothing, hep_b_vaccination="not_offered")
    assert counted("hep_b_offered", *YEAR) == {"met": 2, "not_met": 2}
    assert kept("hep_b_accepted", *YEAR) == {"met": 1, "not_met": 1}
    assert kept("hep_c_offered", *YEAR) == {"met": 3, "not_met": 2}
    assert kept("hep_c_accepted", *YEAR) == {"met": 2, "not_met": 1}
    assert kept("hiv_tested", *YEAR) == {"met": 1, "not_met": 4}
