"""The verbs of handing over: allowed, refused, and what else they change."""

from datetime import date, timedelta

import pytest

import aftercare.alerts  # noqa: F401 - the rules must be known
from accounts.choices import Role
from aftercare import workflow
from aftercare.choices import HandoverStatus, NoServiceReason
from aftercare.forms import HandoverForm
from aftercare.models import Handover
from alerts.workflow import plan
from careplans.choices import AgreedHow
from clients.choices import ConsentPurpose
from core.forms import EditConflict
from core.models import OutboxMessage
from core.workflow import NotAllowed, TransitionNotAllowed
from recovery_capital.choices import Domain
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import RELAPSE_PLAN, WAY_BACK, HandoverFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.services_directory import ServiceFactory

from .parts import consent_to, leave_unmet, need_form, need_of, open_alerts, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_prepare_asks_about_every_domain(episode, case_manager):
    handover = workflow.prepare_handover(episode, by=case_manager)
    assert (handover.client, handover.created_by) == (episode.client, case_manager)
    assert [need.domain for need in handover.needs_in_order()] == list(Domain)
    assert {need.has_need for need in handover.needs.all()} == {None}


def test_prepare_a_second_one_is_refused(ready, case_manager):
    with pytest.raises(NotAllowed):
        workflow.prepare_handover(ready.episode, by=case_manager)


@pytest.mark.parametrize("state", [{}, {"in_aftercare": True}, {"closed": True}])
def test_prepare_outside_treatment_is_refused(team, case_manager, state):
    with pytest.raises(NotAllowed):
        workflow.prepare_handover(EpisodeFactory(team=team, **state), by=case_manager)


def test_prepare_again_carries_over_what_was_written(episode, service, case_manager):
    before = HandoverFactory(declined=True, episode=episode, receiving_service=service)
    before.needs.filter(domain=Domain.MONEY).update(has_need=True, no_service_reason=NoServiceReason.FULL)
    handover = workflow.prepare_handover(episode, by=case_manager)
    assert handover.triggers == before.triggers
    assert need_of(handover, Domain.MONEY).no_service_reason == NoServiceReason.FULL
    assert handover.agreed_on is None


def test_prepare_again_with_a_relapse_plan_ends_its_alert(episode, service, case_manager, today):
    episode.planned_exit_on = today + timedelta(days=40)
    episode.save()
    HandoverFactory(withdrawn=True, episode=episode, **RELAPSE_PLAN, **WAY_BACK)
    plan(episode)
    assert open_alerts("AC03").exists()
    workflow.prepare_handover(episode, by=case_manager)
    assert not open_alerts("AC03").exists()


def test_save_asks_the_client_again_about_what_has_changed(ready, case_manager):
    data = posted(HandoverForm(instance=ready)) | {"triggers": "Only paydays"}
    form = HandoverForm(data, instance=ready)
    assert form.is_valid(), form.errors
    workflow.save_handover(form, by=case_manager)
    ready.refresh_from_db()
    assert (ready.triggers, ready.agreed_on, ready.agreed_how) == ("Only paydays", None, "")


def test_save_without_a_change_keeps_the_agreement(ready, case_manager):
    form = HandoverForm(posted(HandoverForm(instance=ready)), instance=ready)
    assert form.is_valid(), form.errors
    workflow.save_handover(form, by=case_manager)
    ready.refresh_from_db()
    assert ready.agreed_on is not None


def test_save_after_sending_is_refused(sent, case_manager):
    form = HandoverForm(posted(HandoverForm(instance=sent)), instance=sent)
    assert form.is_valid(), form.errors
    with pytest.raises(NotAllowed):
        workflow.save_handover(form, by=case_manager)


def test_worker_of_another_team_cannot_be_named(ready, keyworker, team):
    ServiceFactory(run_by_team=team)
    data = posted(HandoverForm(instance=ready)) | {"receiving_worker": keyworker.pk}
    assert "receiving_worker" in HandoverForm(data, instance=ready).errors


