"""Appointments with one person, and the rhythm of key work."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from clients.choices import MissedReason
from clients.models import Client, Contact, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key

from ..choices import AppointmentKind, AppointmentStatus, CancelledBy
from .enrolment import Enrolment
from .programme import Room


class AppointmentQuerySet(OfClientQuerySet):
    def booked(self):
        return self.filter(status=AppointmentStatus.BOOKED)

    def not_cancelled(self):
        return self.exclude(status=AppointmentStatus.CANCELLED)

    def between(self, first, last):
        """Those that begin in a time."""
        return self.filter(begins_at__gte=first, begins_at__lt=last)


@tracked
class Appointment(BaseModel):
    """A time that a client and a member of staff keep for each other. What came of it is a contact on the record."""

    TRANSITIONS = {
        AppointmentStatus.BOOKED: [
            AppointmentStatus.ATTENDED, AppointmentStatus.MISSED, AppointmentStatus.CANCELLED,
        ],
        AppointmentStatus.ATTENDED: [AppointmentStatus.BOOKED],  # the outcome was written for the wrong one
        AppointmentStatus.MISSED: [AppointmentStatus.BOOKED],
        AppointmentStatus.CANCELLED: [AppointmentStatus.BOOKED],
    }  # fmt: skip

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointments")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments",
        verbose_name=_("part of"),
    )  # fmt: skip
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("team"))
    kind = models.CharField(_("what for"), max_length=20, choices=AppointmentKind)
    status = models.CharField(
        _("status"), max_length=20, choices=AppointmentStatus, default=AppointmentStatus.BOOKED, editable=False
    )
    worker = user_key(null=False, blank=False, related_name="appointments", verbose_name=_("with"))
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("room")
    )
    where = models.CharField(_("where, when it is no room of ours"), max_length=300, blank=True)
    purpose = models.CharField(_("what to talk about"), max_length=500, blank=True)
    cancelled_by = models.CharField(_("who cancelled"), max_length=10, choices=CancelledBy, blank=True, editable=False)
    missed_reason = models.CharField(_("reason missed"), max_length=30, choices=MissedReason, blank=True)
    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="appointment", editable=False
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["begins_at", "id"]
        indexes = [
            models.Index(fields=["client", "begins_at"], name="appointment_client"),
            models.Index(fields=["worker", "begins_at"], name="appointment_worker"),
            models.Index(fields=["team", "begins_at"], name="appointment_team"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="appointment_ends_after_it_begins",
                violation_error_message=_("The end must be after the beginning"),
            ),
            models.CheckConstraint(
                condition=Q(begins_at__range=("2000-01-01T00:00Z", "2100-12-31T00:00Z")), name="appointment_in_this_century",
                violation_error_message=_("Enter a day between 2000 and 2100"),
            ),
            models.CheckConstraint(
                condition=Q(status=AppointmentStatus.CANCELLED) & ~Q(cancelled_by="")
                | ~Q(status=AppointmentStatus.CANCELLED) & Q(cancelled_by=""),
                name="cancelled_appointment_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(missed_reason="") | Q(status=AppointmentStatus.MISSED), name="reason_missed_only_when_missed"
            ),
            models.CheckConstraint(
                condition=Q(contact=None) | Q(status__in=[AppointmentStatus.ATTENDED, AppointmentStatus.MISSED]),
                name="appointment_with_contact_has_an_outcome",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} {timezone.localtime(self.begins_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("programmes:appointment_detail", args=[self.pk])

    @property
    def is_booked(self):
        return self.status == AppointmentStatus.BOOKED


class AppointmentStatusChange(StatusChange):
    """One move of an appointment."""

    record = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="status_changes")

    @property
    def to_label(self):
        return AppointmentStatus(self.to_status).label


@tracked
class KeyWorkRhythm(BaseModel):
    """How often keyworker and client meet in one episode, where it is not the service's usual interval."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="key_work_rhythms")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="key_work_rhythm")
    every_days = models.PositiveSmallIntegerField(_("days from one key-work meeting to the next"))
    why = models.CharField(_("why"), max_length=300, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every_days__range=(1, 182)), name="key_work_at_least_twice_a_year",
                violation_error_message=_("Enter 1 to 182 days"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.episode_id} {self.every_days}"
