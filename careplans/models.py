"""Care plans: goals in the client's words, actions, interventions, agreement and reviews."""

from hashlib import sha256

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange
from recovery_capital.choices import Domain

from .choices import (
    ActionOwner,
    AgreedHow,
    Agreement,
    GoalOutcome,
    InterventionKind,
    PlanKind,
    PlanStatus,
    Setting,
)


class CarePlanQuerySet(OfClientQuerySet):
    def active(self):
        return self.filter(status=PlanStatus.ACTIVE)

    def current(self):
        """Drafts and active plans: what somebody works with now."""
        return self.filter(status__in=[PlanStatus.DRAFT, PlanStatus.ACTIVE])

    def overdue(self, day=None):
        """Active plans whose review date has passed."""
        return self.active().filter(review_on__lt=day or timezone.localdate())


class PartQuerySet(models.QuerySet):
    """Goals, actions and interventions: whoever may see the client may see them."""

    def visible_to(self, user):
        to_plan = "goal__plan" if self.model is Action else "plan"
        return self.filter(**{f"{to_plan}__client__in": Client.objects.visible_to(user)})

    def with_plan(self):
        to_plan = "goal__plan" if self.model is Action else "plan"
        return self.select_related(f"{to_plan}__client")


@tracked
class CarePlan(BaseModel):
    """One version of what a client and a keyworker have agreed to work on."""

    TRANSITIONS = {
        PlanStatus.DRAFT: [PlanStatus.ACTIVE, PlanStatus.SUPERSEDED],
        PlanStatus.ACTIVE: [PlanStatus.SUPERSEDED, PlanStatus.COMPLETED],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="care_plans")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="care_plans")
    kind = models.CharField(_("kind of plan"), max_length=20, choices=PlanKind, default=PlanKind.FULL)
    number = models.PositiveIntegerField(default=1, editable=False)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="next_version", editable=False
    )
    status = models.CharField(_("status"), max_length=30, choices=PlanStatus, default=PlanStatus.DRAFT)
    about = models.TextField(
        _("what matters to me"),
        blank=True,
        help_text=_("In the client’s own words: hopes, strengths, what has helped."),
    )
    contingency = models.TextField(
        _("if things go wrong"), blank=True,
        help_text=_("What we do after missed appointments, a lapse, an arrest, a hospital stay; whom we may tell."),
    )  # fmt: skip
    review_on = models.DateField(_("next review"), null=True, blank=True)
    agreement = models.CharField(_("the client"), max_length=20, choices=Agreement, blank=True)
    agreed_how = models.CharField(_("how"), max_length=20, choices=AgreedHow, blank=True)
    agreed_on = models.DateField(_("when"), null=True, blank=True)
    agreement_reason = models.TextField(_("why not"), blank=True)
    copy_given_on = models.DateField(_("copy given on"), null=True, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)

    objects = CarePlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["client", "status"], name="care_plan_client"),
            models.Index(fields=["review_on"], condition=Q(status=PlanStatus.ACTIVE), name="care_plan_review"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind"], condition=Q(status=PlanStatus.ACTIVE), name="one_active_plan_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["client", "kind"], condition=Q(status=PlanStatus.DRAFT), name="one_draft_plan_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.ACTIVE)
                | (~Q(agreement="") & Q(agreed_on__isnull=False, review_on__isnull=False)),
                name="active_plan_has_answer_and_review",
            ),
            models.CheckConstraint(
                condition=Q(agreement__in=["", Agreement.AGREES]) | ~Q(agreement_reason=""),
                name="no_agreement_has_a_reason",
                violation_error_message=_("Say why, in a few words"),
            ),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.COMPLETED) | Q(completed_on__isnull=False),
                name="completed_plan_has_a_date",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.get_kind_display()} {self.number}"

    def get_absolute_url(self):
        return reverse("careplans:care_plan_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == PlanStatus.DRAFT

    @property
    def is_active(self):
        return self.status == PlanStatus.ACTIVE

    @property
    def is_current(self):
        return self.is_draft or self.is_active

    @property
    def stamp(self):
        """Short for everything that stands in the plan now: it differs when a goal, an action or a help differs."""
        rows = [(self.pk, self.version)]
        for parts in (self.goals, Action.objects.filter(goal__plan=self), self.interventions):
            rows += parts.order_by("pk").values_list("pk", "version")
        return sha256("".join(f"{key}{version}" for key, version in rows).encode()).hexdigest()[:16]

    @property
    def versions(self):
        """Every version of this kind of plan of the client, newest first."""
        return CarePlan.objects.filter(client=self.client_id, kind=self.kind).order_by("-number")

    @property
    def days_overdue(self):
        """Days since the review date passed, for an active plan; else 0."""
        if self.status != PlanStatus.ACTIVE or not self.review_on:
            return 0
        return max((timezone.localdate() - self.review_on).days, 0)


class CarePlanStatusChange(StatusChange):
    """One move of a care plan."""

    record = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="status_changes")


@tracked
class Goal(BaseModel):
    """What the client wants to change, in the client's own words."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="goals")
    domain = models.CharField(_("domain"), max_length=30, choices=Domain)
    words = models.TextField(_("goal, in the client’s words"))
    strengths = models.TextField(_("what will help"), blank=True)
    target_on = models.DateField(_("by when"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=GoalOutcome, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]

    def __str__(self):
        return self.get_domain_display()


@tracked
class Action(BaseModel):
    """One thing that somebody does towards a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(_("what"), max_length=500)
    owner = models.CharField(_("who"), max_length=20, choices=ActionOwner)
    owner_name = models.CharField(_("name of the person or agency"), max_length=200, blank=True)
    by_when = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner=ActionOwner.OTHER) | ~Q(owner_name=""),
                name="other_owner_has_a_name",
                violation_error_message=_("Enter the name of the person or agency"),
            )
        ]

    def __str__(self):
        return self.what[:60]

    @property
    def plan(self):
        return self.goal.plan

    @property
    def who(self):
        return self.owner_name if self.owner == ActionOwner.OTHER else self.get_owner_display()

    @property
    def is_overdue(self):
        return bool(self.by_when) and not self.done_on and self.by_when < timezone.localdate()


@tracked
class Intervention(BaseModel):
    """A kind of treatment given under the plan."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="interventions")
    kind = models.CharField(_("kind"), max_length=30, choices=InterventionKind)
    setting = models.CharField(_("setting"), max_length=30, choices=Setting, default=Setting.COMMUNITY)
    detail = models.CharField(_("what exactly"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="intervention_ends_after_start",
                violation_error_message=_("The end cannot be before the start"),
            )
        ]

    def __str__(self):
        return self.get_kind_display()


@tracked
class Review(BaseModel):
    """A look back at a plan with the client, which makes its next version."""

    plan = models.OneToOneField(CarePlan, on_delete=models.PROTECT, related_name="review")
    reviewed_on = models.DateField(_("reviewed on"))
    attended = models.CharField(_("who took part"), max_length=300)
    what_changed = models.TextField(_("what has changed"))

    class Meta:
        ordering = ["-reviewed_on"]

    def __str__(self):
        return f"{self.plan} {self.reviewed_on:%Y-%m-%d}"