def test_save_needs_writes_only_what_was_changed(ready, case_manager):
    housing, money = need_of(ready), need_of(ready, Domain.MONEY)
    forms = [need_form(housing, has_need="True", no_service_reason="full", by_when="1/12/2026"), need_form(money)]
    assert all(form.is_valid() for form in forms), [form.errors for form in forms]
    workflow.save_needs(ready, forms, by=case_manager)
    housing.refresh_from_db()
    money.refresh_from_db()
    assert (housing.has_need, housing.no_service_reason, housing.by_when) == (True, "full", date(2026, 12, 1))
    assert (housing.version, money.version) == (2, 1)


def test_service_and_reason_together_are_refused(ready, service):
    form = need_form(need_of(ready), [service], has_need="True", service=str(service.pk), no_service_reason="full")
    assert "no_service_reason" in form.errors


def test_save_needs_that_somebody_else_has_changed_is_refused_and_saves_nothing(ready, case_manager, team_manager):
    housing, money = need_of(ready), need_of(ready, Domain.MONEY)
    forms = [need_form(money, has_need="True"), need_form(housing, detail="Mine")]
    theirs = need_of(ready)
    theirs.detail = "Theirs"
    theirs.save_by(team_manager, "detail")
    assert all(form.is_valid() for form in forms)
    with pytest.raises(EditConflict):
        workflow.save_needs(ready, forms, by=case_manager)
    assert need_of(ready, Domain.MONEY).has_need is False
    assert need_of(ready).detail == "Theirs"


def test_link_service_meets_the_need(ready, case_manager, service):
    workflow.link_service(need_of(ready), service, by=case_manager)
    assert (need_of(ready).has_need, need_of(ready).service) == (True, service)


def test_changed_needs_end_the_decision_to_go_ahead(ready, case_manager, team_manager, service):
    leave_unmet(ready)
    workflow.override_needs(ready, by=team_manager, reason="No flat in the county")
    workflow.link_service(need_of(ready, Domain.MONEY), service, by=case_manager)
    ready.refresh_from_db()
    assert (ready.override_reason, ready.override_by) == ("", None)


def test_agree_keeps_day_and_way(episode, case_manager):
    handover = HandoverFactory(episode=episode)
    workflow.agree_handover(handover, by=case_manager, agreed_on=date(2026, 11, 20), agreed_how=AgreedHow.PHONE)
    handover.refresh_from_db()
    assert (handover.agreed_on, handover.agreed_how) == (date(2026, 11, 20), AgreedHow.PHONE)


def test_agree_after_sending_is_refused(sent, case_manager):
    with pytest.raises(NotAllowed):
        workflow.agree_handover(sent, by=case_manager, agreed_on=date(2026, 11, 20), agreed_how=AgreedHow.PHONE)


def test_override_by_another_manager_lets_it_go(ready, team_manager, case_manager):
    leave_unmet(ready)
    with pytest.raises(NotAllowed):
        workflow.send_handover(ready, by=case_manager)
    workflow.override_needs(ready, by=team_manager, reason="No flat in the county")
    assert workflow.send_handover(ready, by=case_manager).status == HandoverStatus.SENT


def test_override_on_ones_own_record_is_refused(ready, team_manager):
    leave_unmet(ready)
    Handover.objects.update(created_by=team_manager)
    with pytest.raises(NotAllowed):
        workflow.override_needs(ready, by=team_manager, reason="Mine")


@pytest.mark.parametrize("place", ["keyworker", "case_manager"])
def test_override_by_those_who_keep_the_episode_is_refused(ready, team_manager, place):
    leave_unmet(ready)
    setattr(ready.episode, place, team_manager)
    ready.episode.save()
    with pytest.raises(NotAllowed):
        workflow.override_needs(ready, by=team_manager, reason="Mine")


