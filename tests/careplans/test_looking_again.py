"""Pages about looking at a plan again: side by side, moved, countersigned, and what a team asks for."""

from datetime import date

import pytest
from django.urls import reverse

from careplans import reviewing, workflow
from careplans.choices import PlanStatus
from careplans.forms.agreement import PlanningRulesForm
from careplans.models import PlanningRules
from recovery_capital.choices import Domain
from tests.factories.careplans import (
    ActionFactory,
    CarePlanFactory,
    GoalFactory,
    PlanningRulesFactory,
    WithoutGoalFactory,
)
from tests.factories.clients import ClientFlagFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory

from .answers import ANSWER, LOOK_BACK


def address(name, plan):
    return reverse(f"careplans:{name}", args=[plan.pk])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def browser(sign_in, keyworker):
    return sign_in(keyworker)


def test_two_versions_side_by_side(browser, active, keyworker):
    goal = active.goals.get()
    ActionFactory(goal=goal, what="Ring the housing office")
    WithoutGoalFactory(plan=active, about="money", because="not_now", reason="After the move")
    draft = reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={goal.pk: "achieved"})
    draft.without_goal.update(reason="After the summer")
    GoalFactory(plan=draft, domain=Domain.ETE, words="I want to learn to weld")
    rows = {row.part: row for row in browser.get(address("care_plan_compare", draft)).context["rows"]}
    assert rows["What matters to me"].is_same
    old, new = rows["Goal: Housing"], rows["Goal: Education, training and employment"]
    assert (old.after, old.what) == ("", "No longer in the plan")
    assert "Ring the housing office – The keyworker, To do" in old.before
    assert "Achieved" in old.before
    assert (new.before, new.what) == ("", "New")
    assert new.after.startswith("I want to learn to weld")
    answer = rows["No goal: Money, benefits and debt"]
    assert (answer.before, answer.after) == ("Not wanted now\nAfter the move", "Not wanted now\nAfter the summer")


def test_nothing_to_compare_with_is_absent(browser, active):
    assert browser.get(address("care_plan_compare", active)).status_code == 404
    assert browser.get(address("care_plan_compare", active) + "?with_version=7").status_code == 404


def test_the_review_shows_last_time_beside_today(browser, record, active, keyworker):
    workflow.agree_plan(reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={}), by=keyworker, **ANSWER)
    plan = record.care_plans.active().get()
    ActionFactory(goal=plan.goals.get(), what="Fill in the form", done_on=date(2026, 11, 20))
    DomainRatingFactory(assessment=AssessmentFactory(client=record, assessed_on=date(2026, 9, 1)), rating=3)
    DomainRatingFactory(assessment=AssessmentFactory(client=record, assessed_on=date(2026, 11, 23)), rating=7)
    page = text_of(browser.get(address("care_plan_review", plan)))
    assert "Last time, on 23 November 2026: A new flat" in page
    assert "Fill in the form (Done)" in page
    assert [(row.before, row.now) for row in browser.get(address("care_plan_review", plan)).context["change"]["rows"]]


def test_the_next_review_is_in_the_future_and_after_this_one(browser, active):
    goal = active.goals.get()
    words = {"attended": "Megan", "what_changed": "Little", f"goal_{goal.pk.hex}": "goes_on"}
    past = browser.post(
        address("care_plan_review", active), words | {"reviewed_on": "23/11/2026", "next_on": "23/11/2026"}
    )
    assert past.status_code == 422
    assert "must be in the future" in text_of(past)
    assert not active.versions.exclude(pk=active.pk).exists()


def test_moving_the_review_asks_why_and_shows_it(browser, active, keyworker):
    url = address("care_plan_move_review", active)
    refused = browser.post(url, {"to_on": "12/1/2027", "why": "", "version": 1})
    assert refused.status_code == 422
    assert "Say why the review is moved" in text_of(refused)
    browser.post(url, {"to_on": "12/1/2027", "why": "Away for Christmas", "version": 1})
    page = text_of(browser.get(active.get_absolute_url()))
    assert "Review moved from 10 December 2026 to 12 January 2027" in page
    assert browser.post(url, {"to_on": "13/1/2027", "why": "Again", "version": 1}).status_code == 409


