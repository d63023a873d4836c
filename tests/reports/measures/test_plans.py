"""Plan compliance and follow-on coverage: boundary days by hand, and the same answers as the plan's own page gives."""

from datetime import date, timedelta
from random import Random

import pytest

from careplans.choices import FollowOn, PlanKind, WithoutGoalBecause
from careplans.follow_on import life_parts
from careplans.models import CarePlan, WithoutGoal
from clients.choices import EpisodeStatus
from recovery_capital.choices import Domain
from reports import facts
from reports.models import OpenEpisode
from tests.factories.careplans import CarePlanFactory, GoalFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory

from .counts import counted

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = TODAY, TODAY


def open_for(days, team, **state):
    start = TODAY - timedelta(days=days)
    state = {"status": EpisodeStatus.IN_TREATMENT, "treatment_started_on": start} | state
    return EpisodeFactory(team=team, referred_on=start - timedelta(days=40), **state)


def planned(episode, **options):
    return CarePlanFactory(client=episode.client, active=True, **options)


def test_compliance_counts_from_day_15_and_until_the_day_of_the_review(team):
    open_for(14, team)
    open_for(15, team)
    open_for(3, team, status=EpisodeStatus.WAITING, treatment_started_on=None)  # referred 43 days ago
    open_for(90, team, status=EpisodeStatus.CLOSED, ended_on=TODAY, discharge_reason="dropped_out")
    planned(open_for(90, team), review_on=TODAY)
    planned(open_for(90, team), review_on=TODAY - timedelta(days=1))
    planned(open_for(90, team), agreement="does_not_agree", agreement_reason="Too much at once")
    planned(open_for(90, team), kind=PlanKind.RECOVERY)
    CarePlanFactory(client=open_for(90, team).client)  # a draft
    found = counted("plan_compliance", *DAY, TODAY)
    assert found == {"met": 1, "overdue": 1, "not_agreed": 1, "no_plan": 4}


def test_coverage_asks_every_part_of_the_follow_on(team):
    planned(open_for(90, team))
    planned(open_for(90, team), kind=PlanKind.INITIAL)
    gap = planned(open_for(90, team))
    WithoutGoal.objects.filter(plan=gap, about=FollowOn.MONEY).delete()
    by_goal = planned(open_for(90, team))
    WithoutGoal.objects.filter(plan=by_goal, about=FollowOn.FAMILY).delete()
    GoalFactory(plan=by_goal, domain=Domain.CHILDREN)
    low = planned(open_for(90, team))  # says “no need”, and housing is rated low
    DomainRatingFactory(assessment=AssessmentFactory(client=low.client), domain=Domain.HOUSING, rating=4)
    open_for(14, team)
    assert counted("follow_on_coverage", *DAY, TODAY) == {"met": 2, "initial": 1, "in_part": 2}
    WithoutGoal.objects.filter(plan=low, about=FollowOn.HOUSING).update(because="not_now", reason="Moves in May")
    assert counted("follow_on_coverage", *DAY, TODAY) == {"met": 3, "initial": 1, "in_part": 1}


def test_parts_are_answered_as_the_plan_says(team):
    chance = Random(11)
    for _number in range(40):
        plan = planned(open_for(60, team), follow_on=False)
        for domain in chance.sample(list(Domain), 3):
            GoalFactory(plan=plan, domain=domain)
        for about in chance.sample(list(FollowOn), 4):
            reason = chance.choice(["", "Not before spring"])
            WithoutGoal.objects.create(
                plan=plan, about=about, reason=reason,
                because=WithoutGoalBecause.NOT_NOW if reason else WithoutGoalBecause.NO_NEED,
            )  # fmt: skip
        for month in (8, 9):
            assessment = AssessmentFactory(client=plan.client, assessed_on=date(2026, month, 2))
            for domain in chance.sample(list(Domain), 5):
                DomainRatingFactory(
                    assessment=assessment, domain=domain, rating=chance.choice([None, 2, 4, 5, 9]),
                    needs=chance.choice(["", "", "A bed"]),
                )  # fmt: skip
    facts.fill()
    answered = dict(OpenEpisode.objects.values_list("client", "parts_answered"))
    assert len(answered) == 40
    assert len(set(answered.values())) > 2
    for plan in CarePlan.objects.all():
        parts = [part for part in life_parts(plan) if part.about in FollowOn.values]
        assert answered[plan.client_id] == sum(part.is_answered for part in parts)
