"""Referrals to others, across clients: who must act next, how long each has waited, and with whom it rests."""

from datetime import date, timedelta
from functools import cache

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Subquery, When, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Episode
from clients.reading_up import name_of
from reference import intervals

from .choices import ReferralStatus
from .models import ENDED_BEFORE, OPEN, UNANSWERED, Referral
from .paths import path_called
from .steps import SOON, Progress
from .story import OURS, OWNERS

NO_DAY_SAID = 14  # days after which an answer is late, where no day was said
NO_DAY = date(2100, 12, 31)  # after every day on which an answer is expected
ORDERS = {
    "": ("created_at", "id"),
    "newest": ("-created_at", "-id"),
    "answer": ("answer_first", "created_at", "id"),
    "client": ("family", "first", "id"),
}
OURS_NEXT = [status for status in OPEN if OWNERS[status] == OURS]
OVERDUE, DUE_SOON = "overdue", "soon"  # a step of a path
NOT_BEGUN = [*UNANSWERED, ReferralStatus.ACCEPTED, ReferralStatus.WAITING]
SPREADSHEET = [
    gettext_lazy("Our reference"), gettext_lazy("Client"), gettext_lazy("Keyworker"), gettext_lazy("Service"),
    gettext_lazy("Organisation"), gettext_lazy("For"), gettext_lazy("Status"), gettext_lazy("Next"), gettext_lazy("Sent"),
    gettext_lazy("Days since"), gettext_lazy("Answer expected by"), gettext_lazy("First visit"), gettext_lazy("Outcome"),
    gettext_lazy("Path"), gettext_lazy("Next step"), gettext_lazy("Whose turn"), gettext_lazy("Step due on"),
]  # fmt: skip


def outgoing_of(user):
    """The referrals of all clients whom the user may see."""
    return Referral.objects.visible_to(user)


def with_people(referrals):
    """Each with its client, its service and `keyworker`: the name of whoever works with the client now."""
    current = open_episodes().order_by("-referred_on", "-created_at")
    return referrals.select_related("client", "service__organisation").annotate(
        keyworker=Subquery(current.annotate(named=name_of("keyworker")).values("named")[:1])
    )


def open_episodes():
    return Episode.objects.open().filter(client=OuterRef("client"))


def kept_by(referrals, *who, **keyworker):
    """Those of the clients whose open episode has such a keyworker."""
    return referrals.filter(Exists(open_episodes().filter(*who, **keyworker)))


def late(today=None):
    """The condition that an answer was expected before today; two weeks after it was sent, where nobody said by when."""
    today = today or timezone.localdate()
    is_old = Q(answer_by=None, sent_on__lt=today - timedelta(days=NO_DAY_SAID))
    return Q(status__in=UNANSWERED) & (Q(answer_by__lt=today) | is_old)


def ours_next():
    """The condition that we must act: nobody else can, or the answer is late and we ask for it."""
    return Q(status__in=OURS_NEXT) | late()


def with_step_due(referrals, when, today=None):
    """The keys of those on a path of which a step is overdue, or due within a week: reckoned, like all about steps."""
    today, days_of = today or timezone.localdate(), cache(intervals.days)
    on_paths = referrals.exclude(path="").exclude(status__in=ENDED_BEFORE).order_by()
    rows = on_paths.only("path", "status", "created_at", "sent_on").prefetch_related("steps")
    steps = ((row.pk, next_on_path(row, days_of)) for row in rows)
    days = {pk: step.due_on for pk, step in steps if step and step.due_on}
    first, last = (date.min, today - timedelta(1)) if when == OVERDUE else (today, today + SOON)
    return [pk for pk, day in days.items() if first <= day <= last]


def next_on_path(referral, days_of):
    """The step that is next on the referral's path; None where there is none."""
    return Progress(referral, days_of).next if referral.path else None


def numbers(referrals):
    """How many there are in each state, still going on (""), waiting for us ("ours"), and in all."""
    is_ours = Case(When(ours_next(), then=True), default=False, output_field=BooleanField())
    counts = referrals.order_by().annotate(is_ours=is_ours).values_list("status", "is_ours").annotate(Count("pk"))
    found = {"": 0, "ours": 0, "all": 0}
    for status, is_ours, number in counts:
        found[status] = found.get(status, 0) + number
        found["all"] += number
        found[""] += number if status in OPEN else 0
        found["ours"] += number if is_ours else 0
    return found


def days_since(referral, today: date | None = None):
    """Days since it was sent, while the person has not begun there; else None."""
    if referral.status not in NOT_BEGUN or not referral.sent_on:
        return None
    return ((today or timezone.localdate()) - referral.sent_on).days


def next_step(referral, today=None):
    """Who must act, and what for: a few words."""
    if referral.status in UNANSWERED:
        due = referral.answer_by or referral.sent_on + timedelta(days=NO_DAY_SAID)
        is_late = due < (today or timezone.localdate())
        return _("We: ask them, the answer is late") if is_late else _("They: answer")
    return {
        ReferralStatus.DRAFT: _("We: ask the client to agree, and send it"),
        ReferralStatus.ACCEPTED: _("We: help the client to get there"),
        ReferralStatus.WAITING: _("They: offer a place"),
        ReferralStatus.STARTED: _("We: ask whether it helps"),
        ReferralStatus.DECLINED: _("We: look for another service"),
        ReferralStatus.EXPIRED: _("We: look for another service"),
    }.get(referral.status, "")


def complete(referrals):
    """Put beside each what a row says: days_since_sent, next_step, on_path and its step."""
    today, days_of = timezone.localdate(), cache(intervals.days)
    prefetch_related_objects([one for one in referrals if one.path], "steps")
    for referral in referrals:
        referral.days_since_sent, referral.next_step = days_since(referral, today), next_step(referral, today)
        referral.on_path, referral.step = path_called(referral.path), next_on_path(referral, days_of)
    return referrals


def plain_row(referral):
    """One row of the spreadsheet, without what was said."""
    return [
        referral.client.reference, referral.client.name, (referral.keyworker or "").strip(), referral.service,
        referral.service.organisation, referral.get_domain_display(), referral.get_status_display(),
        referral.next_step, referral.sent_on, referral.days_since_sent, referral.answer_by, referral.attended_on,
        referral.get_outcome_display(), referral.on_path and referral.on_path.label, *_step(referral.step),
    ]  # fmt: skip


def _step(step):
    return [step.title, step.whose, step.due_on] if step else ["", "", None]
