"""Sharing without consent: for what reason, and who approved it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role, Section
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from reference.models import Code
from services_directory.models import Service

from ..choices import ConsentCategory, ConsentPurpose, OverrideStatus
from .client import Client, OfClientQuerySet

REQUESTED, APPROVED, REFUSED = OverrideStatus.REQUESTED, OverrideStatus.APPROVED, OverrideStatus.REFUSED


class SharingOverrideQuerySet(OfClientQuerySet):
    def visible_to(self, user):
        """A governance officer sees all; staff those of their clients, but for those of a concern they may not read."""
        if user.role == Role.GOVERNANCE_OFFICER:
            return self
        rows = super().visible_to(user)
        if user.has_perm(Section.RESTRICTED_NOTES):
            return rows
        return rows.exclude(~Q(created_by=user), concern__is_restricted=True)

    def decidable_by(self, user):
        """Those that the user may approve or refuse: never the user's own."""
        return self.visible_to(user).waiting().exclude(created_by=user)

    def live(self, day=None):
        """Those that open sharing now: approved, or about a danger that cannot wait and not refused; not run out."""
        allowed = Q(status=APPROVED) | Q(status=REQUESTED, shares_now=True)
        return self.filter(allowed, expires_on__gte=day or timezone.localdate())

    def waiting(self):
        """Those that nobody has approved or refused."""
        return self.filter(status=REQUESTED)


@tracked
class SharingOverride(BaseModel):
    """A decision to share with one recipient, for one purpose, without the client's consent; a second person approves.

    A danger to life, a child or an adult at risk: `shares_now`, and it is approved by the next working day.
    """

    TRANSITIONS = {REQUESTED: [APPROVED, REFUSED]}

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sharing_overrides")
    recipient = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="sharing_overrides",
        verbose_name=_("with whom"),
    )  # fmt: skip
    outside = models.CharField(_("with whom, outside the directory"), max_length=200, blank=True)
    purpose = models.CharField(_("what for"), max_length=30, choices=ConsentPurpose)
    categories = ArrayField(models.CharField(max_length=30, choices=ConsentCategory), verbose_name=_("what is shared"))
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("reason"))
    why = models.TextField(_("why, and why without asking or against a no"))
    shares_now = models.BooleanField(_("cannot wait"))
    approve_by = models.DateField(_("to be approved by"))
    expires_on = models.DateField(_("until"))
    status = models.CharField(_("status"), max_length=30, choices=OverrideStatus, default=REQUESTED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = user_key()
    decision_note = models.CharField(_("note"), max_length=500, blank=True)

    objects = SharingOverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["approve_by", "id"], condition=Q(status=REQUESTED), name="override_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient=None) & ~Q(outside="") | Q(recipient__isnull=False, outside=""),
                name="override_has_one_recipient",
                violation_error_message=_("Choose a service, or say who it is: one of the two"),
            ),
            models.CheckConstraint(condition=Q(categories__len__gt=0), name="override_covers_something"),
            models.CheckConstraint(
                condition=Q(status=REQUESTED, decided_at=None, decided_by=None)
                | ~Q(status=REQUESTED) & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="override_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("created_by")), name="override_decided_by_another"
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.to_whom}"

    def get_absolute_url(self):
        return reverse("clients:override_detail", args=[self.pk])

    @property
    def to_whom(self):
        return str(self.recipient or self.outside)

    @property
    def category_labels(self):
        return [ConsentCategory(name).label for name in self.categories]

    @property
    def is_live(self):
        allowed = self.status == APPROVED or (self.status == REQUESTED and self.shares_now)
        return allowed and self.expires_on >= timezone.localdate()

    @property
    def is_overdue(self):
        return self.status == REQUESTED and self.approve_by < timezone.localdate()


class SharingOverrideStatusChange(StatusChange):
    """One move of an override."""

    record = models.ForeignKey(SharingOverride, on_delete=models.CASCADE, related_name="status_changes")
