"""The other end of the demo's referrals: links that were opened, packs as they were sent, what partners asked and offered."""

import hashlib
from datetime import timedelta

from core.templatetags.ui import born, day
from recovery_capital.domains import domain_label
from referrals.choices import (
    LookKind,
    MessageKind,
    PartnerOutcome,
    ReferralOutcome,
    SentHow,
)
from referrals.choices import ReferralStatus as Status
from referrals.links import LINK_LASTS
from referrals.models import (
    PartnerLook,
    Referral,
    ReferralLink,
    ReferralMessage,
    ReferralStatusChange,
    SentPack,
)
from referrals.pack import TITLES
from referrals.sharing import category_of

from .open_door import key_of
from .rows import SHORT
from .words import DOMAINS

BY_LINK, ON_PAPER = 0.55, 0.75  # of those sent; the others by telephone
AT_THEIRS = ["Kim, duty worker", "Jo at the front desk", "Lleucu, team leader", "Sunil, assessor"]
QUESTIONS = [
    "Is there a day on which they cannot come?",
    "Can somebody come along to the first visit?",
    "We have two lists. Would a shared room do for the first weeks?",
]
REPLIES = [
    "Tuesdays do not work; any other day is fine.",
    "Yes, we come along the first time.",
    "A shared room is fine.",
]
YES, FULL_NOW = "We are glad to help.", "We have no place before spring. Try again then."
GIVEN_UP = "Rang three times, wrote twice, no answer."


def make_partners(case):
    """What happened at the other end of each referral of somebody that was sent."""
    if case.rows.stories is SHORT:
        return
    rng = case.rows.random("partners", case.number)
    for referral in [row for row in case.rows.by_model[Referral] if row.client is case.client and row.sent_on]:
        at = next(move for move in moves_of(case, referral) if move.to_status == Status.SENT).changed_at
        make_pack(case, rng, referral, at)
        way = rng.random()
        if way < BY_LINK:
            make_link(case, rng, referral, at)
        elif way < ON_PAPER:
            referral.sent_how = SentHow.PRINTED


def make_pack(case, rng, referral, at):
    """What was shared, by the categories of the consent; in fewer words than a real one."""
    shared, client = set(referral.consent.categories), case.client
    parts = [
        {"title": str(title), "rows": rows_of(case, referral, category)}
        for category, title in TITLES.items()
        if category in shared
    ]
    about = [
        ["About", f"{client.first_name} {client.family_name}" if "identity" in shared else client.reference],
        ["To", referral.service.name],
        ["From", f"{case.worker}, {case.staff.team.name}, {case.staff.team.phone}"],
        ["What for", str(domain_label(referral.domain))],
        ["Why, in the person’s words", referral.reason],
        ["Agreed", f"The person agreed on {day(referral.consent.given_on)} to share this."],
    ]
    left_out = [str(title) for category, title in TITLES.items() if category not in shared]
    contents = {"about": about, "parts": parts, "left_out": left_out}
    case.rows.add(SentPack, at, case.worker, id=key_of(rng), referral=referral, contents=contents)


def rows_of(case, referral, category):
    client = case.client
    if category == "identity":
        return [["Name", f"{client.first_name} {client.family_name}"], ["Born", born(client.date_of_birth)]]
    if category == "substance_use" and case.started_on:
        return [["In treatment since", day(case.started_on)]]
    if category == category_of(referral.domain):
        return [[str(domain_label(referral.domain)), f"Needs: {DOMAINS[referral.domain][1]}"]]
    return []


def make_link(case, rng, referral, at):
    """A link that was opened, unless nobody has answered; and what the partner wrote behind it."""
    referral.sent_how = SentHow.LINK
    key = key_of(rng)
    link = case.rows.add(
        ReferralLink, at, case.worker, id=key, referral=referral, expires_at=at + LINK_LASTS,
        token_digest=hashlib.sha256(key.bytes).hexdigest(), code_digest="of a code that nobody has",
        sent_to=referral.service.organisation.email, code_sent_how="By telephone to the front desk",
        revoked_at=referral.updated_at if referral.status == Status.WITHDRAWN else None,
    )  # fmt: skip
    if referral.status == Status.SENT:
        told = at + timedelta(hours=2)
        if rng.random() < 0.6:
            look(case, link, LookKind.OPENED, told)
            case.rows.moves(ReferralStatusChange, referral, (Status.SENT, Status.RECEIVED, told, None))
            referral.status = Status.RECEIVED
            ask(case, rng, link, told)
        elif (case.today - referral.sent_on).days > 35:
            end_unanswered(case, referral)
        return
    look(case, link, LookKind.OPENED, min(at + timedelta(hours=2), moves_of(case, referral)[-1].changed_at))
    if referral.status != Status.WITHDRAWN:
        answered(case, rng, referral, link)


def moves_of(case, referral):
    return [move for move in case.rows.by_model[ReferralStatusChange] if move.record is referral]


def look(case, link, what, at):
    seen = case.rows.add(PartnerLook, None, link=link, what=what, address="192.0.2.17")
    seen.at = at
    link.opened_at = link.opened_at or at


def ask(case, rng, link, at):
    """Most of them ask something; half of those have our answer."""
    if rng.random() < 0.3:
        return
    question = rng.randrange(len(QUESTIONS))
    say(case, rng, link, MessageKind.QUESTION, at, text=QUESTIONS[question], said_by=rng.choice(AT_THEIRS))
    reply_at = at + timedelta(hours=3)
    if rng.random() < 0.5:
        case.rows.add(
            ReferralMessage, reply_at, case.worker, id=key_of(rng), referral=link.referral, kind=MessageKind.REPLY,
            text=REPLIES[question],
        )  # fmt: skip


def say(case, rng, link, kind, at, **said):
    case.rows.add(ReferralMessage, at, None, id=key_of(rng), referral=link.referral, link=link, kind=kind, **said)


def end_unanswered(case, referral):
    at = case.at(referral.sent_on + timedelta(days=30))
    case.rows.moves(ReferralStatusChange, referral, (Status.SENT, Status.EXPIRED, at, case.worker, GIVEN_UP))
    referral.status = Status.EXPIRED


def answered(case, rng, referral, link):
    """Their yes or no is their own word; a yes brings a day, a visit, and at the end what they say became of it."""
    who = rng.choice(AT_THEIRS)
    moves = moves_of(case, referral)
    for move in moves:
        if move.to_status in (Status.ACCEPTED, Status.DECLINED):
            words = YES if move.to_status == Status.ACCEPTED else FULL_NOW
            move.changed_by, move.reason = None, f"{who}: {words}"
            look(case, link, LookKind.ANSWERED, move.changed_at)
    at = moves[-1].changed_at
    if referral.status == Status.ACCEPTED:
        referral.offered_on = case.today + timedelta(days=rng.randint(-4, 12))
        say(case, rng, link, MessageKind.OFFER, at, said_by=who, day=referral.offered_on, text="At ten, ask for Kim.")
    elif referral.attended_on:
        say(case, rng, link, MessageKind.VISIT, at, said_by=who, day=referral.attended_on, text="Came")
    if referral.status == Status.ACCEPTED and rng.random() < 0.3:
        case.rows.moves(
            ReferralStatusChange, referral, (Status.ACCEPTED, Status.WAITING, at, None, f"{who}: six weeks")
        )
        referral.status = Status.WAITING
    if referral.status == Status.COMPLETED:
        left = referral.outcome == ReferralOutcome.STOPPED_GOING
        referral.partner_outcome = PartnerOutcome.LEFT_EARLY if left else PartnerOutcome.COMPLETED
