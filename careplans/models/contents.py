"""The other parts of a version of a plan: treatment, aims for substances, follow-on without a goal, contingency."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from careplans.choices import (
    KIND_OF_CODE,
    SETTING_OF_CODE,
    ContingencyTrigger,
    FollowOn,
    InterventionKind,
    Setting,
    SubstanceAimKind,
    WithoutGoalBecause,
)
from clients.choices import Substance
from clients.models import EpisodeIntervention
from core.history import tracked
from recovery_capital.domains import domain_label

from .parts import Part
from .plan import CarePlan


@tracked
class Intervention(Part):
    """A kind of treatment that was agreed in the plan; `given` is the same in the record, once it stands there.

    Kind, place and days are taken from the record, or the record takes them from here. They stay as they were agreed when
    the record changes, because the client answered for this text; the next version of the plan takes them anew.
    """

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="interventions")
    kind = models.CharField(_("kind"), max_length=30, choices=InterventionKind)
    setting = models.CharField(_("setting"), max_length=30, choices=Setting, default=Setting.COMMUNITY)
    detail = models.CharField(_("what exactly"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    given = models.ForeignKey(
        EpisodeIntervention, on_delete=models.PROTECT, null=True, blank=True, related_name="in_plans",
        verbose_name=_("in the record"), editable=False,
    )  # fmt: skip

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "given"], name="intervention_once_in_a_plan"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="intervention_ends_after_start",
                violation_error_message=_("The end cannot be before the start"),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def in_words(self):
        """What it is in one line."""
        return f"{self}: {self.detail}" if self.detail else str(self)

    @property
    def is_given_otherwise(self):
        """Whether the record has other days than were agreed."""
        return bool(self.given_id) and (self.given.started_on, self.given.ended_on) != (self.starts_on, self.ends_on)


def as_given(row):
    """What a plan says of help that stands in the record: its kind, where it is given, from when and until when."""
    return {
        "kind": KIND_OF_CODE.get(row.kind.code, InterventionKind.RECOVERY_SUPPORT),
        "setting": SETTING_OF_CODE.get(row.setting.code, Setting.COMMUNITY),
        "starts_on": row.started_on,
        "ends_on": row.ended_on,
    }


@tracked
class SubstanceAim(Part):
    """What the person wants to reach with one substance; another version of the plan may say another."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="substance_aims")
    substance = models.CharField(_("substance"), max_length=30, choices=Substance)
    aim = models.CharField(_("aim"), max_length=20, choices=SubstanceAimKind)
    words = models.CharField(_("in the client’s words"), max_length=300, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["plan", "substance"], name="one_aim_for_a_substance")]

    def __str__(self):
        return f"{self.get_substance_display()}: {self.get_aim_display()}"


@tracked
class WithoutGoal(Part):
    """Why a plan has no goal about a part of life: a follow-on domain, or a domain that was rated low."""

    # `one_answer_for_a_part_of_life` begins with the plan: no index of its own in so large a table
    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="without_goal", db_index=False)
    about = models.CharField(_("part of life"), max_length=40)  # a FollowOn, or a domain of recovery capital
    because = models.CharField(_("why there is no goal"), max_length=20, choices=WithoutGoalBecause)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "about"], name="one_answer_for_a_part_of_life"),
            models.CheckConstraint(
                condition=Q(because=WithoutGoalBecause.NO_NEED) | ~Q(reason=""),
                name="not_wanted_now_has_a_reason",
                violation_error_message=_("Say why not now"),
            ),
        ]

    def __str__(self):
        return f"{self.get_about_display()}: {self.get_because_display()}"

    def get_about_display(self):
        return str(dict(FollowOn.choices).get(self.about) or domain_label(self.about))


@tracked
class Contingency(Part):
    """What we do when something goes wrong, agreed before it does, and who may be told."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="contingencies")
    trigger = models.CharField(_("when"), max_length=20, choices=ContingencyTrigger)
    response = models.TextField(_("what we do"))
    may_be_told = models.CharField(_("who may be told"), max_length=300, blank=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self):
        return self.get_trigger_display()
