"""The verbs of taking over, and of aftercare: allowed, refused, and what else they change."""

from datetime import date

import pytest

import aftercare.alerts  # noqa: F401 - the rules must be known
from accounts.choices import Role
from aftercare import check_ups, workflow
from aftercare.choices import CheckUpOutcome, CheckUpSchedule, HandoverStatus
from aftercare.models import CheckUp, Handover
from careplans.choices import PlanStatus
from careplans.models import CarePlan
from clients.choices import EpisodeStatus
from clients.models import Client
from core.models import OutboxMessage
from core.workflow import NotAllowed, TransitionNotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import CheckUpFactory, HandoverFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.custody import CustodyStayFactory

from .parts import leave_unmet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_the_receiver_sees_the_handover_and_nothing_else(sent, stranger):
    assert list(Handover.objects.receivable_by(stranger)) == [sent]
    assert not Handover.objects.visible_to(stranger).exists()
    assert not Client.objects.visible_to(stranger).exists()


def test_a_named_worker_receives_alone_with_the_manager(sent, stranger, other_team):
    named = UserFactory(team=other_team)
    manager = UserFactory(team=other_team, role=Role.TEAM_MANAGER)
    sent.receiving_worker = named
    sent.save()
    assert Handover.objects.receivable_by(named).exists()
    assert Handover.objects.receivable_by(manager).exists()
    assert not Handover.objects.receivable_by(stranger).exists()


def test_others_receive_nothing(sent, keyworker, coach, commissioner, other_team):
    sent.episode.client.registered_team = sent.episode.team
    for user in (keyworker, coach, commissioner, UserFactory(team=other_team, coach=True)):
        assert not Handover.objects.receivable_by(user).exists()


def test_a_draft_is_not_received(ready, stranger):
    assert not Handover.objects.receivable_by(stranger).exists()


def test_consent_withdrawn_ends_the_reading(sent, stranger):
    sent.consent.withdrawn_on = date(2026, 11, 20)
    sent.consent.save()
    assert not Handover.objects.receivable_by(stranger).exists()
    with pytest.raises(NotAllowed):
        workflow.accept_handover(sent, by=stranger)


def test_accept_makes_the_client_known_to_the_receiving_team(sent, stranger, case_manager):
    handover = workflow.accept_handover(sent, by=stranger)
    assert (handover.status, handover.answered_by) == (HandoverStatus.ACCEPTED, stranger)
    assert list(Client.objects.visible_to(stranger)) == [sent.client]
    assert OutboxMessage.objects.filter(recipient=case_manager).exists()


def test_accept_by_somebody_else_is_refused(sent, keyworker):
    with pytest.raises(NotAllowed):
        workflow.accept_handover(sent, by=keyworker)


def test_accept_twice_is_refused(sent, stranger):
    workflow.accept_handover(sent, by=stranger)
    with pytest.raises(TransitionNotAllowed):
        workflow.accept_handover(sent, by=stranger)


def test_query_and_answer_keep_both_texts(sent, stranger, case_manager):
    workflow.query_handover(sent, by=stranger, question="Which days suit?")
    answered = workflow.answer_handover(sent, by=case_manager, answer="Mondays")
    assert (answered.status, answered.question, answered.answer) == (HandoverStatus.SENT, "Which days suit?", "Mondays")
    assert [move.reason for move in answered.status_changes.all()] == ["Which days suit?", "Mondays"]


def test_answer_without_consent_is_refused(sent, stranger, case_manager):
    workflow.query_handover(sent, by=stranger, question="Which days suit?")
    sent.client.consents.update(withdrawn_on=date(2026, 11, 20))
    with pytest.raises(NotAllowed):
        workflow.answer_handover(sent, by=case_manager, answer="Mondays")


def test_decline_with_a_reason_closes_it_to_the_receiver(sent, stranger, case_manager):
    handover = workflow.decline_handover(sent, by=stranger, decline_reason="We are full")
    assert (handover.status, handover.decline_reason) == (HandoverStatus.DECLINED, "We are full")
    assert not Handover.objects.receivable_by(stranger).exists()
    assert not Client.objects.visible_to(stranger).exists()
    assert workflow.prepare_handover(handover.episode, by=case_manager).status == HandoverStatus.DRAFT


