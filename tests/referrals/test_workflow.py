"""The verbs of referrals: allowed, refused, and what else they change."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from clients.choices import ConsentPurpose
from core.workflow import NotAllowed, TransitionNotAllowed
from referrals import workflow
from referrals.choices import DeclineReason, ReferralOutcome, ReferralStatus
from referrals.models import Referral
from services_directory.choices import ServiceStatus
from tests.factories.clients import ConsentFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(record):
    return ReferralFactory(client=record)


def agree(referral, **more):
    details = {"client": referral.client, "recipient": referral.service, "purpose": ConsentPurpose.REFERRAL}
    return ConsentFactory(**details | more)


def test_send_with_consent(draft, keyworker, today):
    consent = agree(draft)
    workflow.send_referral(draft, by=keyworker)
    draft.refresh_from_db()
    assert (draft.status, draft.consent, draft.sent_on) == (ReferralStatus.SENT, consent, today)
    move = draft.status_changes.get()
    assert (move.from_status, move.to_status, move.changed_by) == ("draft", "sent", keyworker)


def test_send_without_consent_is_refused(draft, keyworker, today):
    with pytest.raises(NotAllowed):
        workflow.send_referral(draft, by=keyworker)
    draft.refresh_from_db()
    assert draft.status == ReferralStatus.DRAFT
    assert not draft.status_changes.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": ConsentPurpose.AFTERCARE_HANDOVER},
        {"withdrawn_on": date(2026, 11, 1)},
        {"expires_on": date(2026, 11, 22)},
        {"given_on": date(2026, 11, 24)},
    ],
)
def test_send_with_another_consent_is_refused(draft, keyworker, today, wrong):
    agree(draft, **wrong)
    with pytest.raises(NotAllowed):
        workflow.send_referral(draft, by=keyworker)


def test_send_with_consent_for_another_service_or_client_is_refused(draft, keyworker, today):
    agree(draft, recipient=ServiceFactory())
    agree(ReferralFactory(service=draft.service))
    with pytest.raises(NotAllowed):
        workflow.send_referral(draft, by=keyworker)


def test_send_to_a_service_that_has_closed_is_refused(draft, keyworker, today):
    agree(draft)
    draft.service.status = ServiceStatus.DEFUNCT
    draft.service.save()
    with pytest.raises(NotAllowed):
        workflow.send_referral(draft, by=keyworker)


def test_accept_keeps_what_was_said(keyworker):
    referral = ReferralFactory(sent=True)
    workflow.accept_referral(referral, by=keyworker, note="Come on Tuesday")
    assert referral.status == ReferralStatus.ACCEPTED
    assert referral.status_changes.get().reason == "Come on Tuesday"


@pytest.mark.parametrize("state", ["sent", "accepted"])
def test_decline_with_its_reason(keyworker, state):
    referral = ReferralFactory(**{state: True})
    workflow.decline_referral(referral, by=keyworker, decline_reason=DeclineReason.FULL, note="Until March")
    referral.refresh_from_db()
    assert (referral.status, referral.decline_reason) == (ReferralStatus.DECLINED, DeclineReason.FULL)


def test_attend_on_a_day(keyworker):
    referral = ReferralFactory(accepted=True)
    workflow.attend_referral(referral, by=keyworker, attended_on=referral.sent_on + timedelta(days=3))
    referral.refresh_from_db()
    assert (referral.status, referral.attended_on) == (ReferralStatus.STARTED, date(2026, 11, 5))


def test_attend_before_it_was_sent_is_refused(keyworker):
    referral = ReferralFactory(accepted=True)
    with pytest.raises(NotAllowed):
        workflow.attend_referral(referral, by=keyworker, attended_on=referral.sent_on - timedelta(days=1))


def test_complete_says_whether_it_helped(keyworker):
    referral = ReferralFactory(started=True)
    workflow.complete_referral(referral, by=keyworker, outcome=ReferralOutcome.HELPED, outcome_note="I have keys now")
    referral.refresh_from_db()
    assert (referral.status, referral.outcome_note) == (ReferralStatus.COMPLETED, "I have keys now")


@pytest.mark.parametrize("state", [{}, {"sent": True}, {"accepted": True}])
def test_withdraw_before_the_first_visit(keyworker, state):
    referral = ReferralFactory(**state)
    workflow.withdraw_referral(referral, by=keyworker, reason="Has moved away")
    assert referral.status == ReferralStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "verb", "values"),
    [
        ({}, "accept_referral", {}),
        ({}, "decline_referral", {"decline_reason": DeclineReason.FULL}),
        ({"sent": True}, "attend_referral", {"attended_on": date(2026, 11, 9)}),
        ({"accepted": True}, "complete_referral", {"outcome": ReferralOutcome.HELPED}),
        ({"expired": True}, "withdraw_referral", {"reason": "Too late"}),
        ({"declined": True}, "accept_referral", {}),
        ({"completed": True}, "decline_referral", {"decline_reason": DeclineReason.FULL}),
    ],
)
def test_steps_out_of_order_are_refused(keyworker, state, verb, values):
    referral = ReferralFactory(**state)
    before = referral.status
    with pytest.raises(TransitionNotAllowed):
        getattr(workflow, verb)(referral, by=keyworker, **values)
    referral.refresh_from_db()
    assert referral.status == before


@pytest.mark.parametrize(
    ("state", "change", "constraint"),
    [
        ({}, "status = 'sent'", "referral_sent_with_consent_or_override"),
        ({"sent": True}, "consent_id = NULL", "referral_sent_with_consent_or_override"),
        ({"sent": True}, "status = 'declined'", "declined_referral_has_a_reason"),
        ({"accepted": True}, "status = 'started'", "attended_referral_has_a_date"),
        ({"started": True}, "status = 'completed'", "completed_referral_has_an_outcome"),
        ({"sent": True}, "decline_reason = 'full'", "declined_referral_has_a_reason"),
    ],
)
def test_the_database_refuses_what_the_verbs_refuse(state, change, constraint):
    referral = ReferralFactory(**state)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE referrals_referral SET {change} WHERE id = %s", [referral.pk])


def test_the_database_refuses_the_consent_of_somebody_else_or_for_another_service():
    referral = ReferralFactory(sent=True)
    for consent in (ConsentFactory(client=referral.client), ConsentFactory(recipient=referral.service)):
        with pytest.raises(IntegrityError, match="referral_consent_fits"), transaction.atomic():
            update_and_check(referral, consent=consent)


def update_and_check(referral, **changes):
    """Change it past the verbs, and have the database check at once what it checks at the end of a transaction."""
    Referral.objects.filter(pk=referral.pk).update(**changes)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
