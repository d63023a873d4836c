"""The verbs of reports: claiming payment for an outcome, and taking a claim back."""

from django.db import transaction
from django.utils.translation import gettext as _

from clients.models import Client, Episode
from core.workflow import NotAllowed, lock

from .choices import PaidOutcome
from .models import OutcomeClaim


@transaction.atomic
def claim_outcome(reached, *, on, evidence="", by):
    """Payment is claimed for an outcome that was reached: once for each journey, also where its first day was corrected.

    Raises NotAllowed: it was claimed already, the day lies before it was reached, or the paper is missing.
    """
    lock(Client.objects.get(pk=reached.client_id))
    if not type(reached).objects.filter(pk=reached.pk).unclaimed().exists():
        raise NotAllowed(_("This outcome was claimed already, or the record no longer shows it."))
    if on < reached.reached_on:
        raise NotAllowed(_("It cannot be claimed before the day on which it was reached."))
    if reached.outcome == PaidOutcome.JOB and not evidence:
        raise NotAllowed(_("Say which paper proves the job, and where it is."))
    claim = OutcomeClaim(
        client_id=reached.client_id, team_id=reached.team_id, outcome=reached.outcome, reached_on=reached.reached_on,
        episode=Episode.objects.get(pk=reached.episode_key), journey_from=reached.journey_from, proof=reached.proof,
        claimed_on=on, evidence=evidence,
    )  # fmt: skip
    claim.save_by(by)
    return claim


@transaction.atomic
def withdraw_claim(claim, *, on, why, by):
    """A claim is taken back, with the reason; it stays on the list, and the outcome can be claimed again."""
    lock(claim)
    if claim.withdrawn_on:
        raise NotAllowed(_("This claim was withdrawn already."))
    if on < claim.claimed_on:
        raise NotAllowed(_("It cannot be withdrawn before the day on which it was claimed."))
    claim.withdrawn_on, claim.withdrawn_why = on, why
    claim.save_by(by, "withdrawn_on", "withdrawn_why")
    return claim
