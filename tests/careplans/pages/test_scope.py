"""Whom the pages of plans answer, and that they take the same queries however long a plan is."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AccessLog
from recovery_capital.choices import Domain
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory, InterventionFactory

from .parts import address


class TestScope:
    def test_what_was_removed_is_not_found(self, browser, goal):
        url = address("goal_edit", goal)
        goal.delete()
        assert browser.get(url).status_code == 404

    def test_a_plan_of_another_team_is_not_found(self, sign_in, stranger, goal, today):
        browser = sign_in(stranger)
        action = ActionFactory(goal=goal)
        for name in ["care_plan_detail", "care_plan_edit", "care_plan_agree", "care_plan_pdf", "goal_add"]:
            assert browser.get(address(name, goal.plan)).status_code == 404
        for name, subject in [("goal_edit", goal), ("goal_remove", goal), ("action_move", action)]:
            assert browser.post(address(name, subject), {"version": 1}).status_code == 404

    def test_a_look_at_a_goal_is_written_down_against_the_client(self, browser, goal, keyworker):
        browser.get(address("goal_edit", goal))
        assert AccessLog.objects.filter(user=keyworker, action="look", subject_id=goal.plan.client_id).exists()


class TestQueries:
    def queries(self, browser, url):
        browser.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        return len(captured)

    def test_the_plan_costs_the_same_for_10_goals_and_60_and_at_most_12(self, browser, draft):
        def add(count):
            for n in range(count):
                goal = GoalFactory(plan=draft, domain=Domain.values[n % 12])
                ActionFactory.create_batch(2, goal=goal)
                InterventionFactory(plan=draft)

        add(10)
        with_ten = self.queries(browser, draft.get_absolute_url())
        add(50)
        assert self.queries(browser, draft.get_absolute_url()) == with_ten <= 12

    def test_the_list_costs_the_same_for_2_versions_and_50(self, browser, record):
        CarePlanFactory.create_batch(2, client=record, superseded=True)
        with_two = self.queries(browser, address("care_plan_list", record))
        CarePlanFactory.create_batch(48, client=record, superseded=True)
        assert self.queries(browser, address("care_plan_list", record)) == with_two

    def test_the_review_costs_the_same_for_2_goals_and_50(self, browser, active):
        GoalFactory.create_batch(2, plan=active)
        with_two = self.queries(browser, address("care_plan_review", active))
        GoalFactory.create_batch(48, plan=active)
        assert self.queries(browser, address("care_plan_review", active)) == with_two
