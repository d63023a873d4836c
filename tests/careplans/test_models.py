"""What the database refuses of plans, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from careplans.choices import ActionOwner, Agreement, PlanKind, PlanStatus
from tests.factories.careplans import (
    ActionFactory,
    CarePlanFactory,
    GoalFactory,
    InterventionFactory,
    ReviewFactory,
    WithoutGoalFactory,
)

pytestmark = pytest.mark.django_db


def assert_refused(constraint, build):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build()


@pytest.mark.parametrize("trait", [{}, {"active": True}])
def test_one_draft_and_one_active_plan_of_a_kind(record, trait):
    CarePlanFactory(client=record, **trait)
    CarePlanFactory(client=record, kind=PlanKind.INITIAL, **trait)
    name = "one_active_plan_of_a_kind" if trait else "one_draft_plan_of_a_kind"
    assert_refused(name, lambda: CarePlanFactory(client=record, **trait))


def test_many_earlier_versions(record):
    CarePlanFactory.create_batch(3, client=record, superseded=True)
    assert not record.care_plans.current().exists()


@pytest.mark.parametrize("missing", [{"agreement": ""}, {"agreed_on": None}, {"review_on": None}])
def test_an_active_plan_has_an_answer_and_a_review_date(missing):
    assert_refused("active_plan_has_answer_and_review", lambda: CarePlanFactory(active=True, **missing))


@pytest.mark.parametrize("agreement", [Agreement.DOES_NOT_AGREE, Agreement.COULD_NOT_ANSWER])
def test_no_agreement_has_a_reason(agreement):
    assert_refused("no_agreement_has_a_reason", lambda: CarePlanFactory(active=True, agreement=agreement))


def test_a_completed_plan_has_a_date():
    assert_refused("completed_plan_has_a_date", lambda: CarePlanFactory(completed=True, completed_on=None))


def test_an_action_of_somebody_else_has_a_name():
    assert_refused("other_owner_has_a_name", lambda: ActionFactory(owner=ActionOwner.OTHER))


def test_an_intervention_ends_after_its_start():
    dates = {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)}
    assert_refused("intervention_ends_after_start", lambda: InterventionFactory(**dates))


def test_names():
    action = ActionFactory(what="x" * 100, owner=ActionOwner.OTHER, owner_name="Shelter")
    plan = action.goal.plan
    assert str(plan) == f"{plan.client.reference} Care plan 1"
    assert str(action.goal) == "Housing"
    assert str(action) == "x" * 60
    assert action.who == "Shelter"
    assert ActionFactory(goal=action.goal).who == "The keyworker"
    assert str(InterventionFactory(plan=plan)) == "Psychosocial intervention"
    assert str(ReviewFactory()).endswith("Care plan 1 2026-11-20")


def test_an_action_is_overdue_until_it_is_done(today):
    assert ActionFactory(by_when=date(2026, 11, 22)).is_overdue
    assert not ActionFactory(by_when=date(2026, 11, 22), done_on=today).is_overdue
    assert not ActionFactory(by_when=today).is_overdue
    assert not ActionFactory().is_overdue


def test_the_stamp_differs_when_anything_in_the_plan_does():
    plan = CarePlanFactory()
    stamps = {plan.stamp}
    goal = GoalFactory(plan=plan)
    stamps.add(plan.stamp)
    action = ActionFactory(goal=goal)
    stamps.add(plan.stamp)
    InterventionFactory(plan=plan)
    stamps.add(plan.stamp)
    without = plan.stamp
    WithoutGoalFactory(plan=plan, reason="Paid off")
    stamps |= {without, plan.stamp}
    action.what = "Write to the housing office"
    action.save_by(None)
    stamps.add(plan.stamp)
    assert len(stamps) == 6
    GoalFactory()
    action.save_by(None)
    assert plan.stamp in stamps, "Another plan, or a save that changes no word, is no change"


def test_versions_are_those_of_the_kind(record):
    old = CarePlanFactory(client=record, superseded=True)
    new = CarePlanFactory(client=record, number=2)
    CarePlanFactory(client=record, kind=PlanKind.INITIAL)
    assert list(old.versions) == [new, old]
    assert new.status == PlanStatus.DRAFT


def test_the_stamp_costs_the_same_for_2_goals_and_30(django_assert_num_queries):
    plan = CarePlanFactory()
    for goals in (2, 28):
        for goal in GoalFactory.create_batch(goals, plan=plan):
            ActionFactory(goal=goal)
        with django_assert_num_queries(6):  # the goals, their actions, and four kinds of smaller parts
            assert plan.stamp
