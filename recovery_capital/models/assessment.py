"""Recovery capital: what somebody's recovery stands on, domain by domain, at a point in time."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange
from recovery_capital.choices import (
    AssessmentStatus,
    EmploymentStatus,
    HousingProblem,
    HousingStatus,
    ParentalStatus,
    YesNo,
)

from ..domains import domain_label

LOW_RATING = 4  # up to here a domain asks for a goal in the plan


class AssessmentQuerySet(OfClientQuerySet):
    def recorded(self):
        """Those that are finished: what charts, plans and reports read."""
        return self.filter(status=AssessmentStatus.RECORDED)

    def in_progress(self):
        """Those that are being answered, section by section."""
        return self.filter(status=AssessmentStatus.IN_PROGRESS)

    def newest_answers(self, client, *names):
        """{question: the newest answer of a client}, whichever assessment holds it; None where nobody has asked."""
        rows = list(self.filter(client=client).order_by("-assessed_on", "-created_at").values(*names))
        return {name: next((row[name] for row in rows if row[name] not in (None, "")), None) for name in names}


@tracked
class Assessment(BaseModel):
    """One look at somebody's recovery capital, made together; repeated at every review.

    It is saved section by section, in any order, and recorded when the answers have been checked together.
    """

    TRANSITIONS = {AssessmentStatus.IN_PROGRESS: [AssessmentStatus.RECORDED]}

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="capital_assessments")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="capital_assessments"
    )
    assessed_on = models.DateField(_("date"))
    status = models.CharField(
        _("status"), max_length=30, choices=AssessmentStatus, default=AssessmentStatus.IN_PROGRESS
    )
    housing_status = models.CharField(_("where the person lives"), max_length=30, choices=HousingStatus, blank=True)
    housing_problem = models.CharField(_("housing problem"), max_length=10, choices=HousingProblem, blank=True)
    employment_status = models.CharField(_("employment"), max_length=30, choices=EmploymentStatus, blank=True)
    physical_health = models.TextField(_("physical health"), blank=True)
    psychological_health = models.TextField(_("psychological health"), blank=True)
    medication = models.TextField(_("medication"), blank=True)
    substitute_medication = models.CharField(
        _("on substitute medication for opioids"), max_length=10, choices=YesNo, blank=True
    )
    parental_status = models.CharField(_("children"), max_length=20, choices=ParentalStatus, blank=True)
    children_in_household = models.PositiveSmallIntegerField(
        _("how many under-18s live in the same home"), null=True, blank=True
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-created_at"]
        indexes = [models.Index(fields=["client", "-assessed_on"], name="assessment_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(children_in_household=None) | Q(children_in_household__lte=30),
                name="household_of_a_possible_size",
            ),
            models.CheckConstraint(
                condition=~Q(children_in_household=0)
                | ~Q(parental_status__in=[ParentalStatus.ALL_LIVE_WITH, ParentalStatus.SOME_LIVE_WITH]),
                name="children_who_live_there_are_counted",
                violation_error_message=_("Enter 1 or more, because children of the person live in the same home"),
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(status=AssessmentStatus.IN_PROGRESS),
                name="one_assessment_in_progress",
                violation_error_message=_("There is one in progress already. Go on with that one."),
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.assessed_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("recovery_capital:assessment_detail", args=[self.pk])

    @property
    def is_in_progress(self):
        return self.status == AssessmentStatus.IN_PROGRESS


class AssessmentStatusChange(StatusChange):
    """One move of an assessment."""

    record = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="status_changes")


class DomainRatingQuerySet(models.QuerySet):
    def latest_of(self, client):
        """The newest recorded row of each domain of a client."""
        newest_first = ["domain", "-assessment__assessed_on", "-assessment__created_at"]
        recorded = self.filter(assessment__client=client, assessment__status=AssessmentStatus.RECORDED)
        rows = recorded.select_related("assessment")
        return rows.order_by(*newest_first).distinct("domain")

    def asking_for_a_goal(self, client):
        """The domains that ask for a goal: rated low, or a need named, when they were last talked about."""
        return [row for row in self.exclude(rating=None, needs="").latest_of(client) if row.asks_for_a_goal]


@tracked
class DomainRating(BaseModel):
    """How somebody sees one domain of life: a number from 0 to 10, strengths, barriers and needs."""

    # `rating_once_per_domain` begins with the assessment: no index of its own in the largest table
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="ratings", db_index=False)
    domain = models.CharField(_("domain"), max_length=30)  # of domains.domain_choices
    rating = models.PositiveSmallIntegerField(_("self-rating"), null=True, blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    barriers = models.TextField(_("barriers"), blank=True)
    needs = models.TextField(_("unmet needs"), blank=True)
    words = models.TextField(_("in the person’s own words"), blank=True)

    objects = DomainRatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="rating_once_per_domain"),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(0, 10)), name="rating_0_to_10"),
        ]

    def __str__(self):
        return f"{self.get_domain_display()}: {self.rating}"

    def get_domain_display(self):
        return domain_label(self.domain)

    @property
    def asks_for_a_goal(self):
        """Whether it needs a goal in the plan, or a reason why there is none."""
        return self.is_low or bool(self.needs)

    @property
    def is_low(self):
        return self.rating is not None and self.rating <= LOW_RATING
