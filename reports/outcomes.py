"""Outcome-payment evidence: what may be claimed, what was, and by which record it is proved. By reference, without names."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import PaidOutcome
from .models import OutcomeClaim, OutcomePayment, OutcomeReached

TO_CLAIM, CLAIMED, WITHDRAWN = "", "claimed", "withdrawn"
STATES = [
    (TO_CLAIM, gettext_lazy("Can be claimed")), (CLAIMED, gettext_lazy("Claimed")), (WITHDRAWN, gettext_lazy("Withdrawn")),
]  # fmt: skip
ORDER = ("reached_on", "id")
# Which record proves an outcome, and the page on which it stands: the route, and whose key it takes.
PROOFS = {
    PaidOutcome.COMPLETED: (gettext_lazy("Episode, closed as completed"), "clients:episode_detail", "proof"),
    PaidOutcome.NOT_BACK: (gettext_lazy("Episode, and none since"), "clients:episode_detail", "proof"),
    PaidOutcome.NOT_USING: (gettext_lazy("Outcomes profile (TOP)"), "recovery_capital:top_detail", "proof"),
    PaidOutcome.JOB: (gettext_lazy("Job, asked about again"), "recovery_capital:work_and_learning", "client_id"),
    PaidOutcome.HOME: (gettext_lazy("Check-up after treatment"), "aftercare:client_aftercare", "client_id"),
}
SPREADSHEET = [
    gettext_lazy("Our reference"), gettext_lazy("Team"), gettext_lazy("Outcome"), gettext_lazy("Reached on"),
    gettext_lazy("Shown by"), gettext_lazy("Paper"), gettext_lazy("Claimed on"), gettext_lazy("Claimed by"),
    gettext_lazy("Withdrawn on"), gettext_lazy("Why it was withdrawn"), gettext_lazy("Still on the record"),
]  # fmt: skip


def is_on():
    """Whether any partnership pays by outcomes, now or once: off unless an administrator has said so."""
    return OutcomePayment.objects.exists()


def payments_for(user):
    """From when until when the partnerships of a user's teams pay, the newest first."""
    return OutcomePayment.objects.filter(partnership__areas__teams__in=user.team_ids).distinct()


def rows_of(user, state):
    """What a user may see in one of STATES: outcomes reached, or claims; both know client, team, outcome and reached_on."""
    if state == TO_CLAIM:
        rows = OutcomeReached.objects.of_teams(user).by_now().unclaimed()
    else:
        claims = OutcomeClaim.objects.of_teams(user).select_related("created_by")
        shown = OutcomeReached.objects.filter(
            client=OuterRef("client"), outcome=OuterRef("outcome"), journey_from__lte=OuterRef("reached_on")
        ).filter(reached_on__gte=OuterRef("journey_from"))
        rows = (claims.standing() if state == CLAIMED else claims.withdrawn()).annotate(is_shown=Exists(shown))
    return rows.select_related("client", "team")


def complete(rows):
    """Give each row `shown_by`, the record in words, and `url`, where it stands."""
    for row in rows:
        row.shown_by, route, key = PROOFS[row.outcome]
        row.url = reverse(route, args=[getattr(row, key)])
    return rows


def plain_row(row):
    """A row for a spreadsheet; what an outcome that is not claimed does not have is empty."""
    head = [row.client.reference, row.team, row.get_outcome_display(), row.reached_on, row.shown_by]
    if isinstance(row, OutcomeReached):
        return [*head, "", "", "", "", "", _("Yes")]
    said = _("Yes") if row.is_shown else _("No")
    return [*head, row.evidence, row.claimed_on, row.created_by, row.withdrawn_on, row.withdrawn_why, said]


@dataclass(frozen=True)
class Part:
    """The rows of one state, for paper."""

    title: str
    rows: list
    has_claims: bool
    left_out: int


def parts_for(user, most):
    """Every state with its rows, the first `most` of each: what a manager hands in as evidence."""
    for state, title in STATES:
        found = rows_of(user, state).order_by(*ORDER)
        rows = complete(list(found[:most]))
        yield Part(str(title), rows, state != TO_CLAIM, found.count() - most if len(rows) == most else 0)
