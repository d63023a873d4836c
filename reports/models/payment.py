"""Payment by outcomes, where a partnership pays so: from when until when, what was reached, and what was claimed for it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Partnership, Team
from clients.models import Client, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel

from ..choices import PaidOutcome
from .fact import Fact


@tracked
class OutcomePayment(BaseModel):
    """A partnership pays by outcomes: for which, from when until when, and why. Without such a row nobody does."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="outcome_payments", verbose_name=_("partnership")
    )
    outcomes = ArrayField(models.CharField(max_length=20, choices=PaidOutcome), verbose_name=_("what is paid for"))
    starts_on = models.DateField(_("outcomes reached from"))
    ends_on = models.DateField(_("outcomes reached until"), null=True, blank=True)
    reason = models.CharField(_("why, and where that is agreed"), max_length=500)

    class Meta:
        ordering = ["partnership__name", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "starts_on"],
                name="outcome_payment_begins_once_a_day",
                violation_error_message=_("For this partnership something begins on this day already"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="outcome_payment_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            ),
            models.CheckConstraint(condition=Q(outcomes__len__gt=0), name="outcome_payment_names_an_outcome"),
            models.CheckConstraint(condition=~Q(reason=""), name="outcome_payment_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.partnership} {self.starts_on:%Y-%m-%d}"

    @property
    def outcome_labels(self):
        return [PaidOutcome(outcome).label for outcome in self.outcomes]


class OutcomeQuerySet(OfClientQuerySet):
    def by_now(self):
        """Without those that are reached when more time has passed."""
        return self.filter(reached_on__lte=timezone.localdate())

    def of_teams(self, user):
        """What a user may see, of the teams that the user works in."""
        return self.visible_to(user).filter(team__in=user.team_ids)

    def unclaimed(self):
        """Without those for which a claim stands that covers a part of the same journey."""
        claims = OutcomeClaim.objects.standing().filter(client=OuterRef("client"), outcome=OuterRef("outcome"))
        return self.filter(
            ~Exists(claims.filter(journey_from__lte=OuterRef("reached_on"), reached_on__gte=OuterRef("journey_from")))
        )


class OutcomeReached(Fact):
    """An outcome that a partnership pays for, reached in a journey; of each outcome the first time in it.

    Its key follows from the client, the journey and the outcome, so that it stays when facts are worked out anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    outcome = models.CharField(_("outcome"), max_length=20, choices=PaidOutcome)
    journey_from = models.DateField()
    episode_key = models.UUIDField(help_text=_("The episode that ended the journey, or its newest"))
    reached_on = models.DateField(_("reached on"))
    proof = models.UUIDField(help_text=_("The record that shows it (reports.outcomes)"))
    claimed_on = models.DateField(null=True)

    objects = OutcomeQuerySet.as_manager()


class ClaimQuerySet(OutcomeQuerySet):
    def standing(self):
        return self.filter(withdrawn_on=None)

    def withdrawn(self):
        return self.exclude(withdrawn_on=None)


@tracked
class OutcomeClaim(BaseModel):
    """Payment was claimed for an outcome: once for each journey. A claim that was taken back stays, with its reason."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="outcome_claims")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="outcome_claims")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="outcome_claims")
    outcome = models.CharField(_("outcome"), max_length=20, choices=PaidOutcome)
    journey_from = models.DateField(_("first day of the journey"))
    reached_on = models.DateField(_("reached on"))
    proof = models.UUIDField(_("the record that shows it"))
    evidence = models.CharField(_("the paper that proves it"), max_length=300, blank=True)
    claimed_on = models.DateField(_("claimed on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-claimed_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "outcome", "journey_from"],
                condition=Q(withdrawn_on=None),
                name="outcome_claimed_once",
                violation_error_message=_("This outcome was claimed already"),
            ),
            models.CheckConstraint(condition=Q(reached_on__gte=F("journey_from")), name="outcome_reached_in_journey"),
            models.CheckConstraint(condition=Q(claimed_on__gte=F("reached_on")), name="outcome_claimed_after_reached"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_why="")
                | Q(withdrawn_on__gte=F("claimed_on")) & ~Q(withdrawn_why=""),
                name="outcome_claim_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=PaidOutcome.JOB) | ~Q(evidence=""), name="job_is_proved_by_a_paper"
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.get_outcome_display()}"
