"""Missed and lost: the steps by which we try to reach somebody who did not come."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Contact, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key

from ..choices import PathStatus, StepKind, StepOutcome
from .appointment import Appointment
from .session import Attendance


class MissedPathQuerySet(OfClientQuerySet):
    def open(self):
        return self.filter(status=PathStatus.OPEN)


@tracked
class MissedPath(BaseModel):
    """Somebody did not come, and we try to reach them: begun by the first miss, ended when they are back or the team
    has decided (wraparound notes 2.6)."""

    TRANSITIONS = {
        PathStatus.OPEN: [PathStatus.BACK, PathStatus.KEPT_OPEN, PathStatus.LET_GO, PathStatus.STOPPED],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="missed_paths")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="missed_paths")
    status = models.CharField(_("status"), max_length=20, choices=PathStatus, default=PathStatus.OPEN, editable=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="missed_paths"
    )
    attendance = models.ForeignKey(
        Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="missed_paths"
    )
    missed_on = models.DateField(_("missed on"))
    child_at_home = models.BooleanField(_("a child is in the house"), default=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    decision_note = models.TextField(_("what the team decided, and why"), blank=True)

    objects = MissedPathQuerySet.as_manager()

    class Meta:
        ordering = ["-missed_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(status=PathStatus.OPEN), name="one_missed_path_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(appointment=None, attendance__isnull=False) | Q(appointment__isnull=False, attendance=None),
                name="missed_path_begins_with_a_miss",
            ),
            models.CheckConstraint(
                condition=Q(status=PathStatus.OPEN, ended_on=None)
                | ~Q(status=PathStatus.OPEN) & Q(ended_on__isnull=False),
                name="missed_path_ended_has_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.missed_on}"

    def get_absolute_url(self):
        return reverse("programmes:missed_detail", args=[self.pk])

    @property
    def what(self):
        """What was missed first, in words."""
        line = self.attendance
        return f"{line.session.programme}: {line.session.name}" if line else self.appointment.get_kind_display()


class MissedPathStatusChange(StatusChange):
    """One move of a path after a miss."""

    record = models.ForeignKey(MissedPath, on_delete=models.CASCADE, related_name="status_changes")


@tracked
class MissedStep(BaseModel):
    """One thing to do after a miss: by when, by whom, and what came of it."""

    path = models.ForeignKey(MissedPath, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("what"), max_length=20, choices=StepKind)
    owner = user_key(related_name="missed_steps", verbose_name=_("who"))
    due_on = models.DateField(_("by when"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=20, choices=StepOutcome, blank=True)
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="missed_steps", editable=False
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["due_on", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["path", "kind"], name="missed_step_once"),
            models.CheckConstraint(
                condition=Q(done_on=None, outcome="") | Q(done_on__isnull=False) & ~Q(outcome=""),
                name="missed_step_done_has_an_outcome",
                violation_error_message=_("Say what came of it"),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.due_on}"
