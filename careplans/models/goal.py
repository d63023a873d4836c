"""Goals in the client’s words, and who does what about them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.choices import (
    STILL_TO_DO,
    ActionOwner,
    ActionStatus,
    GoalAim,
    GoalStatus,
    Horizon,
    Readiness,
    RecoverySupport,
)
from core.history import tracked
from core.models import StatusChange
from programmes.choices import EnrolmentStatus
from programmes.models import Enrolment
from recovery_capital.domains import domain_label
from referrals.choices import ReferralStatus
from referrals.models import TAKEN_ON, Referral
from services_directory.models import Service

from .parts import Part, PartQuerySet
from .plan import CarePlan


@tracked
class Goal(Part):
    """What the client wants to change, in the client's own words."""

    TRANSITIONS = {
        GoalStatus.OPEN: [
            GoalStatus.ACHIEVED,
            GoalStatus.PARTLY_ACHIEVED,
            GoalStatus.NOT_ACHIEVED,
            GoalStatus.NO_LONGER_RELEVANT,
        ],
    }

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="goals")
    domain = models.CharField(_("domain"), max_length=30)  # of recovery_capital.domains
    aim = models.CharField(_("what it serves"), max_length=30, choices=GoalAim)
    words = models.TextField(_("goal, in the client’s words"))
    strengths = models.TextField(_("what will help"), blank=True)
    readiness = models.CharField(_("readiness"), max_length=20, choices=Readiness, blank=True)
    starts_on = models.DateField(_("from when"), null=True, blank=True)
    horizon = models.CharField(_("by when"), max_length=20, choices=Horizon, blank=True)
    target_on = models.DateField(_("target date"), null=True, blank=True)
    status = models.CharField(_("how it stands"), max_length=30, choices=GoalStatus, default=GoalStatus.OPEN)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(aim=""), name="goal_has_an_aim"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(target_on=None) | Q(target_on__gte=models.F("starts_on")),
                name="goal_ends_after_it_starts",
                violation_error_message=_("The target date cannot be before the start"),
            ),
            models.CheckConstraint(
                condition=~Q(horizon=Horizon.FUTURE) | Q(target_on=None),
                name="goal_for_the_future_has_no_date",
                violation_error_message=_("A goal for the future has no date yet"),
            ),
        ]

    def __str__(self):
        return self.get_domain_display()

    def get_domain_display(self):
        return domain_label(self.domain)

    @property
    def is_open(self):
        return self.status == GoalStatus.OPEN


class GoalStatusChange(StatusChange):
    """One move of a goal."""

    record = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="status_changes")


class ActionQuerySet(PartQuerySet):
    def delivered(self, client, since, until):
        """The national recovery-support flags that what was done for a client from one day to another delivered."""
        done = self.filter(goal__plan__client=client, status=ActionStatus.DONE, done_on__range=(since, until))
        flags = done.exclude(recovery_support="").values_list("recovery_support", flat=True)
        return sorted(flags.order_by().distinct())


@tracked
class Action(Part):
    """One thing that somebody does towards a goal."""

    TRANSITIONS = {
        ActionStatus.TO_DO: [
            ActionStatus.UNDER_WAY,
            ActionStatus.DONE,
            ActionStatus.CANNOT_YET,
            ActionStatus.DROPPED,
        ],
        ActionStatus.UNDER_WAY: [
            ActionStatus.TO_DO,
            ActionStatus.DONE,
            ActionStatus.CANNOT_YET,
            ActionStatus.DROPPED,
        ],
        ActionStatus.CANNOT_YET: [
            ActionStatus.TO_DO,
            ActionStatus.UNDER_WAY,
            ActionStatus.DONE,
            ActionStatus.DROPPED,
        ],
        ActionStatus.DONE: [ActionStatus.TO_DO],  # not done after all
        ActionStatus.DROPPED: [ActionStatus.TO_DO],
    }
    to_plan = "goal__plan"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(_("what"), max_length=500)
    owner = models.CharField(_("who"), max_length=20, choices=ActionOwner)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions", verbose_name=_("service")
    )
    owner_name = models.CharField(_("name of the person or agency"), max_length=200, blank=True)
    by_when = models.DateField(_("by when"), null=True, blank=True)
    status = models.CharField(_("how it stands"), max_length=30, choices=ActionStatus, default=ActionStatus.TO_DO)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    not_yet_because = models.CharField(_("why it cannot be done yet"), max_length=300, blank=True)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions",
        verbose_name=_("referral"),
    )  # fmt: skip
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions",
        verbose_name=_("enrolment"),
    )  # fmt: skip
    intervention = models.ForeignKey(
        "careplans.Intervention", on_delete=models.SET_NULL, null=True, blank=True, related_name="actions",
        verbose_name=_("intervention"),
    )  # fmt: skip
    recovery_support = models.CharField(
        _("national recovery-support flag"), max_length=30, choices=RecoverySupport, blank=True
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner=ActionOwner.OTHER) | ~Q(owner_name=""),
                name="other_owner_has_a_name",
                violation_error_message=_("Enter the name of the person or agency"),
            ),
            models.CheckConstraint(
                condition=~Q(owner=ActionOwner.SERVICE) | Q(service__isnull=False),
                name="service_that_acts_is_named",
                violation_error_message=_("Choose the service"),
            ),
            models.CheckConstraint(
                condition=Q(status=ActionStatus.DONE, done_on__isnull=False)
                | (~Q(status=ActionStatus.DONE) & Q(done_on=None)),
                name="done_action_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status=ActionStatus.CANNOT_YET) | ~Q(not_yet_because=""),
                name="action_that_cannot_be_done_says_why",
                violation_error_message=_("Say why it cannot be done yet"),
            ),
        ]

    def __str__(self):
        return self.what[:60]

    @property
    def plan(self):
        return self.goal.plan

    @property
    def who(self):
        """Whoever does it, in words."""
        if self.owner == ActionOwner.SERVICE:
            return str(self.service)
        return self.owner_name if self.owner == ActionOwner.OTHER else self.get_owner_display()

    @property
    def referral_suggests(self):
        """How the action stands by its referral, where nobody has written it down yet; else None."""
        if not self.referral_id or self.status not in STILL_TO_DO:
            return None
        if self.referral.status == ReferralStatus.COMPLETED:
            return ActionStatus.DONE
        is_under_way = self.referral.status in TAKEN_ON
        return ActionStatus.UNDER_WAY if is_under_way and self.status != ActionStatus.UNDER_WAY else None

    @property
    def enrolment_suggests(self):
        """How the action stands by its enrolment, where nobody has written it down yet; else None."""
        if not self.enrolment_id or self.status not in STILL_TO_DO:
            return None
        if self.enrolment.status == EnrolmentStatus.COMPLETED:
            return ActionStatus.DONE
        attends = self.enrolment.status == EnrolmentStatus.ENROLLED
        return ActionStatus.UNDER_WAY if attends and self.status != ActionStatus.UNDER_WAY else None

    @property
    def is_overdue(self):
        return bool(self.by_when) and self.status in STILL_TO_DO and self.by_when < timezone.localdate()


class ActionStatusChange(StatusChange):
    """One move of an action."""

    record = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="status_changes")
