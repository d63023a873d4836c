"""Sharing: by consent with its evidence, without it by a reason and a second person, and nothing after a withdrawal."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from aftercare import workflow as aftercare
from aftercare.choices import HandoverStatus
from aftercare.models import Handover
from aftercare.sharing import shared_with_recipient
from alerts.models import Alert
from clients import workflow
from clients.choices import ConsentCategory, ConsentPurpose, OverrideStatus
from clients.models import NationalConsent, SharingOverride
from clients.shared import shared_under, shared_with_others
from core.calendar import add_working_days
from core.workflow import NotAllowed
from referrals import workflow as referrals
from referrals.choices import ReferralStatus
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import HandoverFactory
from tests.factories.clients import ConsentFactory, EpisodeFactory, NationalConsentFactory, SharingOverrideFactory
from tests.factories.reference import code
from tests.factories.referrals import ReferralFactory
from tests.factories.safeguarding import ConcernFactory


def override_for(referral, by, reason="public_interest"):
    override = SharingOverride(
        client=referral.client, recipient=referral.service, purpose=ConsentPurpose.REFERRAL,
        categories=[ConsentCategory.IDENTITY], reason=code("override_reason", reason), why="Could not be asked",
    )  # fmt: skip
    return workflow.request_override(override, by=by)


def send_under(referral, override):
    type(referral).objects.filter(pk=referral.pk).update(sharing_override=override)
    connection.check_constraints()


def open_alerts(rule, subject):
    return Alert.objects.open().filter(rule=rule, subject_id=subject.pk)


def test_without_consent_nothing_goes_before_somebody_else_approves(record, episode, keyworker, team_manager):
    referral = ReferralFactory(client=record)
    with pytest.raises(NotAllowed):
        referrals.send_referral(referral, by=keyworker)
    override = override_for(referral, keyworker)
    assert not override.shares_now
    with pytest.raises(NotAllowed):
        referrals.send_referral(referral, by=keyworker)
    with pytest.raises(NotAllowed):
        aftercare.decide_override(override, by=keyworker, approved=True, note="Mine")
    override.refresh_from_db()
    aftercare.decide_override(override, by=team_manager, approved=True, note="Right")
    referrals.send_referral(referral, by=keyworker)
    referral.refresh_from_db()
    assert (referral.status, referral.sharing_override, referral.consent) == (ReferralStatus.SENT, override, None)


def test_a_child_at_risk_cannot_wait(record, episode, keyworker, team_manager):
    referral = ReferralFactory(client=record)
    override = override_for(referral, keyworker, "child_at_risk")
    assert override.approve_by == add_working_days(timezone.localdate(), 1)
    referrals.send_referral(referral, by=keyworker)
    told = open_alerts("CO04", override).order_by("lead")
    assert [(alert.recipient, alert.severity) for alert in told] == [(team_manager, "amber"), (team_manager, "red")]
    aftercare.decide_override(override, by=team_manager, approved=False, note="Should have been asked")
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.WITHDRAWN
    assert not open_alerts("CO04", override).exists()


def test_a_managers_own_request_goes_to_another(record, episode, team_manager):
    officer = UserFactory(role=Role.GOVERNANCE_OFFICER)
    override = override_for(ReferralFactory(client=record), team_manager)
    assert open_alerts("CO04", override).first().recipient == officer


def test_the_database_wants_consent_or_override_and_not_both(record):
    sent = ReferralFactory(client=record, sent=True)
    override = SharingOverrideFactory(client=record, recipient=sent.service, approved=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(sent).objects.filter(pk=sent.pk).update(sharing_override=override)
    type(sent).objects.filter(pk=sent.pk).update(sharing_override=override, consent=None)
    others = SharingOverrideFactory(recipient=sent.service, approved=True)
    with pytest.raises(IntegrityError, match="referral_override_fits"), transaction.atomic():
        send_under(sent, others)


def test_nobody_approves_alone_in_the_database(record, keyworker):
    override = SharingOverrideFactory(client=record, created_by=keyworker)
    decided = {"status": OverrideStatus.APPROVED, "decided_at": timezone.now()}
    for person in (None, keyworker):
        with pytest.raises(IntegrityError), transaction.atomic():
            SharingOverride.objects.filter(pk=override.pk).update(decided_by=person, **decided)


def test_withdrawal_takes_back_what_nobody_answered(record, episode, keyworker):
    sent = ReferralFactory(client=record, sent=True)
    answered = ReferralFactory(client=record, accepted=True, service=sent.service, consent=sent.consent)
    aftercare.withdraw_consent(sent.consent, on=timezone.localdate(), by=keyworker, why="Changed her mind")
    sent.refresh_from_db()
    answered.refresh_from_db()
    assert (sent.status, answered.status) == (ReferralStatus.WITHDRAWN, ReferralStatus.ACCEPTED)
    assert sent.status_changes.get().reason == "The client has withdrawn the consent."
    alert = open_alerts("CO03", sent.consent).get()
    assert alert.recipient == keyworker
    assert {row.record for row in shared_under(sent.consent)} == {sent, answered}
    workflow.tell_recipient(sent.consent, on=timezone.localdate(), how="Rang the duty desk", by=keyworker)
    assert not open_alerts("CO03", sent.consent).exists()


def test_the_consent_says_what_stands_open_under_it(record, episode, keyworker, sign_in):
    sent = ReferralFactory(client=record, sent=True)
    ReferralFactory(client=record, started=True, service=sent.service, consent=sent.consent)
    ReferralFactory(client=record, declined=True, service=sent.service, consent=sent.consent)
    browser, page = sign_in(keyworker), sent.consent.get_absolute_url()
    for url in (page, reverse("aftercare:consent_withdraw", args=[sent.consent.pk])):
        text = browser.get(url).content.decode()
        assert text.count("If the client withdraws the consent") == 2
    aftercare.withdraw_consent(sent.consent, on=timezone.localdate(), by=keyworker)
    text = browser.get(page).content.decode()
    assert text.count("They have taken the client on. Nothing more is shared with them") == 1
    assert "Nobody has answered it" not in text


def test_withdrawal_closes_the_handover_to_its_reader(record, episode, keyworker, stranger):
    handover = HandoverFactory(client=record, episode=episode, sent=True, receiving_worker=stranger)
    assert Handover.objects.receivable_by(stranger).filter(pk=handover.pk).exists()
    aftercare.withdraw_consent(handover.consent, on=timezone.localdate(), by=keyworker)
    handover.refresh_from_db()
    assert handover.status == HandoverStatus.WITHDRAWN
    assert not Handover.objects.receivable_by(stranger).filter(pk=handover.pk).exists()


def test_handover_is_read_by_its_override(record, episode, stranger):
    handover = HandoverFactory(client=record, episode=episode, sent=True, receiving_worker=stranger)
    override = SharingOverrideFactory(
        client=record, recipient=handover.receiving_service, purpose=ConsentPurpose.AFTERCARE_HANDOVER, approved=True
    )
    Handover.objects.filter(pk=handover.pk).update(sharing_override=override, consent=None)
    handover = Handover.objects.receivable_by(stranger).get(pk=handover.pk)
    assert shared_with_recipient(handover).categories == {ConsentCategory.IDENTITY}
    SharingOverride.objects.filter(pk=override.pk).update(status=OverrideStatus.REFUSED)
    assert not Handover.objects.receivable_by(stranger).filter(pk=handover.pk).exists()


def test_consent_that_runs_out_warns_once_it_is_the_last(record, episode, keyworker, sign_in):
    day = timezone.localdate() + timedelta(days=40)
    consent = ConsentFactory(client=record, expires_on=day)
    workflow.plan_alerts(record)
    assert open_alerts("CO01", consent).get().about_on == day
    typed = {
        "recipient": consent.recipient_id, "purpose": "referral", "categories": ["identity"], "given_how": "written",
        "evidence": "Form in the paper file", "given_on": f"{timezone.localdate():%d/%m/%Y}",
    }  # fmt: skip
    url = reverse("clients:consent_add", args=[record.pk])
    assert sign_in(keyworker).post(url, typed | {"evidence": ""}).status_code == 422, "Evidence is asked for"
    assert sign_in(keyworker).post(url, typed).status_code == 302
    assert not open_alerts("CO01", consent).exists()


def test_consent_in_use_that_ran_out_alerts(record, episode, keyworker):
    sent = ReferralFactory(client=record, sent=True)
    sent.consent.expires_on = timezone.localdate() - timedelta(days=1)
    sent.consent.save()
    workflow.plan_alerts(record)
    assert open_alerts("CO02", sent.consent).get().severity == "red"
    referrals.withdraw_referral(sent, by=keyworker, reason="Over")
    assert not open_alerts("CO02", sent.consent).exists()


def test_national_consent_stands_apart(record, keyworker, sign_in):
    url = reverse("clients:national_consent_answer", args=[record.pk])
    typed = {"agreed": "True", "asked_on": "1/11/2026", "given_how": "verbal", "evidence": "“Fine by me”"}
    browser = sign_in(keyworker)
    assert browser.post(url, {**typed, "agreed": ""}).status_code == 422
    assert browser.post(url, typed).status_code == 302
    assert NationalConsent.objects.agreed().filter(client=record).exists()
    answer = NationalConsent.objects.current().get(client=record)
    withdraw = reverse("clients:national_consent_withdraw", args=[answer.pk])
    assert browser.post(withdraw, {"on": "2/11/2026"}).status_code == 302
    assert browser.post(withdraw, {"on": "3/11/2026"}).status_code == 422
    assert not NationalConsent.objects.agreed().exists()
    assert browser.post(url, typed | {"agreed": "False"}).status_code == 302
    assert NationalConsent.objects.filter(client=record).count() == 2, "The answer before stays"
    assert not NationalConsent.objects.agreed().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        NationalConsentFactory(client=record)


def test_page_shows_what_holds_and_what_was_shared(record, episode, keyworker, team_manager, sign_in):
    sent = ReferralFactory(client=record, sent=True)
    ConsentFactory(client=record, expires_on=date(2026, 10, 2), recipient__name="Old Mill Hostel")
    SharingOverrideFactory(client=record, recipient__name="Night Shelter")
    text = sign_in(keyworker).get(reverse("clients:client_sharing", args=[record.pk])).content.decode()
    for words in ("Run out", "Old Mill Hostel", "Night Shelter", "Waits for approval", "Not asked yet", "Referral"):
        assert words in text
    assert [row.whom for row in shared_with_others(record)] == [str(sent.service)]


def test_consent_withdraw_page(record, episode, keyworker, sign_in):
    consent = ConsentFactory(client=record)
    url, browser = reverse("aftercare:consent_withdraw", args=[consent.pk]), sign_in(keyworker)
    assert browser.post(url, {"on": "1/1/2026"}).status_code == 422
    assert browser.post(url, {"on": "2/11/2026", "why": "No reason"}).url == consent.get_absolute_url()
    assert browser.post(url, {"on": "3/11/2026"}).status_code == 422
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawn_why) == (date(2026, 11, 2), "No reason")
    assert not open_alerts("CO03", consent).exists(), "Nobody has received anything"


def test_officer_decides_without_the_record(record, keyworker, sign_in):
    officer = UserFactory(role=Role.GOVERNANCE_OFFICER)
    override = SharingOverrideFactory(client=record, created_by=keyworker)
    browser = sign_in(officer)
    listed = browser.get(reverse("clients:override_list")).content.decode()
    assert record.reference in listed
    assert record.family_name not in browser.get(override.get_absolute_url()).content.decode()
    decide = reverse("aftercare:override_decide", args=[override.pk])
    assert browser.post(decide, {"approved": "True", "note": ""}).status_code == 422
    assert browser.post(decide, {"approved": "True", "note": "Right"}).status_code == 302
    override.refresh_from_db()
    assert (override.status, override.decided_by) == (OverrideStatus.APPROVED, officer)


def test_managers_own_request_has_no_page_to_decide(record, team_manager, sign_in):
    override = SharingOverrideFactory(client=record, created_by=team_manager)
    assert sign_in(team_manager).get(reverse("aftercare:override_decide", args=[override.pk])).status_code == 404


def test_override_of_a_restricted_concern_is_hidden_with_it(record, keyworker, case_manager, sign_in):
    override = SharingOverrideFactory(client=record, recipient=None, outside="Safeguarding hub")
    ConcernFactory(
        client=record, decided=True, is_restricted=True, decision="refer", referred_to="mash", with_consent=False,
        referred_at=timezone.now(), sharing_override=override,
    )  # fmt: skip
    url = reverse("clients:client_sharing", args=[record.pk])
    assert "Safeguarding hub" not in sign_in(keyworker).get(url).content.decode()
    assert sign_in(keyworker).get(override.get_absolute_url()).status_code == 404
    assert "Safeguarding hub" in sign_in(case_manager).get(url).content.decode()


def test_other_teams_overrides_are_absent(record, stranger):
    SharingOverrideFactory(client=record)
    EpisodeFactory()
    assert not SharingOverride.objects.visible_to(stranger).exists()
