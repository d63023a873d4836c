"""Looking at a plan again: its next version, a date that is moved, and what asks for an earlier look."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from alerts.models import Alert
from careplans import reviewing, workflow
from careplans.choices import ActionOwner, ActionStatus, GoalStatus, PlanStatus
from careplans.models import CarePlan, Review, ReviewMove
from careplans.prompts import prompts
from clients.choices import FlagKind
from clients.forms import AddressForm
from clients.models import Address
from clients.personal import move_home
from clients.workflow import add_flag
from core.workflow import NotAllowed
from tests.factories.careplans import (
    ActionFactory,
    ContingencyFactory,
    GoalFactory,
    InterventionFactory,
    ReviewFactory,
    SubstanceAimFactory,
    WithoutGoalFactory,
)
from tests.factories.clients import (
    AddressFactory,
    ClientFlagFactory,
    EpisodeFactory,
    PregnancyFactory,
)
from tests.factories.custody import CustodyStayFactory
from tests.factories.safeguarding import ConcernFactory

from .answers import ANSWER, LOOK_BACK


class TestReviewPlan:
    def test_makes_the_next_version_with_what_goes_on(self, active, keyworker):
        goes_on = active.goals.get()
        ActionFactory(goal=goes_on, what="Still to do", owner=ActionOwner.OTHER, owner_name="Shelter")
        ActionFactory(goal=goes_on, what="Done already", done_on=date(2026, 11, 1))
        achieved = GoalFactory(plan=active, words="A doctor of my own", position=1)
        InterventionFactory(plan=active, detail="Weekly one-to-one")
        InterventionFactory(plan=active, detail="Detox", ends_on=date(2026, 11, 1))
        draft = reviewing.review_plan(
            active, by=keyworker, **LOOK_BACK, outcomes={goes_on.pk: "", achieved.pk: GoalStatus.ACHIEVED}
        )
        assert (draft.status, draft.number, draft.previous, draft.created_by) == ("draft", 2, active, keyworker)
        assert (draft.about, draft.contingency, draft.agreement) == ("My garden", "Ring Mam", "")
        copy = draft.goals.get()
        assert (copy.words, copy.created_by) == (goes_on.words, keyworker)
        assert copy.pk != goes_on.pk
        action = copy.actions.get()
        assert (action.what, action.who) == ("Still to do", "Shelter")
        assert draft.interventions.get().detail == "Weekly one-to-one"

    def test_goes_on_in_the_new_episode_of_somebody_who_came_back(self, active, episode, team, keyworker):
        active.episode = EpisodeFactory(client=active.client, team=team, closed=True)
        active.save()
        draft = reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={})
        assert draft.episode == episode

    def test_leaves_the_old_version_as_it_was_and_active(self, active, keyworker):
        goal = active.goals.get()
        ActionFactory(goal=goal)
        before = list(CarePlan.objects.filter(pk=active.pk).values()), list(active.goals.values("words", "domain"))
        reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={goal.pk: GoalStatus.PARTLY_ACHIEVED})
        assert (
            list(CarePlan.objects.filter(pk=active.pk).values()),
            list(active.goals.values("words", "domain")),
        ) == before
        assert goal.actions.count() == 1
        goal.refresh_from_db()
        assert (goal.status, goal.updated_by) == (GoalStatus.PARTLY_ACHIEVED, keyworker)
        review = Review.objects.get()
        assert (review.attended, review.created_by) == ("Megan and Sam", keyworker)

    def test_of_a_draft_is_refused(self, draft, keyworker):
        with pytest.raises(NotAllowed):
            reviewing.review_plan(draft, by=keyworker, **LOOK_BACK, outcomes={})

    def test_twice_is_refused(self, active, keyworker):
        ReviewFactory(plan=active)
        with pytest.raises(NotAllowed):
            reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={})
        assert CarePlan.objects.count() == 1

    def test_while_a_draft_waits_is_refused(self, active, draft, keyworker):
        with pytest.raises(NotAllowed):
            reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={})
        assert not Review.objects.exists()

    def test_next_version_agreed_replaces_it(self, active, keyworker):
        draft = reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={})
        workflow.agree_plan(draft, by=keyworker, **ANSWER)
        active.refresh_from_db()
        assert active.status == PlanStatus.SUPERSEDED
        assert active.next_version == draft

    def test_carries_on_aims_answers_contingencies_and_the_links_of_actions(self, active, keyworker):
        help_given = InterventionFactory(plan=active, detail="Weekly one-to-one")
        action = ActionFactory(goal=active.goals.get(), intervention=help_given)
        workflow.move_action(action, ActionStatus.CANNOT_YET, not_yet_because="The list is closed", by=keyworker)
        SubstanceAimFactory(plan=active)
        WithoutGoalFactory(plan=active)
        ContingencyFactory(plan=active)
        draft = reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={}, next_on=date(2027, 1, 4))
        copy = draft.goals.get().actions.get()
        assert (copy.status, copy.not_yet_because) == (ActionStatus.CANNOT_YET, "The list is closed")
        assert copy.intervention == draft.interventions.get() != help_given
        assert [getattr(draft, name).count() for name in ("substance_aims", "without_goal", "contingencies")] == [
            1,
            7,
            1,
        ]
        assert draft.review_on == date(2027, 1, 4)


class TestMoveReview:
    def test_says_from_when_to_when_why_and_by_whom_and_moves_the_alert(self, active, keyworker):
        reviewing.move_review(active, to_on=date(2027, 1, 12), why="Away for Christmas", by=keyworker)
        moved = ReviewMove.objects.get()
        assert (moved.from_on, moved.to_on, moved.created_by) == (date(2026, 12, 10), date(2027, 1, 12), keyworker)
        active.refresh_from_db()
        assert active.review_on == date(2027, 1, 12)
        assert Alert.objects.get(rule="CL01").about_on == date(2027, 1, 12)

    @pytest.mark.parametrize(("to_on", "why"), [(date(2027, 1, 12), " "), (date(2026, 11, 22), "Late")])
    def test_needs_a_reason_and_a_day_to_come(self, active, keyworker, to_on, why):
        with pytest.raises(NotAllowed):
            reviewing.move_review(active, to_on=to_on, why=why, by=keyworker)
        active.refresh_from_db()
        assert (active.review_on, ReviewMove.objects.count()) == (date(2026, 12, 10), 0)

    def test_of_a_draft_is_refused(self, draft, keyworker):
        with pytest.raises(NotAllowed):
            reviewing.move_review(draft, to_on=date(2027, 1, 12), why="Away", by=keyworker)

    def test_a_reason_is_asked_for_by_the_database_too(self, active):
        with pytest.raises(IntegrityError):
            ReviewMove(plan=active, from_on=date(2026, 12, 10), to_on=date(2026, 12, 17), why="").save_by(None)


def later(**more):
    return {"created_at": timezone.now() + timedelta(hours=1)} | more


CHANGES = {
    "housing": lambda client: AddressFactory(client=client, **later()),
    "custody": lambda client: CustodyStayFactory(client=client, **later()),
    "pregnancy": lambda client: PregnancyFactory(client=client, **later()),
    "overdose": lambda client: ClientFlagFactory(client=client, **later()),
    "safeguarding": lambda client: ConcernFactory(client=client, **later()),
    "transfer": lambda client: EpisodeFactory(client=client, **later()),
}


class TestPrompts:
    @pytest.mark.parametrize("kind", CHANGES)
    def test_a_change_after_the_plan_was_agreed_asks_for_a_review(self, draft, keyworker, kind):
        plan = workflow.agree_plan(draft, by=keyworker, **ANSWER)
        assert prompts(plan) == []
        row = CHANGES[kind](plan.client)
        assert [(prompt.kind, prompt.key) for prompt in prompts(plan)] == [(kind, row.pk)]

    def test_what_was_known_before_asks_for_nothing(self, draft, keyworker):
        for make in CHANGES.values():
            make(draft.client).__class__.objects.update(created_at=timezone.now() - timedelta(days=9))
        assert prompts(workflow.agree_plan(draft, by=keyworker, **ANSWER)) == []

    def test_neither_another_flag_nor_a_concern_that_few_may_read(self, draft, keyworker):
        plan = workflow.agree_plan(draft, by=keyworker, **ANSWER)
        ClientFlagFactory(client=plan.client, kind=FlagKind.STAFF_SAFETY, **later())
        ConcernFactory(client=plan.client, is_restricted=True, **later())
        assert prompts(plan) == []

    def test_the_keyworker_is_told_once_and_the_review_ends_it(self, active, keyworker):
        flag = ClientFlagFactory.build(client=active.client)
        add_flag(flag, by=keyworker)
        alert = Alert.objects.get(rule="CL02")
        assert (alert.recipient, alert.occurrence, alert.ended_at) == (keyworker, flag.pk, None)
        reviewing.review_plan(active, by=keyworker, **LOOK_BACK, outcomes={})
        alert.refresh_from_db()
        assert alert.ended_at

    def test_a_new_home_is_planned_for_where_it_is_written_down(self, active, keyworker):
        form = AddressForm(
            {"kind": "home", "lines": "2 Weir Row", "starts_on": "20/11/2026"}, instance=Address(client=active.client)
        )
        assert form.is_valid(), form.errors
        move_home(form, by=keyworker)
        assert Alert.objects.open().filter(rule="CL02").exists()