def test_override_with_nothing_unmet_is_refused(ready, team_manager):
    with pytest.raises(NotAllowed):
        workflow.override_needs(ready, by=team_manager, reason="No reason")


def test_send_keeps_consent_and_tells_the_receiver(ready, case_manager, stranger):
    ready.receiving_worker = stranger
    ready.save()
    handover = workflow.send_handover(ready, by=case_manager)
    handover.refresh_from_db()
    assert handover.status == HandoverStatus.SENT
    assert handover.consent == ready.live_consent()
    assert handover.sent_at is not None
    message = OutboxMessage.objects.get(recipient=stranger)
    for personal in (handover.client.family_name, handover.client.first_name, handover.client.reference):
        assert personal not in message.subject + message.body


def test_send_to_a_worker_who_has_left_tells_whoever_stands_in(ready, case_manager, stranger, other_team):
    manager = UserFactory(team=other_team, role=Role.TEAM_MANAGER)
    stranger.is_active = False
    stranger.save()
    ready.receiving_worker = stranger
    ready.save()
    workflow.send_handover(ready, by=case_manager)
    assert OutboxMessage.objects.get().recipient == manager


def test_accept_for_a_service_that_no_team_runs_any_more_is_refused(sent, service, stranger):
    sent.receiving_worker = stranger
    sent.save()
    service.run_by_team = None
    service.save()
    with pytest.raises(NotAllowed, match="No team of ours"):
        workflow.accept_handover(sent, by=stranger)


def test_send_needs_no_assigned_worker(ready, case_manager):
    assert ready.receiving_worker is None
    assert workflow.send_handover(ready, by=case_manager).status == HandoverStatus.SENT


@pytest.mark.parametrize(
    "missing",
    [
        {"triggers": ""},
        {"if_i_lapse": ""},
        {"people_to_call": ""},
        {"way_back_phone": ""},
        {"way_back_days": None},
        {"agreed_on": None, "agreed_how": ""},
        {"receiving_service": None},
    ],
)
def test_send_with_something_missing_is_refused(ready, case_manager, missing):
    Handover.objects.filter(pk=ready.pk).update(**missing)
    with pytest.raises(NotAllowed):
        workflow.send_handover(ready, by=case_manager)
    ready.refresh_from_db()
    assert ready.status == HandoverStatus.DRAFT


def test_send_with_a_domain_not_asked_is_refused(ready, case_manager):
    ready.needs.filter(domain=Domain.CHILDREN).update(has_need=None)
    with pytest.raises(NotAllowed):
        workflow.send_handover(ready, by=case_manager)


@pytest.mark.parametrize(
    "changes",
    [
        {"withdrawn_on": date(2026, 11, 20)},
        {"expires_on": date(2026, 11, 22)},
        {"purpose": ConsentPurpose.REFERRAL},
    ],
)
def test_send_without_a_live_consent_for_this_recipient_is_refused(ready, case_manager, changes):
    ready.client.consents.update(**changes)
    consent_to(ready, recipient=ServiceFactory())
    with pytest.raises(NotAllowed):
        workflow.send_handover(ready, by=case_manager)


def test_a_need_with_a_reason_does_not_hold_it_up(ready, case_manager):
    leave_unmet(ready)
    ready.needs.filter(domain=Domain.HOUSING).update(no_service_reason=NoServiceReason.CLIENT_DECLINED)
    assert workflow.send_handover(ready, by=case_manager).status == HandoverStatus.SENT


def test_withdraw_takes_it_back(sent, case_manager, stranger):
    workflow.withdraw_handover(sent, by=case_manager, reason="Stays with us")
    assert not Handover.objects.receivable_by(stranger).exists()


def test_withdraw_after_acceptance_is_refused(accepted, case_manager):
    with pytest.raises(TransitionNotAllowed):
        workflow.withdraw_handover(accepted, by=case_manager, reason="Too late")
