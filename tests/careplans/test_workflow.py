"""The verbs of care plans: allowed, refused, what else changed, who is recorded."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alerts.models import Alert
from careplans import reviewing, workflow
from careplans.choices import ActionStatus, Agreement, PlanKind, PlanStatus
from careplans.models import CarePlan, Goal
from core.calendar import london
from core.workflow import NotAllowed
from tests.at_once import both, refused
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory
from tests.factories.clients import ClientFactory, EpisodeFactory

from .answers import ANSWER, LOOK_BACK


class TestCreatePlan:
    def test_begins_a_draft_in_the_open_episode(self, record, episode, keyworker):
        plan = workflow.create_plan(record, kind=PlanKind.FULL, by=keyworker)
        assert (plan.status, plan.number, plan.episode) == (PlanStatus.DRAFT, 1, episode)
        assert plan.created_by == keyworker

    def test_for_a_waiting_client_without_a_worker(self, team, keyworker):
        waiting = EpisodeFactory(team=team)
        assert workflow.create_plan(waiting.client, kind=PlanKind.INITIAL, by=keyworker).episode == waiting

    def test_without_an_episode(self, team, keyworker):
        client = ClientFactory(registered_team=team)
        assert workflow.create_plan(client, kind=PlanKind.INITIAL, by=keyworker).episode is None

    @pytest.mark.parametrize("trait", [{}, {"active": True}])
    def test_refused_while_one_of_the_kind_is_in_use(self, record, keyworker, trait):
        CarePlanFactory(client=record, **trait)
        with pytest.raises(NotAllowed):
            workflow.create_plan(record, kind=PlanKind.FULL, by=keyworker)
        assert workflow.create_plan(record, kind=PlanKind.INITIAL, by=keyworker).number == 1

    def test_after_a_completed_one_counts_on(self, record, keyworker):
        CarePlanFactory(client=record, completed=True, number=3)
        assert workflow.create_plan(record, kind=PlanKind.FULL, by=keyworker).number == 4


class TestAgreePlan:
    def test_makes_the_draft_active(self, draft, keyworker):
        plan = workflow.agree_plan(draft, by=keyworker, **ANSWER)
        plan.refresh_from_db()
        assert plan.status == PlanStatus.ACTIVE
        assert (plan.agreed_on, plan.review_on, plan.agreed_how) == (date(2026, 11, 23), date(2027, 2, 15), "in_person")
        change = plan.status_changes.get()
        assert (change.from_status, change.to_status, change.changed_by) == ("draft", "active", keyworker)

    def test_replaces_the_active_version_of_the_kind_only(self, draft, active, keyworker):
        initial = CarePlanFactory(client=draft.client, kind=PlanKind.INITIAL, active=True)
        workflow.agree_plan(draft, by=keyworker, **ANSWER)
        active.refresh_from_db()
        initial.refresh_from_db()
        assert active.status == PlanStatus.SUPERSEDED
        assert active.status_changes.get().changed_by == keyworker
        assert initial.status == PlanStatus.ACTIVE

    @pytest.mark.parametrize("agreement", [Agreement.DOES_NOT_AGREE, Agreement.COULD_NOT_ANSWER])
    def test_a_no_makes_it_active_with_a_reason(self, draft, keyworker, agreement):
        with pytest.raises(NotAllowed):
            workflow.agree_plan(draft, by=keyworker, **ANSWER | {"agreement": agreement, "agreement_reason": " "})
        plan = workflow.agree_plan(
            draft, by=keyworker, **ANSWER | {"agreement": agreement, "agreement_reason": "Wants to read it first"}
        )
        assert (plan.status, plan.agreement_reason) == (PlanStatus.ACTIVE, "Wants to read it first")

    @pytest.mark.parametrize("review_on", [None, date(2026, 11, 23), date(2026, 11, 1)])
    def test_needs_a_review_date_after_the_answer(self, draft, keyworker, review_on):
        with pytest.raises(NotAllowed):
            workflow.agree_plan(draft, by=keyworker, **ANSWER | {"review_on": review_on})

    def test_needs_a_goal(self, draft, keyworker):
        draft.goals.all().delete()
        with pytest.raises(NotAllowed):
            workflow.agree_plan(draft, by=keyworker, **ANSWER)

    def test_twice_is_refused_and_changes_nothing(self, draft, keyworker, team_manager):
        workflow.agree_plan(draft, by=keyworker, **ANSWER)
        with pytest.raises(NotAllowed):
            workflow.agree_plan(draft, by=team_manager, **ANSWER | {"agreement": Agreement.AGREES})
        draft.refresh_from_db()
        assert draft.updated_by == keyworker

    def test_plans_the_alert_of_the_new_version_and_ends_that_of_the_old(self, draft, keyworker):
        first = workflow.agree_plan(draft, by=keyworker, **ANSWER)
        second = CarePlanFactory(client=draft.client, episode=draft.episode, number=2)
        GoalFactory(plan=second)
        workflow.agree_plan(second, by=keyworker, **ANSWER | {"review_on": date(2027, 1, 4)})
        assert Alert.objects.get(subject_id=first.pk).ended_at
        alert = Alert.objects.open().get(rule="CL01")
        assert (alert.subject_id, alert.due_at, alert.recipient) == (second.pk, london(date(2027, 1, 5)), keyworker)


class TestReviewOverdueAlert:
    def test_goes_to_the_team_manager_when_there_is_no_keyworker(self, team, team_manager, today):
        plan = CarePlanFactory(client=EpisodeFactory(team=team).client)
        GoalFactory(plan=plan)
        workflow.agree_plan(plan, by=team_manager, **ANSWER)
        alert = Alert.objects.get()
        assert (alert.rule, alert.recipient, alert.team, alert.severity) == ("CL01", team_manager, team, "amber")
        assert alert.about_on == date(2027, 2, 15)

    def test_falls_due_the_day_after_at_nine_in_london(self, draft, keyworker):
        workflow.agree_plan(draft, by=keyworker, **ANSWER | {"review_on": date(2027, 6, 30)})
        assert Alert.objects.get(rule="CL01").due_at == london(date(2027, 7, 1), hour=9)

    def test_ends_when_the_plan_is_completed(self, draft, keyworker):
        plan = workflow.agree_plan(draft, by=keyworker, **ANSWER)
        workflow.complete_plan(plan, by=keyworker, on=date(2026, 11, 23))
        assert Alert.objects.get(rule="CL01").ended_at


class TestMarkDone:
    @pytest.mark.parametrize("trait", [{}, {"active": True}])
    def test_in_a_plan_in_use(self, keyworker, trait):
        action = ActionFactory(goal__plan=CarePlanFactory(**trait))
        workflow.move_action(action, ActionStatus.DONE, done_on=date(2026, 11, 20), by=keyworker)
        action.refresh_from_db()
        assert (action.done_on, action.updated_by, action.version) == (date(2026, 11, 20), keyworker, 2)

    @pytest.mark.parametrize("trait", ["superseded", "completed"])
    def test_in_a_plan_that_has_ended_is_refused(self, keyworker, trait):
        action = ActionFactory(goal__plan=CarePlanFactory(**{trait: True}))
        with pytest.raises(NotAllowed):
            workflow.move_action(action, ActionStatus.DONE, done_on=date(2026, 11, 20), by=keyworker)


class TestDrafts:
    @pytest.mark.parametrize("trait", ["active", "superseded", "completed"])
    def test_only_a_draft_loses_parts(self, keyworker, trait):
        goal = GoalFactory(plan=CarePlanFactory(**{trait: True}))
        with pytest.raises(NotAllowed):
            workflow.remove_from_draft(goal, by=keyworker)
        assert Goal.objects.filter(pk=goal.pk).exists()

    def test_a_removed_goal_takes_its_actions_and_stays_in_the_history(self, draft, keyworker):
        goal = draft.goals.get()
        key = goal.pk
        ActionFactory(goal=goal)
        workflow.remove_from_draft(goal, by=keyworker)
        assert not draft.goals.exists()
        last = Goal.pgh_event_model.objects.filter(pgh_obj_id=key).latest("pgh_id")
        assert (last.pgh_label, last.updated_by_id, last.words) == ("delete", keyworker.pk, goal.words)


class TestGiveCopy:
    def test_of_an_active_plan(self, active, keyworker):
        workflow.give_copy(active, on=date(2026, 11, 23), by=keyworker)
        active.refresh_from_db()
        assert (active.copy_given_on, active.updated_by) == (date(2026, 11, 23), keyworker)

    def test_of_a_draft_is_refused(self, draft, keyworker):
        with pytest.raises(NotAllowed):
            workflow.give_copy(draft, on=date(2026, 11, 23), by=keyworker)


class TestCompletePlan:
    def test_an_active_plan(self, active, keyworker):
        workflow.complete_plan(active, by=keyworker, on=date(2026, 11, 23))
        active.refresh_from_db()
        assert (active.status, active.completed_on) == (PlanStatus.COMPLETED, date(2026, 11, 23))
        assert active.status_changes.get().changed_by == keyworker

    def test_a_draft_is_refused(self, draft, keyworker):
        with pytest.raises(NotAllowed):
            workflow.complete_plan(draft, by=keyworker, on=date(2026, 11, 23))


def test_overdue_plans_are_active_ones_whose_review_date_has_passed(db, today):
    late = CarePlanFactory(active=True, review_on=timezone.localdate() - timedelta(days=9))
    CarePlanFactory(active=True, review_on=timezone.localdate())
    CarePlanFactory(superseded=True, agreed_on=date(2025, 10, 1), review_on=date(2026, 1, 1))
    assert list(CarePlan.objects.overdue()) == [late]
    assert late.days_overdue == 9


class TestAtTheSameTime:
    """Two people press the same button at once: one is taken, the other is told."""

    @pytest.fixture
    def plan(self, committed_db):
        keyworker = UserFactory(team=TeamFactory())
        goal = GoalFactory(plan__client__registered_team=keyworker.memberships.get().team)
        return goal.plan, keyworker

    def test_agreeing(self, plan):
        draft, by = plan
        answers = both(lambda: workflow.agree_plan(CarePlan.objects.get(pk=draft.pk), by=by, **ANSWER))
        assert refused(answers) == 1
        assert draft.status_changes.count() == 1

    def test_beginning(self, plan):
        draft, by = plan
        answers = both(lambda: workflow.create_plan(draft.client, kind=PlanKind.INITIAL, by=by))
        assert refused(answers) == 1
        assert CarePlan.objects.filter(kind=PlanKind.INITIAL).count() == 1

    def test_reviewing(self, plan):
        draft, by = plan
        active = workflow.agree_plan(draft, by=by, **ANSWER)
        look_back = LOOK_BACK
        answers = both(lambda: reviewing.review_plan(active, by=by, **look_back, outcomes={}))
        assert refused(answers) == 1
        assert active.versions.count() == 2
