"""Rows of referrals: to us, from us, and on a path."""

from alerts.workflow import plan
from referrals import incoming, messages, offering, workflow
from tests.factories import referrals

from .rows import moved, row


def sent_by(w, status="sent", **fields):
    """A referral of ours; `path` and its steps may be given."""
    steps = fields.pop("steps", {})
    fields = {"client": w.client, "episode": w.episode, "sent_on": w.ago(20)} | fields
    referral = referrals.ReferralFactory(**{status: True}, **fields)
    for key, answers in steps.items():
        days = {name: day.isoformat() for name, day in answers.items()}
        referrals.ReferralStepFactory(referral=referral, key=key, answers=days)
    plan(referral)
    return referral


def take_back(w, referral):
    workflow.withdraw_referral(referral, by=w.keyworker, reason="No longer wanted")


def said_by_phone(w, referral, kind):
    messages.record_call(referral, by=w.keyworker, kind=kind, said_by="Anna at Harbour", text="Yes", day=w.today)


@row("RF01")
def no_answer(w):
    referral = sent_by(w, answer_by=w.ago(3))
    yield w.keyworker
    workflow.accept_referral(referral, by=w.keyworker)


@row("RF02")
def they_answered(w):
    referral = sent_by(w)
    link = referrals.ReferralLinkFactory(referral=referral)
    referrals.ReferralMessageFactory(referral=referral, link=link)
    plan(referral)
    yield w.keyworker
    said_by_phone(w, referral, "note")


@row("RF05")
def did_they_go(w):
    referral = sent_by(w, offered_on=w.ago(5))
    yield w.keyworker
    said_by_phone(w, referral, "visit")


@row("RF08")
def stands_still(w):
    referral = moved(sent_by(w, "accepted"), created_at=w.at(w.ago(20)))
    yield w.keyworker
    workflow.attend_referral(referral, by=w.keyworker, attended_on=w.today)


@row("RH01")
def bed_is_near(w):
    referral = sent_by(w, path="rehab", steps={"bed": {"bed_on": w.ahead(5)}})
    yield w.keyworker
    take_back(w, referral)


@row("HO03")
def decision_expected(w):
    referral = sent_by(w, path="housing", steps={"contact": {"expected_on": w.ago(1)}})
    yield w.keyworker
    take_back(w, referral)


@row("AC08")
def first_meeting(w):
    referral = sent_by(w, path="mutual_aid", steps={"connect": {"first_meeting_on": w.ago(6)}})
    yield w.keyworker
    take_back(w, referral)


@row("RS01")
def meeting_is_near(w):
    referral = sent_by(w, path="supported_housing", steps={"meeting": {"meets_on": w.today}})
    yield w.keyworker
    take_back(w, referral)


def taken(w, **fields):
    """A referral to us of somebody who was taken on and waits."""
    fields = {"team": w.team, "allocated_to": w.keyworker, "referred_on": w.ago(30)} | fields
    referral = referrals.IncomingReferralFactory(taken=True, **fields)
    plan(referral)
    return referral


@row("RF03")
def triage(w):
    referral = referrals.IncomingReferralFactory.build(team=w.team, dangers=["overdose"], referred_on=w.today)
    incoming.receive(referral, by=w.keyworker)
    yield w.manager  # where nobody is the duty worker
    incoming.triage(referral, urgency="same_day", triage_note="Rang him", allocated_to=w.keyworker, by=w.keyworker)


@row("RF04")
def clock(w):
    referral = taken(w)
    yield w.keyworker
    incoming.withdraw(referral, reason="Has moved away", by=w.keyworker)


@row("RF06")
def episode_left_open(w):
    referral = incoming.withdraw(taken(w), reason="Has moved away", by=w.keyworker)
    moved(referral, ended_on=w.ago(2))
    yield w.keyworker
    incoming.reopen(referral, reason="Is back", by=w.keyworker)


@row("RF07")
def first_appointment(w):
    referral = taken(w)
    offered = referrals.AppointmentOfferFactory(referral=referral, offered_for=w.at(w.ago(6)))
    plan(referral)
    yield w.keyworker
    offering.say_outcome(offered, outcome="attended", outcome_note="", by=w.keyworker)
