"""A draft that nobody goes on with: discarded with a reason, readable, taken up again; none outlives treatment."""

import pytest
from django.urls import reverse

from careplans import reviewing, workflow
from careplans.choices import PlanStatus
from core.workflow import NotAllowed
from tests.factories.careplans import CarePlanFactory, GoalFactory

from .answers import ANSWER, LOOK_BACK


def test_a_draft_is_discarded_with_its_reason_and_stays_readable(sign_in, keyworker, draft):
    browser, page = sign_in(keyworker), reverse("careplans:care_plan_discard", args=[draft.pk])
    assert browser.post(page, {"reason": " ", "version": draft.version}).status_code == 422
    assert browser.post(page, {"reason": "The wrong kind", "version": draft.version + 1}).status_code == 409
    assert browser.post(page, {"reason": "The wrong kind", "version": draft.version}).status_code == 302
    draft.refresh_from_db()
    move = draft.status_changes.get()
    assert (draft.status, move.reason, move.changed_by) == (PlanStatus.DISCARDED, "The wrong kind", keyworker)
    shown = browser.get(draft.get_absolute_url()).text
    assert "The wrong kind" in shown
    assert draft.goals.get().words in shown
    assert "Check the answers" not in shown


def test_another_of_the_kind_can_begin_then(draft, keyworker):
    workflow.discard_draft(draft, by=keyworker, reason="The wrong kind")
    begun = workflow.create_plan(draft.client, kind=draft.kind, by=keyworker)
    assert begun.number == 2
    with pytest.raises(NotAllowed, match="a draft or a later version"):
        workflow.take_up_draft(draft, by=keyworker)


@pytest.mark.parametrize("state", ["active", "superseded", "completed", "awaiting_countersign", "discarded"])
def test_only_a_draft_is_discarded(keyworker, state, today):
    plan = CarePlanFactory(**{state: True})
    with pytest.raises(NotAllowed):
        workflow.discard_draft(plan, by=keyworker, reason="Not wanted")


def test_the_draft_of_a_review_is_taken_up_again(active, keyworker):
    """The version before has been reviewed, so that no other draft could follow it."""
    draft = reviewing.review_plan(active, by=keyworker, outcomes={}, **LOOK_BACK)
    workflow.discard_draft(draft, by=keyworker, reason="Moved away")
    workflow.take_up_draft(draft, by=keyworker)
    draft.refresh_from_db()
    assert (draft.status, draft.previous, draft.goals.count()) == (PlanStatus.DRAFT, active, 1)
    workflow.agree_plan(draft, by=keyworker, **ANSWER)
    active.refresh_from_db()
    assert active.status == PlanStatus.SUPERSEDED


def test_taken_up_in_the_page(sign_in, keyworker, record, today):
    plan = GoalFactory(plan=CarePlanFactory(client=record, discarded=True)).plan
    browser, page = sign_in(keyworker), reverse("careplans:care_plan_take_up", args=[plan.pk])
    assert page in browser.get(plan.get_absolute_url()).text
    assert browser.post(page, {"version": plan.version}).status_code == 302
    plan.refresh_from_db()
    assert plan.is_draft
    assert browser.get(page).status_code == 302, "There is nothing to take up any more"
