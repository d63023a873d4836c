"""Support after the care plan is complete, and its check-ups."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import ContactKind, Substance
from clients.models import Client, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel

from ..choices import CancelledBecause, CheckUpOutcome, CheckUpSchedule, ConcernLevel, Mood, WorkNow
from ..schedule import OFFERED_MONTHS, TRIES, months_later, next_try, next_try_on
from .handover import Handover


@tracked
class Aftercare(BaseModel):
    """Support after the care plan is complete."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="aftercare")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="aftercare")
    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="aftercare")
    started_on = models.DateField(_("since"))
    schedule = models.CharField(
        _("check-ups"), max_length=30, choices=CheckUpSchedule, default=CheckUpSchedule.STANDARD
    )

    ended_early_because = models.TextField(_("why the client wanted to end it early"), blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        verbose_name_plural = _("aftercare")

    def __str__(self):
        return f"{self.client} {self.started_on:%Y-%m-%d}"

    @property
    def offered_until(self):
        """The day until which support is offered at least."""
        return months_later(self.started_on, OFFERED_MONTHS)


class CheckUpQuerySet(OfClientQuerySet):
    def to_do(self):
        return self.filter(done_on=None, cancelled_because="")

    def overdue(self, day=None):
        return self.to_do().filter(due_on__lt=day or timezone.localdate())


@tracked
class CheckUp(BaseModel):
    """One planned contact in aftercare."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="check_ups")
    aftercare = models.ForeignKey(Aftercare, on_delete=models.PROTECT, related_name="check_ups")
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=CheckUpOutcome, blank=True)
    note = models.TextField(_("note"), blank=True)
    cancelled_because = models.CharField(_("cancelled because"), max_length=20, choices=CancelledBecause, blank=True)
    mood = models.CharField(_("how the client feels"), max_length=20, choices=Mood, blank=True)
    housing_changed = models.BooleanField(_("the home has changed"), null=True, blank=True)
    work = models.CharField(_("work or education"), max_length=20, choices=WorkNow, blank=True)
    meetings = models.PositiveSmallIntegerField(_("mutual-aid meetings in the last 28 days"), null=True, blank=True)
    concern = models.CharField(_("concern"), max_length=10, choices=ConcernLevel, blank=True)
    acted_on = models.DateField(_("acted on"), null=True, blank=True)
    action_taken = models.TextField(_("what was done"), blank=True)

    objects = CheckUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        indexes = [models.Index(fields=["client", "due_on"], condition=Q(done_on=None), name="check_up_to_do")]
        constraints = [
            models.UniqueConstraint(fields=["aftercare", "due_on"], name="check_up_once_a_day"),
            models.CheckConstraint(
                condition=Q(done_on=None, outcome="") | Q(done_on__isnull=False) & ~Q(outcome=""),
                name="done_check_up_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(cancelled_because=""), name="check_up_done_or_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(acted_on=None, action_taken="") | Q(acted_on__isnull=False) & ~Q(action_taken=""),
                name="check_up_action_has_day_and_words",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.due_on:%Y-%m-%d}"

    @property
    def is_overdue(self):
        return self.done_on is None and not self.cancelled_because and self.due_on < timezone.localdate()

    @property
    def waits_for_action(self):
        """Whether something had to be done that day, and nobody has said that it was."""
        return self.concern == ConcernLevel.ACT and self.acted_on is None

    @property
    def next_try(self):
        """What comes next while nobody has been reached."""
        kinds = [attempt.kind for attempt in self.attempts.all()]
        return next_try(kinds, self.aftercare.handover.may_contact_again)

    @property
    def to_do_on(self):
        """The day on which it is to be done: as planned, or after the last try."""
        tried = list(self.attempts.all())
        return next_try_on(tried[-1].tried_on, self.next_try) if tried else self.due_on

    @property
    def tries_left(self):
        return max(0, TRIES - len(self.attempts.all()))


@tracked
class CheckUpAttempt(BaseModel):
    """One try to reach somebody for a check-up."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="check_up_attempts")
    check_up = models.ForeignKey(CheckUp, on_delete=models.PROTECT, related_name="attempts")
    kind = models.CharField(_("how"), max_length=20, choices=ContactKind)
    tried_on = models.DateField(_("on which day"))
    reached = models.BooleanField(_("the client was reached"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["tried_on", "created_at"]

    def __str__(self):
        return f"{self.client} {self.tried_on:%Y-%m-%d}"


@tracked
class CheckUpUse(BaseModel):
    """On how many of the last 28 days somebody used one substance, as told at a check-up."""

    check_up = models.ForeignKey(CheckUp, on_delete=models.PROTECT, related_name="use")
    substance = models.CharField(_("substance"), max_length=40, choices=Substance)
    days = models.PositiveSmallIntegerField(_("days of the last 28"))

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["check_up", "substance"], name="use_once_per_check_up"),
            models.CheckConstraint(condition=Q(days__lte=28), name="use_within_28_days"),
        ]

    def __str__(self):
        return f"{self.get_substance_display()}: {self.days}"