def test_a_change_is_named_on_the_plan(browser, draft, keyworker):
    plan = workflow.agree_plan(draft, by=keyworker, **ANSWER)
    assert "Something has changed" not in text_of(browser.get(plan.get_absolute_url()))
    ClientFlagFactory(client=plan.client, created_at=plan.active_since.replace(hour=12))
    page = text_of(browser.get(plan.get_absolute_url()))
    assert "Something has changed since the plan was agreed" in page
    assert "an overdose, 23 November 2026" in page


def test_a_manager_sends_a_plan_back_and_the_worker_reads_why(sign_in, draft, team, keyworker, team_manager):
    PlanningRulesFactory(team=team, countersign=True)
    plan = workflow.agree_plan(draft, by=keyworker, **ANSWER)
    manager = sign_in(team_manager)
    answer = {"decision": "sent_back", "comment": "", "version": plan.version}
    refused = manager.post(address("care_plan_countersign", plan), answer)
    assert refused.status_code == 422
    assert "Say what should change" in text_of(refused)
    manager.post(address("care_plan_countersign", plan), answer | {"comment": "Name the pharmacy"})
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT
    assert "Name the pharmacy" in text_of(sign_in(keyworker).get(plan.get_absolute_url()))


def test_a_keyworker_may_not_countersign(browser, draft, team, keyworker):
    PlanningRulesFactory(team=team, countersign=True)
    plan = workflow.agree_plan(draft, by=keyworker, **ANSWER)
    assert browser.get(address("care_plan_countersign", plan)).status_code == 403


class TestPlanningRules:
    def test_a_manager_sets_weeks_and_countersign_and_forms_follow(self, sign_in, team, team_manager, draft, keyworker):
        manager = sign_in(team_manager)
        url = reverse("careplans:planning_rules_edit", args=[team.pk])
        assert manager.post(url, {"review_weeks": "6", "countersign": "on"}).status_code == 302
        assert PlanningRules.objects.get(team=team).updated_by == team_manager
        assert "Review after 6 weeks" in text_of(manager.get(reverse("careplans:planning_rules_list")))
        form = sign_in(keyworker).get(address("care_plan_agree", draft)).context["form"]
        assert form.initial["review_on"] == date(2027, 1, 4)

    @pytest.mark.parametrize("weeks", ["0", "53", "-1", "many", ""])
    def test_weeks_that_make_no_sense_are_refused(self, sign_in, team, team_manager, weeks):
        url = reverse("careplans:planning_rules_edit", args=[team.pk])
        assert sign_in(team_manager).post(url, {"review_weeks": weeks}).status_code == 422
        assert not PlanningRules.objects.exists()

    def test_rules_that_are_gone_when_they_are_saved_are_said_to_be(self, sign_in, team, team_manager, monkeypatch):
        rules = PlanningRulesFactory(team=team)
        is_valid = PlanningRulesForm.is_valid

        def somebody_is_quicker(form):
            PlanningRules.objects.filter(pk=rules.pk).delete()
            return is_valid(form)

        monkeypatch.setattr(PlanningRulesForm, "is_valid", somebody_is_quicker)
        answer = sign_in(team_manager).post(address("planning_rules_edit", team), {"review_weeks": 6, "version": 1})
        assert answer.status_code == 422
        assert "removed this meanwhile" in text_of(answer)

    def test_the_rules_of_another_team_are_absent(self, sign_in, team_manager, other_team):
        url = reverse("careplans:planning_rules_edit", args=[other_team.pk])
        assert sign_in(team_manager).get(url).status_code == 404


def test_a_plan_whose_review_is_before_its_answer_is_refused_by_the_database(draft):
    with pytest.raises(Exception, match="plan_is_reviewed_after_it_is_agreed"):
        CarePlanFactory(client=draft.client, kind="initial", active=True, review_on=date(2026, 9, 1))