def test_begin_completes_the_plan_and_sets_the_check_ups(accepted, case_manager, today):
    aftercare = check_ups.begin_aftercare(accepted, by=case_manager, started_on=today)
    accepted.episode.refresh_from_db()
    assert accepted.episode.status == EpisodeStatus.AFTERCARE
    plan = accepted.client.care_plans.get()
    assert (plan.status, plan.completed_on) == (PlanStatus.COMPLETED, today)
    days = [check_up.due_on.isoformat() for check_up in aftercare.check_ups.all()]
    assert days == [
        "2026-11-25", "2026-12-07", "2026-12-23", "2027-02-23", "2027-05-23", "2027-08-23", "2027-11-23",
    ]  # fmt: skip


def test_begin_discards_drafts_of_treatment_and_no_other(accepted, case_manager, today):
    CarePlan.objects.filter(client=accepted.client).update(kind="initial")
    draft, own = (CarePlanFactory(client=accepted.client, kind=kind) for kind in ("full", "recovery"))
    check_ups.begin_aftercare(accepted, by=case_manager, started_on=today)
    assert CarePlan.objects.get(pk=draft.pk).status == PlanStatus.DISCARDED
    assert draft.status_changes.get().reason == "Aftercare has begun: treatment is complete."
    assert CarePlan.objects.get(pk=own.pk).is_draft, "The client’s own plan goes on"


def test_begin_waits_for_the_countersign_of_a_plan_of_treatment(accepted, case_manager, today):
    CarePlanFactory(client=accepted.client, awaiting_countersign=True, kind="initial")
    with pytest.raises(NotAllowed, match="waits for a manager"):
        check_ups.begin_aftercare(accepted, by=case_manager, started_on=today)


def test_begin_after_prison_or_a_detox_checks_up_sooner(accepted, case_manager, today):
    early = CheckUpSchedule.AFTER_PRISON_OR_DETOX
    aftercare = check_ups.begin_aftercare(accepted, by=case_manager, started_on=today, schedule=early)
    assert [(row.due_on - today).days for row in aftercare.check_ups.all()][:6] == [1, 3, 7, 14, 28, 92]


@pytest.mark.parametrize("state", ["ready", "sent", "queried", "declined"])
def test_begin_before_acceptance_is_refused(episode, case_manager, today, state):
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    handover = HandoverFactory(episode=episode, **{state: True})
    with pytest.raises(NotAllowed):
        check_ups.begin_aftercare(handover, by=case_manager, started_on=today)
    episode.refresh_from_db()
    assert episode.status == EpisodeStatus.IN_TREATMENT
    assert episode.client.care_plans.get().status == PlanStatus.ACTIVE


def test_begin_without_a_care_plan_is_refused(episode, case_manager, today):
    with pytest.raises(NotAllowed):
        check_ups.begin_aftercare(HandoverFactory(accepted=True, episode=episode), by=case_manager, started_on=today)


def test_begin_while_a_need_has_neither_is_refused_unless_overridden(accepted, case_manager, team_manager, today):
    leave_unmet(accepted)
    with pytest.raises(NotAllowed):
        check_ups.begin_aftercare(accepted, by=case_manager, started_on=today)
    assert accepted.client.care_plans.get().status == PlanStatus.ACTIVE
    Handover.objects.update(override_reason="No flat in the county", override_by=team_manager)
    assert check_ups.begin_aftercare(accepted, by=case_manager, started_on=today).check_ups.exists()


def test_begin_in_custody_is_refused(accepted, case_manager, today):
    CustodyStayFactory(client=accepted.client)
    with pytest.raises(NotAllowed):
        check_ups.begin_aftercare(accepted, by=case_manager, started_on=today)


def test_check_up_is_recorded_once(keyworker):
    check_up = CheckUpFactory()
    day = date(2026, 11, 17)
    check_ups.record_check_up(check_up, by=keyworker, done_on=day, outcome=CheckUpOutcome.OK, note="New job")
    check_up.refresh_from_db()
    assert (check_up.done_on, check_up.outcome, check_up.note) == (day, CheckUpOutcome.OK, "New job")
    assert CheckUp.objects.count() == 1
    with pytest.raises(NotAllowed):
        check_ups.record_check_up(check_up, by=keyworker, done_on=day, outcome=CheckUpOutcome.OK)


def test_check_up_before_aftercare_is_refused(keyworker):
    check_up = CheckUpFactory()
    with pytest.raises(NotAllowed):
        check_ups.record_check_up(check_up, by=keyworker, done_on=date(2026, 10, 1), outcome=CheckUpOutcome.OK)
