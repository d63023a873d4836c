"""What became of a referral, told the same to both ends: its moves and what was written, in one line of time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from .choices import MessageKind, ReferralStatus

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


def story_of(referral, *, for_partner=False):
    """Everything that happened, the oldest first. A partner does not read why we drafted, gave up or took back."""
    moves = referral.status_changes.select_related("changed_by")
    messages = referral.messages.select_related("created_by")
    entries = [_move(referral, move, for_partner) for move in moves] + [_message(referral, one) for one in messages]
    if not for_partner:
        entries.append(Entry(referral.created_at, _("Draft written"), str(referral.created_by or "")))
    return sorted(entries, key=lambda entry: entry.at)


def _move(referral, move, for_partner):
    who = str(move.changed_by) if move.changed_by else str(referral.service)
    is_read = not for_partner or move.to_status in BOTH_READ
    return Entry(move.changed_at, str(move.to_label), who, move.reason if is_read else "")


def _message(referral, message):
    said_by = ", ".join(part for part in (message.said_by, str(referral.service)) if part)
    who = said_by if message.is_theirs else str(message.created_by or "")
    if message.is_theirs and message.link_id is None:
        who = _("%(who)s – written down by %(name)s") % {"who": who, "name": message.created_by}
    late = message.kind == MessageKind.TOO_LATE
    return Entry(message.created_at, str(message.get_kind_display()), who, message.text, message.day, late)
