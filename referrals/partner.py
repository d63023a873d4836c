"""The verbs of the partner behind a link: it opens the referral, answers, asks, offers a day, says who came.

What comes too late is kept and changes nothing: after the referral was taken back, or after somebody else's answer.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.choices import Section
from alerts.workflow import plan
from clients.workflow import lock_client
from core import database
from core.workflow import NotAllowed
from documents.checking import Checked
from documents.choices import DocumentKind
from documents.models import ClientDocument
from documents.workflow import add_document
from recovery_capital.choices import Domain

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
MOST_FILES = 10  # through one link
# Who may see a file that a partner sends: those who may see what the referral is for. Other domains have no section.
SECTION_OF = {
    Domain.PHYSICAL_HEALTH: Section.CLINICAL,
    Domain.MENTAL_HEALTH: Section.CLINICAL,
    Domain.FAMILY: Section.FAMILY,
    Domain.CHILDREN: Section.FAMILY,
    Domain.OFFENDING: Section.OFFENDING,
}
ACCEPTED, WAITING, STARTED = ReferralStatus.ACCEPTED, ReferralStatus.WAITING, ReferralStatus.STARTED
# What a partner may say in which state; nothing once it has ended.
MAY = {
    PartnerAnswer.ACCEPT: UNANSWERED,
    PartnerAnswer.OFFER: [*UNANSWERED, ACCEPTED, WAITING],
    PartnerAnswer.WAIT: [*UNANSWERED, ACCEPTED],
    PartnerAnswer.ASK: [*UNANSWERED, *TAKEN_ON],
    PartnerAnswer.SEND: [*UNANSWERED, *TAKEN_ON],
    PartnerAnswer.DECLINE: [*UNANSWERED, ACCEPTED, WAITING],
    PartnerAnswer.VISIT: [*UNANSWERED, *TAKEN_ON],
    PartnerAnswer.OUTCOME: [*TAKEN_ON, ReferralStatus.COMPLETED],
}
ADDS_ONLY = {PartnerAnswer.ASK, PartnerAnswer.SEND}  # changes nothing that another answer could contradict


TOO_MANY_FILES = gettext_lazy(
    "%(most)d files came through this link already, and it takes no more. Write to the team, or ring them"
)


@dataclass(frozen=True)
class Said:
    """What somebody at the partner has typed."""

    what: str
    said_by: str
    text: str = ""
    day: object = None
    choice: str = ""
    title: str = ""
    file: Checked | None = None

    @property
    def reason(self):
        """With a move: who said it, and what."""
        return f"{self.said_by}: {self.text}" if self.text else self.said_by

    @property
    def words(self):
        """What was chosen, what was sent, and what was written."""
        chosen = CHOICES[self.what](self.choice).label if self.what in CHOICES else ""
        return _join(chosen, self.title, self.file and self.file.name, self.text)


CHOICES = {
    PartnerAnswer.DECLINE: DeclineReason,
    PartnerAnswer.VISIT: Came,
    PartnerAnswer.OUTCOME: PartnerOutcome,
}
KINDS = {
    PartnerAnswer.ASK: MessageKind.QUESTION,
    PartnerAnswer.SEND: MessageKind.DOCUMENT,
    PartnerAnswer.OFFER: MessageKind.OFFER,
    PartnerAnswer.VISIT: MessageKind.VISIT,
    PartnerAnswer.OUTCOME: MessageKind.NOTE,
}
MOVES = {PartnerAnswer.ACCEPT: ACCEPTED, PartnerAnswer.WAIT: WAITING, PartnerAnswer.DECLINE: ReferralStatus.DECLINED}


def _join(*parts):
    """The words as our record keeps them, in whichever language the partner reads."""
    with override(settings.LANGUAGE_CODE):
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


def may_say(referral, what):
    """Whether an answer would count now."""
    return links.is_shared(referral) and referral.status in MAY[what]


def has_sent_enough(link):
    """Whether as many files came through a link as may."""
    return link.messages.exclude(document=None).count() >= MOST_FILES


@transaction.atomic
def answer(link, said, *, version, address):
    """The partner has answered: gives "" when that counts, else why it came too late and changed nothing.

    `version` is that of the referral when the page was shown: of two answers at once the first counts, and both are kept.
    """
    if said.what == PartnerAnswer.SEND:
        lock_client(link.referral.client)  # before the referral, as whoever takes a consent back does
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
    return f"{late} {_('The file is not kept.')}" if late and said.what == PartnerAnswer.SEND else late


def _why_late(referral, said, version):
    if not links.is_shared(referral):
        return _("This referral was taken back. What you wrote is kept, and changed nothing.")
    changed = said.what not in ADDS_ONLY and version != referral.version
    if referral.status == ReferralStatus.EXPIRED:
        return _("The team had stopped waiting for an answer. What you wrote is kept, and changed nothing. Ring them.")
    if changed or referral.status not in MAY[said.what]:
        status = referral.get_status_display()
        return _(
            "Somebody answered before you: it now stands as “%(status)s”. What you wrote is kept, and changed nothing."
        ) % {"status": status}
    return ""


def _is_second_click(referral, link, said):
    moves = referral.status_changes.filter(changed_by=None, to_status=MOVES.get(said.what), reason=said.reason)
    kept = _kept(link, said, kind=KINDS.get(said.what), text=said.words)
    if said.file:
        kept = kept.filter(document__sha256=said.file.sha256)
    return moves.filter(changed_at__gt=database.now() - TWICE).exists() or kept.exists()


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


def _send(referral, link, said):
    """Keep a file on the record. One that is there already stays as it is: the partner is not told that we had it."""
    if said.file is None:
        raise NotAllowed(_("Choose the file again"))
    if has_sent_enough(link):
        raise NotAllowed(TOO_MANY_FILES % {"most": MOST_FILES})
    document = referral.client.documents.valid().filter(sha256=said.file.sha256).first()
    if document is None:
        document = ClientDocument(
            client=referral.client,
            title=said.title,
            kind=DocumentKind.REPORT,
            received_on=timezone.localdate(),
            section=SECTION_OF.get(referral.domain, ""),
            sent_by=f"{said.said_by}, {referral.service}",
        )
        add_document(document, checked=said.file, by=None)
    message = ReferralMessage(
        referral=referral,
        link=link,
        kind=MessageKind.DOCUMENT,
        said_by=said.said_by,
        text=said.words,
        document=document,
    )
    message.save_by(None)


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
    PartnerAnswer.SEND: _send,
    PartnerAnswer.OFFER: _offer,
    PartnerAnswer.VISIT: _visit,
    PartnerAnswer.OUTCOME: _outcome,
}
