"""Who is reminded of a referral, and when; and what is taken back with one that ends."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Duty
from aftercare.workflow import withdraw_consent
from alerts.models import Alert
from alerts.workflow import plan
from clients.reach import reference_of
from core import outbox
from core.calendar import add_working_days, london
from core.models import OutboxMessage
from referrals import incoming, messages, offering, partner, workflow
from referrals.choices import IncomingStatus, MessageKind, OfferOutcome
from tests.factories.accounts import TeamDutyFactory, UserFactory
from tests.factories.referrals import (
    AppointmentOfferFactory,
    IncomingReferralFactory,
    ReferralFactory,
    ReferralLinkFactory,
    ReferralMessageFactory,
    SentPackFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(team):
    return UserFactory(team=team)


def open_alerts(subject, rule):
    return Alert.objects.filter(subject_id=subject.pk, rule=rule, ended_at=None).order_by("lead")


def test_a_referral_that_nobody_moves_is_looked_at_again(record, episode, keyworker):
    today = timezone.localdate()
    draft = ReferralFactory(client=record, episode=episode)
    plan(draft)
    assert [(alert.lead, alert.recipient) for alert in open_alerts(draft, "RF08")] == [(7, keyworker), (14, keyworker)]
    referral = ReferralFactory(client=record, episode=episode, received=True)
    workflow.wait_referral(referral, by=keyworker, note="About eight weeks")
    assert not open_alerts(referral, "RF01").exists()
    due = [alert.due_at for alert in open_alerts(referral, "RF08")]
    assert due == [london(today + timedelta(days=28)), london(today + timedelta(days=56))]
    later = today + timedelta(days=10)
    messages.record_call(referral, by=keyworker, kind=MessageKind.OFFER, said_by="Sam", day=later)
    assert open_alerts(referral, "RF08").first().due_at == london(later + timedelta(days=28)), "From the day offered"
    referral.refresh_from_db()
    workflow.attend_referral(referral, by=keyworker, attended_on=today)
    workflow.complete_referral(referral, by=keyworker, outcome="helped")
    assert not open_alerts(referral, "RF08").exists()


def test_a_danger_and_somebody_under_18_are_told_to_both(team):
    duty, lead = UserFactory(team=team), UserFactory(team=team)
    for person, kind in ((duty, Duty.DUTY_WORKER), (lead, Duty.SAFEGUARDING_LEAD)):
        TeamDutyFactory(team=team, duty=kind, holder=person)
    young = timezone.localdate() - timedelta(days=15 * 365)
    referral = incoming.receive(
        IncomingReferralFactory.build(
            team=team, dangers=["self_harm"], date_of_birth=young, referred_on=timezone.localdate()
        )
    )
    assert {alert.recipient for alert in open_alerts(referral, "RF03")} == {duty, lead}


def test_a_first_appointment_is_asked_about_and_offered_again(worker, team):
    referral = IncomingReferralFactory(team=team, taken=True)
    row = AppointmentOfferFactory(referral=referral, offered_for=timezone.now() - timedelta(days=1))
    plan(referral)
    day = timezone.localdate(row.offered_for)
    assert open_alerts(referral, "RF07").get().due_at == london(add_working_days(day, 1))
    offering.say_outcome(row, outcome=OfferOutcome.CANCELLED, outcome_note="Ill", by=worker)
    assert open_alerts(referral, "RF07").get().due_at == london(add_working_days(day, 3)), "Another one is offered"
    AppointmentOfferFactory(referral=referral, offered_for=timezone.now() + timedelta(days=9), outcome="attended")
    plan(referral)
    assert not open_alerts(referral, "RF07").exists()


def test_what_happens_next_follows_the_last_appointment(worker, team, sign_in):
    referral = IncomingReferralFactory(team=team, taken=True)
    browser = sign_in(worker)
    row = AppointmentOfferFactory(referral=referral)
    for outcome, words in (
        ("", "comes to the appointment"),
        ("missed", "offer another first"),
        ("attended", "The person came"),
    ):
        row.outcome = outcome
        row.save_by(None, "outcome")
        assert words in browser.get(referral.get_absolute_url()).text


def test_an_invitation_that_has_not_gone_does_not_go_to_somebody_who_is_not_taken_on(worker, team):
    referral = IncomingReferralFactory(team=team, taken=True)
    row = AppointmentOfferFactory(referral=referral, offered_for=timezone.now() + timedelta(days=9))
    reference = reference_of(referral.client, row.pk)
    outbox.send(reference, address="megan@example.org", subject="A date for you", body="Come")
    incoming.decline(referral, not_taken_on="other_area", answer_note="Told to ring Northmere", by=worker)
    assert referral.status == IncomingStatus.DECLINED
    assert OutboxMessage.objects.get().cancelled_at


def test_a_question_is_ours_to_answer_until_we_write_or_ring(record, episode, keyworker, sign_in):
    link = ReferralLinkFactory(referral=ReferralFactory(client=record, episode=episode, received=True))
    ReferralMessageFactory(referral=link.referral, link=link)
    browser, address = sign_in(keyworker), link.referral.get_absolute_url()
    assert "waits for us" in browser.get(address).text
    plan(link.referral)
    assert open_alerts(link.referral, "RF02").count() == 1
    messages.record_call(link.referral, by=keyworker, kind=MessageKind.NOTE, said_by="Kim", text="Told her: yes")
    assert "waits for us" not in browser.get(address).text
    assert not open_alerts(link.referral, "RF02").exists()


def test_an_answer_after_we_gave_up_is_kept_and_says_why_it_changes_nothing(record, episode):
    link = ReferralLinkFactory(referral=ReferralFactory(client=record, episode=episode, expired=True))
    said = partner.Said("accept", "Kim", "A bed from Monday")
    assert "stopped waiting" in partner.answer(link, said, version=link.referral.version, address=None)
    link.referral.refresh_from_db()
    assert (link.referral.status, link.referral.messages.get().kind) == ("expired", MessageKind.TOO_LATE)
    assert open_alerts(link.referral, "RF02").count() == 1


def test_triage_shows_what_was_said_and_the_page_who_acts(worker, team, sign_in):
    referral = IncomingReferralFactory(team=team, dangers=["self_harm"])
    browser = sign_in(worker)
    said = browser.get(reverse("referrals:incoming_triage", args=[referral.pk])).text
    assert "Thoughts of suicide" in said
    assert referral.what_for in said
    assert "nobody yet" in browser.get(referral.get_absolute_url()).text
    incoming.triage(referral, urgency="soon", triage_note="", allocated_to=worker, by=worker)
    assert f"</strong> {worker}" in browser.get(referral.get_absolute_url()).text


def test_no_letter_is_printed_once_the_consent_is_taken_back(record, episode, keyworker, sign_in):
    referral = ReferralFactory(client=record, episode=episode, accepted=True, sent_how="printed")
    SentPackFactory(referral=referral)
    browser, letter = sign_in(keyworker), reverse("referrals:referral_letter_pdf", args=[referral.pk])
    assert letter in browser.get(referral.get_absolute_url()).text
    withdraw_consent(referral.consent, on=timezone.localdate(), by=keyworker)
    assert browser.get(letter)["Location"] == referral.get_absolute_url()
    assert letter not in browser.get(referral.get_absolute_url()).text
    assert browser.get(reverse("referrals:referral_pack_pdf", args=[referral.pk])).content.startswith(b"%PDF")
