"""The verbs of the partner behind a link: it opens the referral, answers, asks, offers a day, says who came.

What comes too late is kept and changes nothing: after the referral was taken back, or after somebody else's answer.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.workflow import plan
from core import database

from . import links, workflow
from .choices import (
    Came,
    DeclineReason,
    LookKind,
    MessageKind,
    PartnerAnswer,
    PartnerOutcome,
    ReferralStatus,
)
from .models import TAKEN_ON, UNANSWERED, PartnerLook, ReferralMessage

TWICE = timedelta(minutes=1)  # the same answer within it is a second click
ACCEPTED, WAITING, STARTED = ReferralStatus.ACCEPTED, ReferralStatus.WAITING, ReferralStatus.STARTED
# What a partner may say in which state; nothing once it has ended.
MAY = {
    PartnerAnswer.ACCEPT: UNANSWERED,
    PartnerAnswer.OFFER: [*UNANSWERED, ACCEPTED, WAITING],
    PartnerAnswer.WAIT: [*UNANSWERED, ACCEPTED],
    PartnerAnswer.ASK: [*UNANSWERED, *TAKEN_ON],
    PartnerAnswer.DECLINE: [*UNANSWERED, ACCEPTED, WAITING],
    PartnerAnswer.VISIT: [*UNANSWERED, *TAKEN_ON],
    PartnerAnswer.OUTCOME: [*TAKEN_ON, ReferralStatus.COMPLETED],
}
ADDS_ONLY = {PartnerAnswer.ASK}  # changes nothing that another answer could contradict


@dataclass(frozen=True)
class Said:
    """What somebody at the partner has typed."""

    what: str
    said_by: str
    text: str = ""
    day: object = None
    choice: str = ""

    @property
    def reason(self):
        """With a move: who said it, and what."""
        return f"{self.said_by}: {self.text}" if self.text else self.said_by

    @property
    def words(self):
        """What was chosen, and what was written."""
        chosen = CHOICES[self.what](self.choice).label if self.what in CHOICES else ""
        return _join(chosen, self.text)


CHOICES = {
    PartnerAnswer.DECLINE: DeclineReason,
    PartnerAnswer.VISIT: Came,
    PartnerAnswer.OUTCOME: PartnerOutcome,
}
KINDS = {
    PartnerAnswer.ASK: MessageKind.QUESTION,
    PartnerAnswer.OFFER: MessageKind.OFFER,
    PartnerAnswer.VISIT: MessageKind.VISIT,
    PartnerAnswer.OUTCOME: MessageKind.NOTE,
}
MOVES = {PartnerAnswer.ACCEPT: ACCEPTED, PartnerAnswer.WAIT: WAITING, PartnerAnswer.DECLINE: ReferralStatus.DECLINED}


def _join(*parts):
    return ". ".join(str(part) for part in parts if part)


def look(link, what, *, address):
    """Write down that the partner has looked."""
    return PartnerLook.objects.create(link=link, what=what, address=address or None)


def looks_at(referral):
    """Every look through any link of a referral, the newest first."""
    return PartnerLook.objects.filter(link__referral=referral)


@transaction.atomic
def open_link(link, *, address):
    """The code was right: the partner has the referral."""
    referral = links.lock_referral(link.referral)
    if link.opened_at is None:
        link.opened_at = database.now()
        link.save_by(None, "opened_at")
    if links.is_shared(referral) and referral.status == ReferralStatus.SENT:
        workflow.receive_referral(referral)
    return look(link, LookKind.OPENED, address=address)


def answers_to(referral):
    """What the partner may say now."""
    return [what for what in PartnerAnswer if referral.status in MAY[what]]


@transaction.atomic
def answer(link, said, *, version, address):
    """The partner has answered: gives "" when that counts, else why it came too late and changed nothing.

    `version` is that of the referral when the page was shown: of two answers at once the first counts, and both are kept.
    """
    referral = links.lock_referral(link.referral)
    look(link, LookKind.ANSWERED, address=address)
    if _is_second_click(referral, link, said):
        return ""
    late = _why_late(referral, said, version)
    if late:
        label = PartnerAnswer(said.what).label
        _keep(link, said, kind=MessageKind.TOO_LATE, text=_join(label, said.words))
    else:
        DO[said.what](referral, link, said)
    plan(referral)
    return late


def _why_late(referral, said, version):
    if not links.is_shared(referral):
        return _("This referral was taken back. What you wrote is kept, and changed nothing.")
    changed = said.what not in ADDS_ONLY and version != referral.version
    if changed or referral.status not in MAY[said.what]:
        status = referral.get_status_display()
        return _(
            "Somebody answered before you: it now stands as “%(status)s”. What you wrote is kept, and changed nothing."
        ) % {"status": status}
    return ""


def _is_second_click(referral, link, said):
    moves = referral.status_changes.filter(changed_by=None, to_status=MOVES.get(said.what), reason=said.reason)
    return (
        moves.filter(changed_at__gt=database.now() - TWICE).exists()
        or _kept(link, said, kind=KINDS.get(said.what), text=said.words).exists()
    )


def _kept(link, said, *, kind, text):
    """The same that was kept a moment ago."""
    same = ReferralMessage.objects.filter(link=link, kind=kind, said_by=said.said_by, text=text, day=said.day)
    return same.filter(created_at__gt=database.now() - TWICE)


def _keep(link, said, *, kind=None, text=None):
    fields = {"kind": kind or KINDS[said.what], "text": said.words if text is None else text}
    if not _kept(link, said, **fields).exists():
        row = ReferralMessage(referral_id=link.referral_id, link=link, said_by=said.said_by, day=said.day, **fields)
        row.save_by(None)


def _accept(referral, link, said):
    workflow.accept_referral(referral, by=None, note=said.reason)


def _wait(referral, link, said):
    workflow.wait_referral(referral, by=None, note=said.reason)


def _decline(referral, link, said):
    workflow.decline_referral(referral, by=None, decline_reason=said.choice, note=said.reason)


def _ask(referral, link, said):
    _keep(link, said)


def _offer(referral, link, said):
    referral.offered_on = said.day
    referral.save_by(None, "offered_on")
    _keep(link, said)


def _visit(referral, link, said):
    """Came, or did not come: the first time that somebody came begins it."""
    if said.choice == Came.CAME and referral.status != STARTED:
        if referral.status in UNANSWERED:
            workflow.accept_referral(referral, by=None, note=said.said_by)
        workflow.attend_referral(referral, by=None, attended_on=said.day, note=said.said_by)
    _keep(link, said)


def _outcome(referral, link, said):
    referral.partner_outcome = said.choice
    referral.save_by(None, "partner_outcome")
    _keep(link, said)


DO = {
    PartnerAnswer.ACCEPT: _accept,
    PartnerAnswer.WAIT: _wait,
    PartnerAnswer.DECLINE: _decline,
    PartnerAnswer.ASK: _ask,
    PartnerAnswer.OFFER: _offer,
    PartnerAnswer.VISIT: _visit,
    PartnerAnswer.OUTCOME: _outcome,
}
