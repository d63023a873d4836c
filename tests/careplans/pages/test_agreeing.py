"""Pages of the client’s answer, of what is done, and of the review."""

from datetime import date

import pytest

from careplans.choices import GoalStatus, PlanStatus
from careplans.models import CarePlan
from tests.factories.careplans import ActionFactory, GoalFactory, ReviewFactory

from .parts import ANSWER, address, text_of


class TestAgreement:
    def test_the_page_offers_a_review_in_twelve_weeks(self, browser, goal):
        assert 'value="15/02/2027"' in text_of(browser.get(address("care_plan_agree", goal.plan)))

    @pytest.mark.parametrize(
        ("changed", "error"),
        [
            ({"agreement": ""}, "Choose what the client says"),
            ({"agreement": "does_not_agree"}, "Say why, in a few words"),
            ({"agreement": "could_not_answer", "agreed_how": ""}, "Say why, in a few words"),
            ({"agreed_how": ""}, "Choose how the client answered"),
            ({"agreed_on": "24/11/2026"}, "The date cannot be in the future"),
            ({"review_on": ""}, "Enter the date of the review"),
            ({"review_on": "23/11/2026"}, "The date of the review must be in the future"),
            ({"copy_given_on": "31/2/2026"}, "Enter a real date"),
        ],
    )
    def test_what_is_missing_is_said(self, browser, goal, changed, error):
        response = browser.post(address("care_plan_agree", goal.plan), ANSWER | changed)
        assert response.status_code == 422
        assert error in text_of(response)
        goal.plan.refresh_from_db()
        assert goal.plan.status == PlanStatus.DRAFT

    def test_a_client_who_could_not_answer(self, browser, goal):
        answer = {"agreement": "could_not_answer", "agreed_how": "", "agreement_reason": "In hospital, asleep"}
        answer["seen"] = goal.plan.stamp
        browser.post(address("care_plan_agree", goal.plan), ANSWER | answer)
        page = text_of(browser.get(goal.plan.get_absolute_url()))
        assert "The client could not answer" in page
        assert "In hospital, asleep" in page

    def test_a_plan_without_goals_is_not_agreed(self, browser, draft):
        response = browser.post(address("care_plan_agree", draft), ANSWER | {"seen": draft.stamp})
        assert response.status_code == 409
        assert "Add at least one goal" in text_of(response)

    def test_copy_given(self, browser, active):
        typed = {"on": "20/11/2026", "how": "large_print", "version": active.version}
        browser.post(address("care_plan_copy", active), typed)
        active.refresh_from_db()
        assert (active.copy_given_on, active.copy_given_how) == (date(2026, 11, 20), "large_print")
        assert "Copy given on 20 November 2026 (In large print)." in text_of(browser.get(active.get_absolute_url()))

    def test_the_copy_may_be_given_with_the_answer(self, browser, goal):
        answer = ANSWER | {"seen": goal.plan.stamp, "copy_given_on": "23/11/2026", "copy_given_how": "paper"}
        browser.post(address("care_plan_agree", goal.plan), answer)
        goal.plan.refresh_from_db()
        assert (goal.plan.copy_given_on, goal.plan.copy_given_how) == (date(2026, 11, 23), "paper")

    def test_how_without_when_is_asked_again(self, browser, goal):
        answer = ANSWER | {"seen": goal.plan.stamp, "copy_given_how": "post"}
        refused = browser.post(address("care_plan_agree", goal.plan), answer)
        assert refused.status_code == 422
        assert "copy_given_on" in refused.context["form"].errors


class TestDone:
    def test_an_action_is_marked_done_and_back(self, browser, active):
        action = ActionFactory(goal=GoalFactory(plan=active))
        browser.post(address("action_move", action), {"to": "done", "done_on": "20/11/2026", "version": 1})
        action.refresh_from_db()
        assert action.done_on == date(2026, 11, 20)
        browser.post(address("action_move", action), {"to": "to_do", "done_on": "", "version": 2})
        action.refresh_from_db()
        assert action.done_on is None

    @pytest.mark.parametrize("day", ["", "24/11/2026", "31/2/2026"])
    def test_a_day_that_cannot_be(self, browser, active, day):
        action = ActionFactory(goal=GoalFactory(plan=active))
        typed = {"to": "done", "done_on": day, "version": 1}
        assert browser.post(address("action_move", action), typed).status_code == 422


class TestReview:
    @pytest.fixture
    def goals(self, active):
        return [GoalFactory(plan=active, position=n, words=f"Goal number {n}") for n in range(2)]

    def answers(self, goals, *outcomes):
        asked = {f"goal_{goal.pk.hex}": outcome for goal, outcome in zip(goals, outcomes, strict=True)}
        said = {"attended": "Megan and Sam", "what_changed": "A new flat"}
        return asked | said | {"reviewed_on": "23/11/2026", "next_on": "15/2/2027"}

    def test_makes_the_next_version(self, browser, active, goals):
        response = browser.post(address("care_plan_review", active), self.answers(goals, "goes_on", "achieved"))
        draft = active.next_version
        assert response.headers["Location"] == draft.get_absolute_url()
        assert [goal.words for goal in draft.goals.all()] == ["Goal number 0"]
        old = text_of(browser.get(active.get_absolute_url()))
        assert "A new flat" in old
        assert "Goal number 1" in old
        assert "Achieved" in old

    def test_asks_how_each_goal_stands(self, browser, active, goals):
        response = browser.post(address("care_plan_review", active), self.answers(goals, "goes_on", ""))
        assert response.status_code == 422
        assert "Say how each goal stands" in text_of(response)
        assert "A new flat" in text_of(response)
        assert not hasattr(CarePlan.objects.get(), "review")

    def test_the_second_reviewer_is_told_and_loses_nothing(self, browser, active, goals):
        ReviewFactory(plan=active)
        response = browser.post(
            address("care_plan_review", active), self.answers(goals, "goes_on", GoalStatus.NOT_ACHIEVED)
        )
        assert response.status_code == 409
        assert "has been reviewed already" in text_of(response)
        assert "A new flat" in text_of(response)

    def test_a_draft_is_not_reviewed(self, browser, draft):
        assert browser.get(address("care_plan_review", draft)).headers["Location"] == draft.get_absolute_url()
