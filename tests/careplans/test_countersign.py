"""A manager countersigns plans where the team asks for it: approved or sent back, and both are kept."""

from datetime import date

import pytest
from django.db import IntegrityError

from accounts.choices import Role
from alerts.models import Alert
from careplans import workflow
from careplans.choices import CountersignDecision, PlanStatus
from careplans.models import Countersign
from core.workflow import NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.careplans import CarePlanFactory, CountersignFactory, PlanningRulesFactory
from tests.factories.clients import EpisodeFactory

from .answers import ANSWER

APPROVED, SENT_BACK = CountersignDecision.APPROVED, CountersignDecision.SENT_BACK


@pytest.fixture
def answered(draft, team, keyworker):
    """A plan that the client has answered, in a team whose managers countersign."""
    PlanningRulesFactory(team=team, countersign=True)
    return workflow.agree_plan(draft, by=keyworker, **ANSWER)


def test_a_team_that_does_not_ask_needs_no_manager(draft, keyworker):
    plan = workflow.agree_plan(draft, by=keyworker, **ANSWER)
    assert plan.status == PlanStatus.ACTIVE
    assert plan.agreed_hash == plan.fingerprint


def test_the_answered_plan_waits_and_the_manager_is_told(answered, team_manager):
    assert answered.status == PlanStatus.AWAITING_COUNTERSIGN
    workflow.alerts.plan(answered)
    assert Alert.objects.open().get().recipient == team_manager


def test_the_manager_of_the_team_of_the_plan_is_told_also_when_another_team_came_later(
    answered, record, other_team, team_manager
):
    UserFactory(team=other_team, role=Role.TEAM_MANAGER, username="aaa")
    EpisodeFactory(client=record, team=other_team, referred_on=date(2026, 11, 20))
    workflow.alerts.plan(answered)
    assert Alert.objects.open().get(rule="CL03").recipient == team_manager


def test_the_version_before_holds_until_the_manager_has_approved(answered, record, team_manager):
    before = CarePlanFactory(client=record, active=True, number=0)
    workflow.countersign_plan(answered, by=team_manager, decision=APPROVED)
    before.refresh_from_db()
    answered.refresh_from_db()
    assert (before.status, answered.status) == (PlanStatus.SUPERSEDED, PlanStatus.ACTIVE)
    kept = Countersign.objects.get()
    assert (kept.created_by, kept.plan_hash) == (team_manager, answered.agreed_hash)
    of_plans = Alert.objects.open().filter(subject_kind="careplans.careplan")
    assert set(of_plans.values_list("rule", flat=True)) == {"CL01"}


def test_sent_back_it_is_a_draft_without_an_answer_and_the_comment_stays(answered, keyworker, team_manager):
    workflow.countersign_plan(answered, by=team_manager, decision=SENT_BACK, comment="Name the pharmacy")
    answered.refresh_from_db()
    assert (answered.status, answered.agreement, answered.agreed_on, answered.agreed_hash) == ("draft", "", None, "")
    workflow.agree_plan(answered, by=keyworker, **ANSWER)
    workflow.countersign_plan(answered, by=team_manager, decision=APPROVED)
    decisions = list(answered.countersigns.values_list("decision", "comment"))
    assert decisions == [(SENT_BACK, "Name the pharmacy"), (APPROVED, "")]


def test_nobody_countersigns_the_answer_that_they_recorded(answered, keyworker):
    with pytest.raises(NotAllowed):
        workflow.countersign_plan(answered, by=keyworker, decision=APPROVED)
    assert not Countersign.objects.exists()


def test_sending_back_needs_a_comment(answered, team_manager):
    with pytest.raises(NotAllowed):
        workflow.countersign_plan(answered, by=team_manager, decision=SENT_BACK, comment="  ")
    with pytest.raises(IntegrityError):
        CountersignFactory(plan=answered, decision=SENT_BACK, comment="")


def test_it_happens_once(answered, team_manager):
    workflow.countersign_plan(answered, by=team_manager, decision=APPROVED)
    with pytest.raises(NotAllowed):
        workflow.countersign_plan(answered, by=team_manager, decision=APPROVED)
