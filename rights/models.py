"""People's rights over their record: a copy of it, limits to its use, how long it is kept, and its end."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Client, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from reference.models import Code

from . import clock
from .choices import LimitKind, LimitStatus, ReceivedHow, RequestStatus, RetentionChoice, RetentionStatus

OPEN_REQUESTS = (RequestStatus.RECEIVED, RequestStatus.REVIEWED)


class AccessRequestQuerySet(OfClientQuerySet):
    def open(self):
        return self.filter(status__in=OPEN_REQUESTS)

    def ended(self):
        return self.exclude(status__in=OPEN_REQUESTS)


@tracked
class AccessRequest(BaseModel):
    """Somebody asks for a copy of their record: when, how, by when it is due, and what was sent."""

    TRANSITIONS = {
        RequestStatus.RECEIVED: [RequestStatus.REVIEWED, RequestStatus.REFUSED, RequestStatus.WITHDRAWN],
        RequestStatus.REVIEWED: [RequestStatus.RECEIVED, RequestStatus.SENT, RequestStatus.WITHDRAWN],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="access_requests")
    status = models.CharField(_("status"), max_length=20, choices=RequestStatus, default=RequestStatus.RECEIVED)
    received_on = models.DateField(_("received on"))
    received_how = models.CharField(_("how"), max_length=20, choices=ReceivedHow)
    wanted = models.TextField(_("what was asked for"), blank=True, max_length=2000)
    identity_checked_on = models.DateField(_("identity checked on"), null=True, blank=True)
    extended_on = models.DateField(_("told of the longer time on"), null=True, blank=True)
    extended_why = models.CharField(_("why it takes longer"), max_length=300, blank=True)
    reviewed_by = user_key()
    sent_on = models.DateField(_("sent on"), null=True, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.SENT) | Q(sent_on__isnull=False, identity_checked_on__isnull=False),
                name="copy_sent_to_somebody_known",
                violation_error_message=_("Check who asks before a copy goes out"),
            ),
            models.CheckConstraint(
                condition=Q(extended_on=None, extended_why="") | Q(extended_on__isnull=False) & ~Q(extended_why=""),
                name="longer_time_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.received_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("rights:request_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in OPEN_REQUESTS

    @property
    def due_on(self):
        """The last day for an answer."""
        stops = [(stop.stopped_on, stop.resumed_on) for stop in self.stops.all()]
        extended = self.extended_on is not None
        return clock.due_on(self.received_on, stops=stops, is_extended=extended, today=timezone.localdate())


class AccessRequestStatusChange(StatusChange):
    """One move of a request for a copy."""

    record = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="status_changes")


@tracked
class ClockStop(BaseModel):
    """The clock of a request stands still until somebody has said who they are or what they mean."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="stops")
    stopped_on = models.DateField(_("stopped on"))
    resumed_on = models.DateField(_("went on again on"), null=True, blank=True)
    why = models.CharField(_("what was asked"), max_length=300)

    class Meta:
        ordering = ["stopped_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(resumed_on=None), name="clock_stopped_once",
                violation_error_message=_("The clock stands still already"),
            ),
            models.CheckConstraint(
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("stopped_on")), name="clock_goes_on_after_it_stopped"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.request} {self.stopped_on:%Y-%m-%d}"


@tracked
class ItemDecision(BaseModel):
    """What the reviewer decided about one item of a copy: shared, left out with a reason, or shared in other words."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=60)
    item_id = models.UUIDField()
    is_shared = models.BooleanField()
    reason = models.ForeignKey(
        Code, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reason")
    )
    shown_instead = models.TextField(_("what is shown instead"), blank=True, max_length=10_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "kind", "item_id"], name="item_decided_once"),
            models.CheckConstraint(
                condition=Q(is_shared=True, reason=None, shown_instead="") | Q(reason__isnull=False),
                name="what_is_left_out_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.kind}"


@tracked
class Limit(BaseModel):
    """Somebody asks us to do nothing with their record but keep it, or objects to what we do."""

    TRANSITIONS = {
        LimitStatus.ASKED: [LimitStatus.IN_FORCE, LimitStatus.REFUSED],
        LimitStatus.IN_FORCE: [LimitStatus.ENDED],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="limits")
    kind = models.CharField(_("what"), max_length=20, choices=LimitKind)
    status = models.CharField(_("status"), max_length=20, choices=LimitStatus, default=LimitStatus.ASKED)
    asked_on = models.DateField(_("asked on"))
    why = models.TextField(_("in the person's words"), max_length=2000)
    decision = models.CharField(_("decision, and why"), max_length=500, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=LimitStatus.ASKED) | ~Q(decision=""), name="limit_decided_with_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.client}: {self.get_kind_display()}"

    @property
    def is_open(self):
        return self.status == LimitStatus.ASKED

    @property
    def due_on(self):
        """The last day for an answer."""
        return clock.due_on(self.asked_on)


class LimitStatusChange(StatusChange):
    """One move of a limit."""

    record = models.ForeignKey(Limit, on_delete=models.CASCADE, related_name="status_changes")


@tracked
class LegalHold(BaseModel):
    """A record must be kept, whatever its time: an inquiry, a claim, a death that is looked into."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="legal_holds")
    why = models.CharField(_("why"), max_length=300)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="legal_hold_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(ends_on=None), name="one_open_legal_hold",
                violation_error_message=_("There is a hold on this record already"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client} {self.starts_on:%Y-%m-%d}"


@tracked
class RetentionDecision(BaseModel):
    """What two people decided about a record whose time has run out."""

    TRANSITIONS = {
        RetentionStatus.PROPOSED: [RetentionStatus.APPROVED, RetentionStatus.REFUSED],
        RetentionStatus.APPROVED: [RetentionStatus.DONE, RetentionStatus.REFUSED],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="retention_decisions")
    status = models.CharField(_("status"), max_length=20, choices=RetentionStatus, default=RetentionStatus.PROPOSED)
    choice = models.CharField(_("what"), max_length=10, choices=RetentionChoice)
    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=500)
    approved_by = user_key()

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(choice=RetentionChoice.KEEP, keep_until__isnull=False)
                | Q(choice=RetentionChoice.ERASE, keep_until=None),
                name="kept_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("created_by")), name="retention_decided_by_two"
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(status=RetentionStatus.PROPOSED), name="one_retention_proposal"
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.get_choice_display()}"


class RetentionDecisionStatusChange(StatusChange):
    """One move of a decision about keeping a record."""

    record = models.ForeignKey(RetentionDecision, on_delete=models.CASCADE, related_name="status_changes")


class Erasure(models.Model):
    """The certificate that a record was erased: that it was, when, why and by whom; nothing of what was in it."""

    client_id = models.UUIDField(unique=True)
    reference = models.CharField(max_length=9)
    why = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField(default=timezone.now)
    rows = models.JSONField(default=dict, help_text=_("How many rows of each table"))

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self):
        return self.reference
