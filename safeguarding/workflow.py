"""The verbs of safeguarding: a concern is raised, decided, reviewed and closed; risks are assessed and reviewed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.choices import ConsentCategory, ConsentPurpose
from clients.models import SharingOverride
from clients.workflow import lock_client, plan_alerts, request_override
from core.calendar import add_working_days
from core.workflow import NotAllowed, move

from .choices import ConcernDecision, ConcernStatus
from .models import Concern, ConcernReview, MappaRecord, RiskAssessment

DECIDED_FIELDS = [
    "consulted", "consulted_outside", "consulted_at", "decision", "decision_why", "decided_by", "decided_at",
    "referred_to", "referred_at", "with_consent", "sharing_override", "review_on", "is_restricted",
]  # fmt: skip


@transaction.atomic
def raise_concern(concern, *, by):
    """Write down a concern; the safeguarding lead is told, at once in red where there is immediate danger."""
    concern.review_on = add_working_days(timezone.localdate(), 1)
    concern.save_by(by)
    plan_alerts(concern.client)
    return concern


@transaction.atomic
def decide_concern(form, *, by):
    """Decide what to do about a concern, after asking somebody; refer it with consent, or without and say why.

    What is shared without consent is approved by another person by the next working day. Raises EditConflict.
    """
    form.check_version()
    concern, answers = form.instance, form.cleaned_data
    if Concern.objects.get(pk=concern.pk).status != ConcernStatus.RAISED:
        raise NotAllowed(_("Somebody has decided about this concern already."))
    concern.decided_by, concern.decided_at = by, timezone.now()
    if concern.decision == ConcernDecision.REFER and not concern.with_consent:
        concern.sharing_override = request_override(
            SharingOverride(
                client=concern.client,
                outside=concern.get_referred_to_display(),
                purpose=ConsentPurpose.SAFEGUARDING,
                categories=[ConsentCategory.IDENTITY, ConsentCategory.RISK],
                reason=answers["override_reason"],
                why=answers["override_why"],
            ),
            by=by,
        )
    move(concern, ConcernStatus.DECIDED, by=by, fields=DECIDED_FIELDS)
    plan(concern)
    return concern


@transaction.atomic
def review_concern(concern, *, by, what, next_on):
    """Look at a concern again: what has happened since, and when to look next."""
    concern = _locked(concern)
    if concern.status != ConcernStatus.DECIDED:
        raise NotAllowed(_("Only a concern that is being acted on is reviewed."))
    review = ConcernReview(concern=concern, reviewed_on=timezone.localdate(), what=what, next_on=next_on)
    review.save_by(by)
    concern.review_on = next_on
    concern.save_by(by, "review_on")
    plan(concern)
    return review


@transaction.atomic
def close_concern(concern, *, by, outcome):
    """End a concern with its outcome. Never by whoever raised it or decided about it: a second person looks."""
    concern = _locked(concern)
    if concern.needs_another_than(by):
        raise NotAllowed(_("A second person closes a concern: somebody who neither raised it nor decided about it."))
    concern.outcome, concern.closed_by, concern.closed_at = outcome, by, timezone.now()
    move(concern, ConcernStatus.CLOSED, by=by, fields=["outcome", "closed_by", "closed_at"])
    plan(concern)
    return concern


@transaction.atomic
def assess_risks(assessment, risks, *, by):
    """Keep a new assessment of risks; the one before it (`previous`) stays as it was, and no longer holds.

    Refused where somebody else has assessed since this one was begun.
    """
    client = lock_client(assessment.client)
    before = RiskAssessment.objects.current().filter(client=client).first()
    if (before and before.pk) != assessment.previous_id:
        raise NotAllowed(_("Somebody has assessed the risks meanwhile. Open the page again and look at that first."))
    if before:
        before.superseded_at = timezone.now()
        before.save_by(by, "superseded_at")
        plan(before)
    assessment.save_by(by)
    for risk in risks:
        risk.assessment = assessment
        risk.save_by(by)
    plan(assessment)
    plan(client)  # an answer about self-harm may have waited for this
    return assessment


@transaction.atomic
def record_mappa(record, *, by):
    """Write down that a client is managed under MAPPA; nobody outside the section is told."""
    client = lock_client(record.client)
    if MappaRecord.objects.filter(client=client, ended_on=None).exists():
        raise NotAllowed(_("There is a record that holds already. Change that one, or end it first."))
    record.save_by(by)
    return record


@transaction.atomic
def end_mappa(record, *, on, by):
    """The client is no longer managed under MAPPA; the record stays in its section."""
    record = MappaRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.ended_on:
        raise NotAllowed(_("This was ended already."))
    record.ended_on = on
    record.save_by(by, "ended_on")
    return record


def _locked(concern):
    return Concern.objects.select_for_update(of=("self",)).select_related("client").get(pk=concern.pk)
