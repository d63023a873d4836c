"""Reminders: what a client has agreed to, and each message that was planned."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from clients.choices import WayKind
from clients.models import Client, ContactWay, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, OutboxMessage

from ..choices import ReminderState
from .appointment import Appointment
from .session import ProgrammeSession

BY = [WayKind.TEXT, WayKind.EMAIL]


@tracked
class ReminderChoice(BaseModel):
    """What a client said about reminders: by which way, how long before, and whether our name may stand in them."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="reminder_choice")
    way = models.ForeignKey(
        ContactWay, on_delete=models.PROTECT, null=True, blank=True, related_name="reminder_choices",
        verbose_name=_("send reminders to"),
    )  # none: no reminders  # fmt: skip
    days_before = models.PositiveSmallIntegerField(_("days before"), default=1)
    names_service = models.BooleanField(_("may name the service"), default=False)
    for_groups = models.BooleanField(_("also for groups and programmes"), default=False)
    asked_on = models.DateField(_("asked on"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days_before__range=(0, 7)), name="reminder_within_a_week",
                violation_error_message=_("Enter 0 to 7 days"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client}: {self.days_before}"


class ReminderQuerySet(OfClientQuerySet):
    def due(self, now):
        """Those whose time has come and of which nothing has become yet."""
        return self.filter(state=ReminderState.PLANNED, due_at__lte=now)

    def declined(self):
        """Those by whose link somebody has said that they cannot come to what is still ahead."""
        return self.filter(declined_at__isnull=False, about_at__gt=Now())

    def not_sent(self):
        """Those that have not reached anybody: refused by us, taken back after all, or given up."""
        stuck = Q(message__parked_at__isnull=False) | Q(message__cancelled_at__isnull=False)
        return self.filter(Q(state=ReminderState.NOT_SENT) | Q(stuck, state=ReminderState.SENT))


@tracked
class Reminder(BaseModel):
    """One reminder of one appointment or session at one time; moved to another time, it is another reminder."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reminders")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    session = models.ForeignKey(
        ProgrammeSession, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    about_at = models.DateTimeField()  # when the appointment or session begins, as the reminder says it
    due_at = models.DateTimeField()
    state = models.CharField(
        _("what became of it"), max_length=20, choices=ReminderState, default=ReminderState.PLANNED
    )
    why_not = models.CharField(_("why it was not sent"), max_length=300, blank=True)
    message = models.OneToOneField(
        OutboxMessage, on_delete=models.PROTECT, null=True, blank=True, related_name="reminder", editable=False
    )
    declined_at = models.DateTimeField(null=True, blank=True, editable=False)  # by its link: the person cannot come
    cancel_digest = models.CharField(max_length=64, blank=True, editable=False)  # of the token in its link to cancel

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=ReminderState.PLANNED), name="reminder_due"),
            models.Index(fields=["cancel_digest"], condition=~Q(cancel_digest=""), name="reminder_cancel"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "about_at"], condition=Q(session=None), name="appointment_reminded_once"
            ),
            models.UniqueConstraint(
                fields=["session", "client", "about_at"], condition=Q(appointment=None), name="session_reminded_once"
            ),
            models.CheckConstraint(
                condition=Q(appointment=None, session__isnull=False) | Q(appointment__isnull=False, session=None),
                name="reminder_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state=ReminderState.SENT, message__isnull=False) | ~Q(state=ReminderState.SENT),
                name="sent_reminder_has_a_message",
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.about_at:%Y-%m-%d %H:%M}"

    @property
    def about(self):
        return self.appointment or self.session

    @property
    def in_words(self):
        """What it is about, in words."""
        if self.session:
            return f"{self.session.programme}: {self.session.name}"
        return self.appointment.get_kind_display()

    @property
    def became(self):
        """What became of it, as a state of `ReminderState`: the outbox may have let go of what was handed over."""
        is_stuck = self.message and (self.message.parked_at or self.message.cancelled_at)
        return ReminderState.NOT_SENT if is_stuck and self.state == ReminderState.SENT else ReminderState(self.state)

    @property
    def reason(self):
        """Why it did not reach anybody, in words."""
        if self.why_not or self.became != ReminderState.NOT_SENT:
            return self.why_not
        if self.message.parked_at:
            return _text("It could not be delivered.")
        return _text("It was taken back before it had gone.")
