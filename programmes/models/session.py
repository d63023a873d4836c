"""Sessions of programmes, and their registers."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import MissedReason
from clients.models import Client, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key

from ..choices import THERE, Component, Mark, SessionCancelled, SessionStatus
from .enrolment import Enrolment
from .programme import Programme, Room, TimetableSlot


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The sessions of the user's teams; who attends them is a matter of each client's record."""
        return self.filter(programme__team__in=user.team_ids)

    def not_cancelled(self):
        return self.exclude(status=SessionStatus.CANCELLED)

    def between(self, first, last):
        """Those that begin in a time."""
        return self.filter(begins_at__gte=first, begins_at__lt=last)


@tracked
class ProgrammeSession(BaseModel):
    """One meeting of a programme. `slot_on` is the day that the timetable gave it, wherever it was moved."""

    TRANSITIONS = {
        SessionStatus.PLANNED: [SessionStatus.HELD, SessionStatus.CANCELLED],
        SessionStatus.HELD: [SessionStatus.PLANNED],  # the register was taken for the wrong one
        SessionStatus.CANCELLED: [SessionStatus.PLANNED],
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sessions")
    slot = models.ForeignKey(TimetableSlot, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    slot_on = models.DateField(null=True, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=20, choices=SessionStatus, default=SessionStatus.PLANNED, editable=False
    )
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    title = models.CharField(_("called"), max_length=200, blank=True)
    component = models.CharField(_("what is done"), max_length=30, choices=Component)
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("where")
    )
    lead = user_key(related_name="sessions_led", verbose_name=_("led by"))
    co_lead = user_key(related_name="sessions_co_led", verbose_name=_("together with"))
    cancelled_because = models.CharField(
        _("why it is not held"), max_length=20, choices=SessionCancelled, blank=True, editable=False
    )
    group_note = models.TextField(_("note about the session, for everybody’s record"), blank=True)
    moved_from = models.DateTimeField(_("was to begin"), null=True, blank=True, editable=False)
    moved_because = models.CharField(_("why it was moved"), max_length=300, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["begins_at", "id"]
        indexes = [
            models.Index(fields=["programme", "begins_at"], name="session_programme"),
            models.Index(fields=["begins_at"], name="session_begins"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slot", "slot_on"], name="session_of_a_slot_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="session_ends_after_it_begins",
                violation_error_message=_("The end must be after the beginning"),
            ),
            models.CheckConstraint(
                condition=Q(slot=None, slot_on=None) | Q(slot__isnull=False, slot_on__isnull=False),
                name="session_of_a_slot_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status=SessionStatus.CANCELLED) & ~Q(cancelled_because="")
                | ~Q(status=SessionStatus.CANCELLED) & Q(cancelled_because=""),
                name="cancelled_session_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(begins_at__range=("2000-01-01T00:00Z", "2100-12-31T00:00Z")), name="session_in_this_century",
                violation_error_message=_("Enter a day between 2000 and 2100"),
            ),
            models.CheckConstraint(
                condition=Q(moved_from=None) | ~Q(moved_because=""), name="moved_session_says_why",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.programme} {timezone.localtime(self.begins_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("programmes:session_detail", args=[self.pk])

    @property
    def name(self):
        return self.title or self.get_component_display()

    @property
    def day(self):
        """The day on which it begins in London."""
        return timezone.localtime(self.begins_at).date()

    @property
    def has_come(self):
        """Whether its day is here, so that its register is open."""
        return self.day <= timezone.localdate()

    @property
    def is_moved(self):
        return self.moved_from is not None and self.moved_from != self.begins_at


class SessionStatusChange(StatusChange):
    """One move of a session."""

    record = models.ForeignKey(ProgrammeSession, on_delete=models.CASCADE, related_name="status_changes")

    @property
    def from_label(self):
        return SessionStatus(self.from_status).label

    @property
    def to_label(self):
        return SessionStatus(self.to_status).label


class AttendanceQuerySet(OfClientQuerySet):
    def marked(self):
        return self.exclude(mark="")

    def there(self):
        return self.filter(mark__in=THERE)


@tracked(exclude=["to_follow"])
class Attendance(BaseModel):
    """One person's line in a register. An empty mark is a tick that was taken back; no enrolment is a walk-in.

    `seen_at` says when we saw the person there, so that the caseload finds who was seen last by an index.
    """

    session = models.ForeignKey(ProgrammeSession, on_delete=models.PROTECT, related_name="attendances")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    mark = models.CharField(_("attendance"), max_length=20, choices=Mark, blank=True)
    missed_reason = models.CharField(_("reason missed"), max_length=30, choices=MissedReason, blank=True)
    private_note = models.TextField(_("note for this person’s record alone"), blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    to_follow = models.BooleanField(
        default=False, db_default=False, editable=False
    )  # what follows a miss is to be done

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["session", "client"]
        indexes = [
            models.Index(fields=["client", "-seen_at"], condition=Q(seen_at__isnull=False), name="attendance_seen"),
            models.Index(fields=["id"], condition=Q(to_follow=True), name="attendance_to_follow"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "client"], name="in_a_register_once"),
            models.CheckConstraint(
                condition=Q(missed_reason="") | Q(mark__in=[Mark.MISSED, Mark.EXCUSED]),
                name="attended_has_no_reason_missed",
            ),
            models.CheckConstraint(
                condition=Q(mark__in=THERE, seen_at__isnull=False) | ~Q(mark__in=THERE) & Q(seen_at=None),
                name="seen_where_they_were_there",
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.session}"

    @property
    def is_there(self):
        return self.mark in THERE
