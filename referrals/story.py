"""What became of a referral, told the same to both ends: its moves and what was written, in one line of time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from documents.models import ClientDocument

from .choices import MessageKind, ReferralStatus
from .models import TAKEN_ON, UNANSWERED

OURS, THEIRS, NOBODY = "ours", "theirs", "nobody"
# Who acts next in each state.
OWNERS = {
    ReferralStatus.DRAFT: OURS,
    ReferralStatus.SENT: THEIRS,
    ReferralStatus.RECEIVED: THEIRS,
    ReferralStatus.ACCEPTED: OURS,
    ReferralStatus.WAITING: THEIRS,
    ReferralStatus.STARTED: OURS,
    ReferralStatus.COMPLETED: NOBODY,
    ReferralStatus.DECLINED: OURS,
    ReferralStatus.WITHDRAWN: NOBODY,
    ReferralStatus.EXPIRED: OURS,
}
TO_ANSWER = [
    MessageKind.QUESTION,
    MessageKind.OFFER,
    MessageKind.DOCUMENT,
    MessageKind.TOO_LATE,
]  # what a partner wrote and we must answer
BOTH_READ = [ReferralStatus.ACCEPTED, ReferralStatus.WAITING, ReferralStatus.DECLINED, ReferralStatus.STARTED]


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    at: datetime
    title: str
    who: str
    text: str = ""
    day: date | None = None
    changed_nothing: bool = False
    in_english: bool = False  # what we wrote: a partner may read the rest of the page in Welsh
    document: ClientDocument | None = None


def unanswered(referral, messages):
    """What the partner wrote behind a link, and nobody of us has written or spoken with them since."""
    answered_at = max((message.created_at for message in messages if not message.link_id), default=None)
    for message in messages:
        is_unread = answered_at is None or message.created_at > answered_at
        if not (is_unread and message.link_id and message.kind in TO_ANSWER):
            continue
        if message.kind == MessageKind.TOO_LATE or referral.status in [*UNANSWERED, *TAKEN_ON]:
            yield message


def story_of(referral, *, for_partner=False, user=None):
    """Everything that happened, the oldest first, with the documents that the user may open.

    A partner does not read why we drafted, gave up or took back, and opens no document.
    """
    moves = referral.status_changes.select_related("changed_by")
    messages = list(referral.messages.select_related("created_by"))
    documents = _documents(messages, user) if user else {}
    entries = [_move(referral, move, for_partner) for move in moves]
    entries += [_message(referral, one, documents.get(one.document_id)) for one in messages]
    if not for_partner:
        entries.append(Entry(referral.created_at, _("Draft written"), str(referral.created_by or "")))
    return sorted(entries, key=lambda entry: entry.at)


def _documents(messages, user):
    """The documents that came with messages, by their keys."""
    keys = {message.document_id for message in messages if message.document_id}
    may_read = keys and user.has_perm("documents.view_clientdocument")
    return ClientDocument.objects.visible_to(user).in_bulk(keys) if may_read else {}


def _move(referral, move, for_partner):
    who = str(move.changed_by) if move.changed_by else str(referral.service)
    is_read = not for_partner or move.to_status in BOTH_READ
    words = move.reason if is_read else ""
    return Entry(move.changed_at, str(move.to_label), who, words, in_english=move.changed_by is not None)


def _message(referral, message, document):
    said_by = ", ".join(part for part in (message.said_by, str(referral.service)) if part)
    who = said_by if message.is_theirs else str(message.created_by or "")
    if message.is_theirs and message.link_id is None:
        who = _("%(who)s – written down by %(name)s") % {"who": who, "name": message.created_by}
    late = message.kind == MessageKind.TOO_LATE
    ours = {"in_english": message.link_id is None, "document": document}
    return Entry(message.created_at, str(message.get_kind_display()), who, message.text, message.day, late, **ours)
