"""Risk: an assessment is a row of named risks; a review makes a new one, and the old one stays as it was."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clients.models import Client, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel

from ..choices import Impact, Likelihood, Presence, RiskBand, RiskKind

BANDS = ((15, RiskBand.HIGH), (8, RiskBand.MODERATE), (4, RiskBand.LOW), (1, RiskBand.VERY_LOW))


def band_of(likelihood, impact):
    """The band of a risk.

    >>> [band_of(1, 3).label, band_of(1, 4).label, band_of(2, 4).label, band_of(3, 5).label]
    ['Very low', 'Low', 'Moderate', 'High']
    """
    return next(band for least, band in BANDS if likelihood * impact >= least)


class RiskAssessmentQuerySet(OfClientQuerySet):
    def current(self):
        """Those that hold: the newest of each client."""
        return self.filter(superseded_at=None)

    def with_risks(self):
        return self.select_related("created_by").prefetch_related("risks")

    def latest_of(self, client):
        """The assessment of a client that holds, with its risks; None before the first."""
        return self.current().with_risks().filter(client=client).first()


@tracked
class RiskAssessment(BaseModel):
    """What may go wrong for a client and for others, as it was judged on a day."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="risk_assessments")
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next")
    assessed_on = models.DateField(_("assessed on"))
    review_on = models.DateField(_("review on"))
    what_changed = models.TextField(_("what has changed"), blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = RiskAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(superseded_at=None), name="one_current_risk_assessment"
            ),
            models.CheckConstraint(
                condition=Q(previous=None) | ~Q(what_changed=""), name="reviewed_risks_say_what_changed"
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.assessed_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("safeguarding:risk_detail", args=[self.pk])

    @property
    def is_overdue(self):
        return self.superseded_at is None and self.review_on < timezone.localdate()

    @cached_property
    def in_order(self):
        """The risks in the order of the list."""
        order = list(RiskKind)
        return sorted(self.risks.all(), key=lambda risk: order.index(risk.kind))

    @property
    def present(self):
        """The risks that there are, the gravest first."""
        return sorted((risk for risk in self.in_order if risk.is_present), key=lambda risk: -risk.score)

    @property
    def without_action(self):
        """The risks that nobody does anything about."""
        return [risk for risk in self.in_order if risk.lacks_action]

    def changes_since(self, before):
        """(risk, its words before, its words now) for each risk that is judged otherwise than before."""
        old = {risk.kind: risk.verdict for risk in before.risks.all()}
        return [
            (risk, old.get(risk.kind, Presence.NOT_KNOWN.label), risk.verdict)
            for risk in self.in_order
            if old.get(risk.kind) != risk.verdict
        ]


@tracked
class Risk(BaseModel):
    """One named risk in an assessment: whether it is there, to whom, what protects, and what is done about it."""

    assessment = models.ForeignKey(RiskAssessment, on_delete=models.CASCADE, related_name="risks")
    kind = models.CharField(_("risk"), max_length=30, choices=RiskKind)
    presence = models.CharField(_("is there this risk"), max_length=10, choices=Presence)
    what = models.TextField(_("what is known"), blank=True)
    likelihood = models.PositiveSmallIntegerField(_("how likely"), choices=Likelihood, null=True, blank=True)
    impact = models.PositiveSmallIntegerField(_("how bad"), choices=Impact, null=True, blank=True)
    to_whom = models.CharField(_("to whom"), max_length=300, blank=True)
    protective = models.TextField(_("what protects"), blank=True)
    action = models.TextField(_("what is done about it"), blank=True)
    action_by = models.CharField(_("by whom"), max_length=200, blank=True)
    action_on = models.DateField(_("by when"), null=True, blank=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind"], name="risk_once_per_assessment"),
            models.CheckConstraint(
                condition=Q(presence=Presence.PRESENT, likelihood__range=(1, 5), impact__range=(1, 5)) & ~Q(what="")
                | ~Q(presence=Presence.PRESENT) & Q(likelihood=None, impact=None),
                name="present_risk_is_judged_in_words",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_present(self):
        return self.presence == Presence.PRESENT

    @property
    def lacks_action(self):
        return self.is_present and not self.action.strip()

    @property
    def score(self):
        """Likelihood times impact: sorts and bands; never shown in place of the words."""
        return self.likelihood * self.impact if self.is_present else 0

    @property
    def band(self):
        return band_of(self.likelihood, self.impact) if self.is_present else None

    @property
    def verdict(self):
        """How it is judged, in words."""
        if not self.is_present:
            return str(self.get_presence_display())
        return f"{self.band.label}: {self.get_likelihood_display()}, {self.get_impact_display()}"
