"""Rows of the person: contact, keyworker, facts, children, flags, consents, safeguarding."""

from aftercare.workflow import withdraw_consent
from alerts.workflow import plan
from clients import episodes, personal, workflow
from referrals.workflow import withdraw_referral
from safeguarding import workflow as safeguarding
from tests.factories import clients, referrals
from tests.factories import safeguarding as concerns
from tests.factories.reference import code
from tests.factories.services_directory import ServiceFactory

from .rows import Typed, moved, row


def miss(w, *days):
    for day in days:
        contact = clients.ContactFactory.build(client=w.client, missed=True, happened_at=w.at(w.ago(day)))
        workflow.record_contact(contact, by=w.keyworker)


def meet(w):
    contact = clients.ContactFactory.build(client=w.client, happened_at=w.at(w.ago(1), 12))
    workflow.record_contact(contact, by=w.keyworker)


@row("CN01")
def try_again(w):
    miss(w, 9)
    yield w.keyworker
    meet(w)


@row("CN02")
def three_failed(w):
    miss(w, 6, 5, 4)
    yield w.keyworker
    meet(w)


@row("FA07")
def lost_with_a_child(w):
    clients.ChildFactory(client=w.client, at_home=True)
    miss(w, 6, 5, 4)
    yield w.manager  # where nobody is the safeguarding lead
    meet(w)


@row("CL04")
def no_contact(w):
    plan(w.client)
    yield w.manager
    meet(w)


@row("CL05")
def no_keyworker(w):
    workflow.assign_keyworker(w.episode, keyworker=None, case_manager=None, by=w.manager)
    yield w.manager
    workflow.assign_keyworker(w.episode, keyworker=w.keyworker, case_manager=None, by=w.manager)


@row("EP01")
def facts_again(w):
    plan(clients.EpisodeFactsFactory(episode=w.episode, asked_on=w.ago(200)).episode)
    yield w.keyworker
    again = clients.EpisodeFactsFactory.build(episode=w.episode, client=w.client, kind="review", asked_on=w.today)
    episodes.save_facts(Typed(again), by=w.keyworker)


@row("FL01")
def flag_not_looked_at(w):
    flag = workflow.add_flag(clients.ClientFlagFactory.build(client=w.client, review_on=w.ago(3)), by=w.keyworker)
    yield w.keyworker
    workflow.end_flag(flag, on=w.today, by=w.keyworker)


@row("FA01")
def child_moved_in(w):
    child = clients.ChildFactory.build(client=w.client, lives_with_client=True, told_on=w.ago(20))
    personal.save_child(Typed(child), by=w.keyworker)
    yield w.keyworker
    child.lives_with_client = False
    personal.save_child(Typed(child), by=w.keyworker)


@row("FA02")
def more_children(w):
    answers = clients.ParentalAnswersFactory.build(
        client=w.client, asked_on=w.ago(20), children_in_house=2, help_received=code("children_help", "none")
    )
    personal.save_and_plan(Typed(answers), by=w.keyworker)
    yield w.keyworker
    answers.children_in_house, answers.help_received = 0, None
    personal.save_and_plan(Typed(answers), by=w.keyworker)


@row("FA03")
def pregnant(w):
    pregnancy = clients.PregnancyFactory.build(client=w.client, told_on=w.ago(9))
    personal.save_and_plan(Typed(pregnancy), by=w.keyworker)
    yield w.keyworker
    pregnancy.ended_on = w.today
    personal.save_and_plan(Typed(pregnancy), by=w.keyworker)


@row("FA04")
def child_at_risk(w):
    child = clients.ChildFactory.build(
        client=w.client, lives_with_client=True, told_on=w.ago(100), use_is_a_concern=True
    )
    personal.save_child(Typed(child), by=w.keyworker)
    yield w.keyworker
    child.use_is_a_concern = False
    personal.save_child(Typed(child), by=w.keyworker)


@row("FA06")
def conference(w):
    child = clients.ChildFactory.build(client=w.client, conference_on=w.ahead(8))
    personal.save_child(Typed(child), by=w.keyworker)
    yield w.keyworker
    child.conference_on = None
    personal.save_child(Typed(child), by=w.keyworker)


def consent_of(w, **fields):
    return clients.ConsentFactory(client=w.client, given_on=w.ago(200), recipient=ServiceFactory(), **fields)


def shared_under(w, consent):
    fields = {"client": w.client, "consent": consent, "service": consent.recipient, "sent_on": w.ago(50)}
    return referrals.ReferralFactory(sent=True, **fields)


@row("CO01")
def consent_runs_out(w):
    consent = consent_of(w, expires_on=w.ahead(10))
    plan(consent)
    yield w.keyworker
    withdraw_consent(consent, on=w.today, by=w.keyworker)


@row("CO02")
def consent_ran_out(w):
    consent = consent_of(w, expires_on=w.ago(5))
    referral = shared_under(w, consent)
    plan(consent)
    yield w.keyworker
    withdraw_referral(referral, by=w.keyworker, reason="The consent has run out")


@row("CO03")
def tell_recipient(w):
    consent = consent_of(w)
    shared_under(w, consent)
    withdraw_consent(consent, on=w.today, by=w.keyworker)
    yield w.keyworker
    workflow.tell_recipient(consent, on=w.today, how="By telephone", by=w.keyworker)


@row("CO04")
def override_waits(w):
    override = clients.SharingOverrideFactory.build(client=w.client, recipient=ServiceFactory())
    workflow.request_override(override, by=w.keyworker)
    yield w.manager
    workflow.decide_override(override, by=w.manager, approved=True, note="The danger is real")


def raise_concern(w, **fields):
    concern = concerns.ConcernFactory.build(client=w.client, noticed_on=w.today, **fields)
    return safeguarding.raise_concern(concern, by=w.keyworker)


def decide_concern(w, concern):
    concern.consulted_outside, concern.consulted_at = "Duty social worker", w.at(w.ago(1))
    concern.decision, concern.decision_why = "support", "The school knows, and visits"
    safeguarding.decide_concern(Typed(concern), by=w.manager)


@row("SG01")
def immediate_danger(w):
    concern = raise_concern(w, immediate_danger=True)
    yield w.manager
    decide_concern(w, concern)


@row("SG02")
def decision_waits(w):
    concern = raise_concern(w)
    yield w.manager
    decide_concern(w, concern)


@row("SG03")
def concern_again(w):
    concern = raise_concern(w)
    decide_concern(w, concern)
    moved(concern, review_on=w.ago(2))
    yield w.manager
    safeguarding.close_concern(concern, by=w.member("team_manager"), outcome="The family has help, and he eats at home")


@row("RK01")
def risks_again(w):
    dates = {"assessed_on": w.ago(90), "review_on": w.ago(3)}
    before = concerns.RiskAssessmentFactory(client=w.client, **dates)
    plan(before)
    yield w.keyworker
    dates = {"assessed_on": w.today, "review_on": w.ahead(84)}
    now = concerns.RiskAssessmentFactory.build(client=w.client, previous=before, what_changed="She moved in", **dates)
    safeguarding.assess_risks(now, [], by=w.keyworker)
