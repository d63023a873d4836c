"""Looking at a plan again: reviews, moved dates, the manager's countersign, and what a team asks for."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from careplans.choices import CountersignDecision
from core.history import tracked
from core.models import BaseModel

from .parts import Part
from .plan import CarePlan

REVIEW_WEEKS = 12  # our default; no national interval was verified (treatment standards, 7.4)


@tracked
class Review(Part):
    """A look back at a plan with the client, which makes its next version."""

    plan = models.OneToOneField(CarePlan, on_delete=models.PROTECT, related_name="review")
    reviewed_on = models.DateField(_("reviewed on"))
    attended = models.CharField(_("who took part"), max_length=300)
    what_changed = models.TextField(_("what has changed"))
    next_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta:
        ordering = ["-reviewed_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=models.F("reviewed_on")),
                name="next_review_is_later",
                violation_error_message=_("The next review must be after this one"),
            )
        ]

    def __str__(self):
        return f"{self.plan} {self.reviewed_on:%Y-%m-%d}"


@tracked
class ReviewMove(Part):
    """The review date of an active plan was moved: from when to when, and why. By whom is who made the row."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="review_moves")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    why = models.CharField(_("why"), max_length=300)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="moved_review_says_why")]

    def __str__(self):
        return f"{self.from_on:%Y-%m-%d} → {self.to_on:%Y-%m-%d}"


@tracked
class Countersign(Part):
    """What a manager said of a plan that the client had answered: approved, or sent back with a comment."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="countersigns")
    decision = models.CharField(_("decision"), max_length=20, choices=CountersignDecision)
    comment = models.TextField(_("comment"), blank=True)
    plan_hash = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=CountersignDecision.APPROVED) | ~Q(comment=""),
                name="plan_sent_back_has_a_comment",
                violation_error_message=_("Say what should change"),
            )
        ]

    def __str__(self):
        return self.get_decision_display()


@tracked
class PlanningRules(BaseModel):
    """What a team asks of its plans; a team without a row has the defaults."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="planning_rules")
    review_weeks = models.PositiveSmallIntegerField(
        _("weeks until a plan is reviewed"),
        default=REVIEW_WEEKS,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
    )
    countersign = models.BooleanField(_("a manager countersigns each plan"), default=False)

    class Meta:
        ordering = ["team__name"]
        constraints = [
            models.CheckConstraint(condition=Q(review_weeks__range=(1, 52)), name="review_weeks_are_sensible")
        ]

    def __str__(self):
        return str(self.team)
