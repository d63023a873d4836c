"""The plan itself: its versions, what the client said of it, and when it is looked at again."""

import json
from hashlib import sha256

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.choices import TREATMENT_KINDS, AgreedHow, Agreement, CopyHow, PlanAuthor, PlanKind, PlanStatus
from clients.models import Client, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange

IN_MAKING = [PlanStatus.DRAFT, PlanStatus.AWAITING_COUNTERSIGN]
CURRENT = [*IN_MAKING, PlanStatus.ACTIVE]
CONTENTS = ["interventions", "substance_aims", "without_goal", "contingencies"]  # besides goals and their actions
NOT_TYPED = {field.name for field in BaseModel._meta.fields}


class CarePlanQuerySet(OfClientQuerySet):
    def active(self):
        return self.filter(status=PlanStatus.ACTIVE)

    def current(self):
        """Drafts, answered plans that wait for a manager, and active plans: what somebody works with now."""
        return self.filter(status__in=CURRENT)

    def in_making(self):
        """Drafts, and answered plans that wait for a manager: at most one of a kind."""
        return self.filter(status__in=IN_MAKING)

    def of_treatment(self):
        """The plans of treatment, which end before aftercare begins."""
        return self.filter(kind__in=TREATMENT_KINDS)

    def overdue(self, day=None):
        """Active plans whose review date has passed."""
        return self.active().filter(review_on__lt=day or timezone.localdate())


@tracked
class CarePlan(BaseModel):
    """One version of what a client and a keyworker have agreed to work on."""

    TRANSITIONS = {
        PlanStatus.DRAFT: [PlanStatus.AWAITING_COUNTERSIGN, PlanStatus.ACTIVE, PlanStatus.DISCARDED],
        PlanStatus.AWAITING_COUNTERSIGN: [PlanStatus.ACTIVE, PlanStatus.DRAFT],
        PlanStatus.ACTIVE: [PlanStatus.SUPERSEDED, PlanStatus.COMPLETED],
        PlanStatus.DISCARDED: [PlanStatus.DRAFT],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="care_plans")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="care_plans")
    kind = models.CharField(_("kind of plan"), max_length=20, choices=PlanKind, default=PlanKind.FULL)
    author = models.CharField(_("whose plan it is"), max_length=20, choices=PlanAuthor, default=PlanAuthor.JOINT)
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
    agreed_by = models.CharField(
        _("who answered"), max_length=200, blank=True,
        help_text=_("When it was not the client alone: an advocate, a parent, an interpreter."),
    )  # fmt: skip
    agreed_hash = models.CharField(max_length=64, blank=True, editable=False)
    copy_given_on = models.DateField(_("copy given on"), null=True, blank=True)
    copy_given_how = models.CharField(_("how the copy was given"), max_length=20, choices=CopyHow, blank=True)
    active_since = models.DateTimeField(null=True, blank=True, editable=False)
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
                fields=["client", "kind"], condition=Q(status__in=IN_MAKING), name="one_draft_plan_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PlanStatus.AWAITING_COUNTERSIGN, PlanStatus.ACTIVE])
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
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(agreed_on=None) | Q(review_on__gt=F("agreed_on")),
                name="plan_is_reviewed_after_it_is_agreed",
                violation_error_message=_("The review must be after the day the client answered"),
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
    def is_awaiting_countersign(self):
        return self.status == PlanStatus.AWAITING_COUNTERSIGN

    @property
    def is_active(self):
        return self.status == PlanStatus.ACTIVE

    @property
    def is_discarded(self):
        return self.status == PlanStatus.DISCARDED

    @property
    def is_current(self):
        return self.status in CURRENT

    @property
    def fingerprint(self):
        """SHA-256, as 64 hexadecimal digits, of everything that stands in the plan: words, goals, actions and the rest.

        It says which text the client answered, and differs as soon as a word of it differs.
        """
        goals = list(self.goals.prefetch_related("actions"))
        text = [self.kind, self.author, self.about, self.contingency]
        for rows in (goals, *(getattr(self, name).all() for name in CONTENTS)):
            text += [typed(row) for row in rows]
        text += [typed(action) for goal in goals for action in goal.actions.all()]
        return sha256(json.dumps(text, default=str).encode()).hexdigest()

    @property
    def stamp(self):
        """The beginning of the fingerprint, short enough for a form."""
        return self.fingerprint[:16]

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


def typed(row):
    """What people typed or chose in a row of a plan, by the names of its columns; not what it was linked to later."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in NOT_TYPED and field.name not in ("plan", "goal", "given")
    }
