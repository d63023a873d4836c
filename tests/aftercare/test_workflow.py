"""The verbs of leaving treatment: allowed, refused, and what else they change."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

import aftercare.alerts  # noqa: F401 - the rules must be known
from accounts.choices import Role
from aftercare import workflow
from aftercare.choices import CheckUpOutcome, CheckUpSchedule, HandoverStatus, NoServiceReason
from aftercare.forms import HandoverForm, NeedForm
from aftercare.models import CheckUp, Handover
from alerts.choices import Severity
from alerts.models import Alert
from alerts.workflow import plan
from careplans.choices import AgreedHow, PlanStatus
from clients.choices import ConsentCategory, ConsentPurpose, EpisodeStatus
from clients.models import Client
from core.forms import EditConflict
from core.models import OutboxMessage
from core.workflow import NotAllowed, TransitionNotAllowed
from recovery_capital.choices import Domain
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import RELAPSE_PLAN, WAY_BACK, AftercareFactory, CheckUpFactory, HandoverFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import CoachAssignmentFactory, ConsentFactory, EpisodeFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def service(other_team):
    return ServiceFactory(name="Bryn Aftercare", run_by_team=other_team)


@pytest.fixture
def ready(episode, service, case_manager):
    """A handover to which only the sending is missing."""
    handover = HandoverFactory(ready=True, episode=episode, receiving_service=service, created_by=case_manager)
    consent_to(handover)
    return handover


@pytest.fixture
def sent(episode, service, case_manager):
    return HandoverFactory(sent=True, episode=episode, receiving_service=service, created_by=case_manager)


@pytest.fixture
def accepted(episode, service, case_manager):
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    return HandoverFactory(accepted=True, episode=episode, receiving_service=service, created_by=case_manager)


def consent_to(handover, **more):
    details = {"client": handover.client, "recipient": handover.receiving_service,
               "purpose": ConsentPurpose.AFTERCARE_HANDOVER, "categories": list(ConsentCategory)}  # fmt: skip
    return ConsentFactory(**details | more)


def need_of(handover, domain=Domain.HOUSING):
    return handover.needs.get(domain=domain)


def leave_unmet(handover, domain=Domain.HOUSING):
    handover.needs.filter(domain=domain).update(has_need=True, service=None, no_service_reason="")


def open_alerts(rule):
    return Alert.objects.open().filter(rule=rule).order_by("due_at")


# Preparing


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


def posted(form):
    """What a browser would send back of a form."""
    values = {form.add_prefix(name): form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value not in (None, False)}


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


def need_form(need, services=(), **typed):
    blank = NeedForm(instance=need, services=services, prefix=need.domain)
    data = posted(blank) | {f"{need.domain}-{name}": value for name, value in typed.items()}
    return NeedForm(data, instance=need, services=services, prefix=need.domain)


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


# Overriding


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


# Sending


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


# Receiving


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


# Aftercare


def test_begin_completes_the_plan_and_sets_the_check_ups(accepted, case_manager, today):
    aftercare = workflow.begin_aftercare(accepted, by=case_manager, started_on=today)
    accepted.episode.refresh_from_db()
    assert accepted.episode.status == EpisodeStatus.AFTERCARE
    plan = accepted.client.care_plans.get()
    assert (plan.status, plan.completed_on) == (PlanStatus.COMPLETED, today)
    days = [check_up.due_on.isoformat() for check_up in aftercare.check_ups.all()]
    assert days == [
        "2026-11-25", "2026-12-07", "2026-12-23", "2027-02-23", "2027-05-23", "2027-08-23", "2027-11-23",
    ]  # fmt: skip


def test_begin_after_prison_or_a_detox_checks_up_sooner(accepted, case_manager, today):
    early = CheckUpSchedule.AFTER_PRISON_OR_DETOX
    aftercare = workflow.begin_aftercare(accepted, by=case_manager, started_on=today, schedule=early)
    assert [(row.due_on - today).days for row in aftercare.check_ups.all()] == [1, 3, 7, 14, 28]


@pytest.mark.parametrize("state", ["ready", "sent", "queried", "declined"])
def test_begin_before_acceptance_is_refused(episode, case_manager, today, state):
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    handover = HandoverFactory(episode=episode, **{state: True})
    with pytest.raises(NotAllowed):
        workflow.begin_aftercare(handover, by=case_manager, started_on=today)
    episode.refresh_from_db()
    assert episode.status == EpisodeStatus.IN_TREATMENT
    assert episode.client.care_plans.get().status == PlanStatus.ACTIVE


def test_begin_without_a_care_plan_is_refused(episode, case_manager, today):
    with pytest.raises(NotAllowed):
        workflow.begin_aftercare(HandoverFactory(accepted=True, episode=episode), by=case_manager, started_on=today)


def test_begin_while_a_need_has_neither_is_refused_unless_overridden(accepted, case_manager, team_manager, today):
    leave_unmet(accepted)
    with pytest.raises(NotAllowed):
        workflow.begin_aftercare(accepted, by=case_manager, started_on=today)
    assert accepted.client.care_plans.get().status == PlanStatus.ACTIVE
    Handover.objects.update(override_reason="No flat in the county", override_by=team_manager)
    assert workflow.begin_aftercare(accepted, by=case_manager, started_on=today).check_ups.exists()


def test_begin_in_custody_is_refused(accepted, case_manager, today):
    CustodyStayFactory(client=accepted.client)
    with pytest.raises(NotAllowed):
        workflow.begin_aftercare(accepted, by=case_manager, started_on=today)


def test_check_up_is_recorded_once(keyworker):
    check_up = CheckUpFactory()
    day = date(2026, 11, 17)
    workflow.record_check_up(check_up, by=keyworker, done_on=day, outcome=CheckUpOutcome.OK, note="New job")
    check_up.refresh_from_db()
    assert (check_up.done_on, check_up.outcome, check_up.note) == (day, CheckUpOutcome.OK, "New job")
    assert CheckUp.objects.count() == 1
    with pytest.raises(NotAllowed):
        workflow.record_check_up(check_up, by=keyworker, done_on=day, outcome=CheckUpOutcome.OK)


def test_check_up_before_aftercare_is_refused(keyworker):
    check_up = CheckUpFactory()
    with pytest.raises(NotAllowed):
        workflow.record_check_up(check_up, by=keyworker, done_on=date(2026, 10, 1), outcome=CheckUpOutcome.OK)


def test_somebody_not_reached_is_tried_three_times(keyworker):
    check_up, days = CheckUpFactory(), []
    while check_up:
        days.append(check_up.due_on)
        not_reached = CheckUpOutcome.NOT_REACHED
        workflow.record_check_up(check_up, by=keyworker, done_on=check_up.due_on, outcome=not_reached)
        check_up = CheckUp.objects.to_do().first()
    assert days == [date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 24)]


# Alerts


def test_leaving_soon_without_a_handover_alerts_twice(episode, keyworker, today):
    episode.planned_exit_on = today + timedelta(days=60)
    episode.save()
    handover = workflow.prepare_handover(episode, by=keyworker)
    form = need_form(need_of(handover), has_need="False")
    assert form.is_valid()
    workflow.save_needs(handover, [form], by=keyworker)
    first, last = open_alerts("AC01")
    assert (first.lead, first.severity, first.recipient) == (-28, Severity.AMBER, keyworker)
    assert (last.lead, last.severity) == (-14, Severity.RED)
    assert last.due_at.isoformat() == "2027-01-08T09:00:00+00:00"
    assert open_alerts("AC03").get().lead == 0


def test_an_agreed_handover_ends_the_alert(ready, case_manager, today):
    ready.episode.planned_exit_on = today + timedelta(days=10)
    ready.episode.save()
    workflow.link_service(need_of(ready), ServiceFactory(), by=case_manager)  # to be agreed again
    assert open_alerts("AC01").get().lead == -14
    workflow.agree_handover(ready, by=case_manager, agreed_on=today, agreed_how=AgreedHow.IN_PERSON)
    assert not open_alerts("AC01").exists()
    assert not open_alerts("AC03").exists()


def test_check_ups_alert_the_coach_and_end_when_done(accepted, case_manager, coach, today):
    CoachAssignmentFactory(client=accepted.client, coach=coach)
    aftercare = workflow.begin_aftercare(accepted, by=case_manager, started_on=today)
    alerts = open_alerts("AC04")
    assert alerts.count() == 14
    assert set(alerts.values_list("recipient", flat=True)) == {coach.pk}
    first = aftercare.check_ups.first()
    workflow.record_check_up(first, by=coach, done_on=today, outcome=CheckUpOutcome.OK)
    assert not open_alerts("AC04").filter(subject_id=first.pk).exists()


def test_check_ups_without_a_coach_alert_the_keyworker(accepted, case_manager, keyworker, today):
    workflow.begin_aftercare(accepted, by=case_manager, started_on=today)
    assert set(open_alerts("AC04").values_list("recipient", flat=True)) == {keyworker.pk}


# The database


@pytest.mark.parametrize(
    ("state", "change", "constraint"),
    [
        ({}, "status = 'sent'", "sent_handover_has_consent_or_override"),
        ({"sent": True}, "consent_id = NULL", "sent_handover_has_consent_or_override"),
        ({"accepted": True}, "agreed_on = NULL, agreed_how = ''", "sent_handover_has_consent_or_override"),
        ({"sent": True}, "status = 'declined'", "declined_handover_has_a_reason"),
        ({}, "override_reason = 'Because'", "override_has_reason_and_person"),
        ({}, "agreed_how = 'signed'", "agreed_handover_has_day_and_way"),
    ],
)
def test_the_database_refuses_a_handover_that_the_verbs_refuse(state, change, constraint):
    handover = HandoverFactory(**state)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE aftercare_handover SET {change} WHERE id = %s", [handover.pk])


def test_the_recipient_cannot_change_while_a_question_is_open(sent, stranger, case_manager, team):
    workflow.query_handover(sent, by=stranger, question="Which days suit?")
    sent.refresh_from_db()
    elsewhere = ServiceFactory(run_by_team=team)
    form = HandoverForm(posted(HandoverForm(instance=sent)) | {"receiving_service": elsewhere.pk}, instance=sent)
    assert form.is_valid(), form.errors
    assert workflow.save_handover(form, by=case_manager).receiving_service == sent.receiving_service != elsewhere


def test_the_database_refuses_the_consent_of_somebody_else_or_for_another_service(sent):
    for consent in (ConsentFactory(client=sent.client), ConsentFactory(recipient=sent.receiving_service)):
        with pytest.raises(IntegrityError, match="handover_consent_fits"), transaction.atomic():
            update_and_check(sent, consent=consent)


def update_and_check(handover, **changes):
    """Change it past the verbs, and have the database check at once what it checks at the end of a transaction."""
    Handover.objects.filter(pk=handover.pk).update(**changes)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_a_second_open_handover(ready):
    with pytest.raises(IntegrityError, match="one_open_handover_per_episode"), transaction.atomic():
        HandoverFactory(episode=ready.episode)


def test_the_database_refuses_service_and_reason_together(ready, service):
    with pytest.raises(IntegrityError, match="service_or_reason_not_both"), transaction.atomic():
        ready.needs.update(service=service, no_service_reason="full")


def test_the_database_refuses_a_done_check_up_without_an_outcome():
    check_up = CheckUpFactory(aftercare=AftercareFactory())
    with pytest.raises(IntegrityError, match="done_check_up_has_an_outcome"), transaction.atomic():
        CheckUp.objects.filter(pk=check_up.pk).update(done_on=date(2026, 11, 20))
