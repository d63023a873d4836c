"""Enrolments: who waits for a programme, attends it, and how that ended."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange

from ..choices import EnrolmentOutcome, EnrolmentReason, EnrolmentStatus
from .programme import Programme, TimetableSlot

ATTENDING = [EnrolmentStatus.ENROLLED, EnrolmentStatus.PAUSED]
OPEN_ENROLMENTS = [EnrolmentStatus.WAITING, *ATTENDING]


class EnrolmentQuerySet(OfClientQuerySet):
    def open(self):
        return self.filter(status__in=OPEN_ENROLMENTS)

    def holding_a_place(self):
        return self.filter(status__in=ATTENDING)

    def waiting(self):
        """Those who wait, whoever asked first first."""
        return self.filter(status=EnrolmentStatus.WAITING).order_by("asked_on", "created_at", "id")


@tracked
class Enrolment(BaseModel):
    """Somebody's place in a programme, or their place in its queue."""

    TRANSITIONS = {
        EnrolmentStatus.WAITING: [EnrolmentStatus.ENROLLED, EnrolmentStatus.NOT_STARTED],
        EnrolmentStatus.ENROLLED: [
            EnrolmentStatus.PAUSED, EnrolmentStatus.COMPLETED, EnrolmentStatus.LEFT,
            EnrolmentStatus.NOT_STARTED,  # a place was given, and nobody came
        ],
        EnrolmentStatus.PAUSED: [EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED, EnrolmentStatus.LEFT],
        EnrolmentStatus.COMPLETED: [EnrolmentStatus.ENROLLED],  # ended by mistake
        EnrolmentStatus.LEFT: [EnrolmentStatus.ENROLLED],
        EnrolmentStatus.NOT_STARTED: [EnrolmentStatus.WAITING],
    }  # fmt: skip

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="enrolments")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("programme")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=EnrolmentStatus, default=EnrolmentStatus.WAITING, editable=False
    )
    hopes = models.TextField(_("what they hope for, in their words"), blank=True)
    asked_on = models.DateField(_("asked for on"))
    started_on = models.DateField(_("started on"), null=True, blank=True)
    planned_end_on = models.DateField(_("planned end"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    reason = models.CharField(_("why"), max_length=20, choices=EnrolmentReason, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=20, choices=EnrolmentOutcome, blank=True)
    outcome_note = models.TextField(_("in the client’s words"), blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-created_at"]
        indexes = [
            models.Index(fields=["programme", "status"], name="enrolment_programme"),
            models.Index(fields=["client", "status"], name="enrolment_client"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "programme"], condition=Q(status__in=OPEN_ENROLMENTS), name="enrolled_once",
                violation_error_message=_("This client is enrolled there, or waits for a place, already"),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*ATTENDING, EnrolmentStatus.COMPLETED, EnrolmentStatus.LEFT], started_on__isnull=False)
                | ~Q(status__in=[*ATTENDING, EnrolmentStatus.COMPLETED, EnrolmentStatus.LEFT]),
                name="enrolled_has_a_start",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_ENROLMENTS, ended_on=None)
                | ~Q(status__in=OPEN_ENROLMENTS) & Q(ended_on__isnull=False),
                name="enrolment_ended_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status=EnrolmentStatus.COMPLETED) & ~Q(outcome="")
                | ~Q(status=EnrolmentStatus.COMPLETED) & Q(outcome=""),
                name="completed_enrolment_has_an_outcome",
                violation_error_message=_("Say what came of it"),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[EnrolmentStatus.LEFT, EnrolmentStatus.NOT_STARTED, EnrolmentStatus.PAUSED])
                | ~Q(reason=""),
                name="enrolment_ended_early_has_a_reason",
                violation_error_message=_("Say why"),
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="enrolment_ends_after_it_starts",
                violation_error_message=_("The end cannot be before the start"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client}: {self.programme}"

    def get_absolute_url(self):
        return reverse("programmes:enrolment_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in OPEN_ENROLMENTS


class EnrolmentStatusChange(StatusChange):
    """One move of an enrolment."""

    record = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="status_changes")

    @property
    def to_label(self):
        return EnrolmentStatus(self.to_status).label


@tracked
class EnrolmentSlot(BaseModel):
    """One line of somebody's own timetable; who has none attends the whole programme."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="slots")
    slot = models.ForeignKey(TimetableSlot, on_delete=models.PROTECT, related_name="enrolments")

    class Meta:
        ordering = ["slot__weekday", "slot__begins_at"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "slot"], name="enrolment_slot_once")]

    def __str__(self):
        return f"{self.enrolment_id} {self.slot}"
