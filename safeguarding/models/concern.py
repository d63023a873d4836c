"""Safeguarding concerns: what was seen or said, who was asked, what was decided, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty, Role, Section
from accounts.models import TeamDuty
from clients.models import Client, OfClientQuerySet, SharingOverride
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key

from ..choices import ConcernAbout, ConcernDecision, ConcernKind, ConcernSource, ConcernStatus, ReferredTo

WAITING, CLOSED = ConcernStatus.RAISED, ConcernStatus.CLOSED


def may_read_restricted(user):
    """Whether a user reads restricted concerns: by role, or as safeguarding lead of a team or as deputy."""
    leads = TeamDuty.objects.filter(Q(holder=user) | Q(deputy=user), duty=Duty.SAFEGUARDING_LEAD)
    return user.has_perm(Section.RESTRICTED_NOTES) or leads.exists()


class ConcernQuerySet(OfClientQuerySet):
    def visible_to(self, user):
        """Staff see those of their clients, restricted ones by role or duty; everybody sees what they raised.

        A recovery coach sees the concerns that the coach has raised, and no others.
        """
        concerns = super().visible_to(user)
        if user.role == Role.RECOVERY_COACH:
            return concerns.filter(created_by=user)
        return concerns if may_read_restricted(user) else concerns.filter(Q(is_restricted=False) | Q(created_by=user))

    def open(self):
        return self.exclude(status=CLOSED)

    def overdue(self, day=None):
        """Open, and past the day by which somebody was to decide or look again."""
        return self.open().filter(review_on__lt=day or timezone.localdate())


@tracked
class Concern(BaseModel):
    """A worry that a child or an adult is being harmed or may be, and what we do about it.

    `review_on` is when somebody must look at it: to decide by the next working day, then to review.
    """

    TRANSITIONS = {
        ConcernStatus.RAISED: [ConcernStatus.DECIDED],
        ConcernStatus.DECIDED: [ConcernStatus.CLOSED],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="concerns")
    status = models.CharField(_("status"), max_length=30, choices=ConcernStatus, default=ConcernStatus.RAISED)
    kind = models.CharField(_("who may be at risk"), max_length=10, choices=ConcernKind)
    about = models.CharField(_("about whom"), max_length=10, choices=ConcernAbout)
    about_whom = models.CharField(_("name, or who it is"), max_length=200, blank=True)
    noticed_on = models.DateField(_("when it was seen or said"))
    what = models.TextField(_("what was seen or said"))
    source = models.CharField(_("in whose words"), max_length=20, choices=ConcernSource)
    immediate_danger = models.BooleanField(_("immediate danger"))
    done_at_once = models.TextField(_("what was done at once"), blank=True)
    is_restricted = models.BooleanField(_("restricted"), default=False)
    consulted = user_key(verbose_name=_("who was asked"))
    consulted_outside = models.CharField(_("who else was asked"), max_length=300, blank=True)
    consulted_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=20, choices=ConcernDecision, blank=True)
    decision_why = models.TextField(_("why"), blank=True)
    decided_by = user_key()
    decided_at = models.DateTimeField(null=True, blank=True)
    referred_to = models.CharField(_("referred to"), max_length=20, choices=ReferredTo, blank=True)
    referred_at = models.DateTimeField(_("referred at"), null=True, blank=True)
    with_consent = models.BooleanField(_("with consent"), null=True, blank=True)
    sharing_override = models.OneToOneField(
        SharingOverride, on_delete=models.PROTECT, null=True, blank=True, related_name="concern"
    )
    review_on = models.DateField(_("look at it again on"))
    outcome = models.TextField(_("outcome"), blank=True)
    closed_by = user_key()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["client", "status"], name="concern_client"),
            models.Index(fields=["review_on", "id"], condition=~Q(status=CLOSED), name="concern_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(about=ConcernAbout.CLIENT) | ~Q(about_whom=""),
                name="concern_says_about_whom",
                violation_error_message=_("Say who it is about"),
            ),
            models.CheckConstraint(
                condition=Q(status=WAITING)
                | Q(decided_by__isnull=False, decided_at__isnull=False, consulted_at__isnull=False)
                & ~Q(decision="")
                & ~Q(decision_why=""),
                name="decided_concern_says_what_why_and_who",
            ),
            models.CheckConstraint(
                condition=Q(consulted_at=None) | Q(consulted__isnull=False) | ~Q(consulted_outside=""),
                name="concern_consulted_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision=ConcernDecision.REFER)
                | Q(referred_at__isnull=False)
                & ~Q(referred_to="")
                & (Q(with_consent=True, sharing_override=None) | Q(with_consent=False, sharing_override__isnull=False)),
                name="concern_referred_with_consent_or_override",
            ),
            models.CheckConstraint(
                condition=Q(decision=ConcernDecision.REFER)
                | Q(referred_to="", referred_at=None, with_consent=None, sharing_override=None),
                name="concern_referred_by_decision_only",
            ),
            models.CheckConstraint(
                condition=~Q(status=CLOSED) & Q(closed_by=None, closed_at=None)
                | Q(status=CLOSED, closed_by__isnull=False, closed_at__isnull=False) & ~Q(outcome=""),
                name="closed_concern_has_outcome_and_person",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("created_by")) & ~Q(closed_by=F("decided_by")),
                name="concern_closed_by_a_second_person",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("safeguarding:concern_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status != CLOSED

    @property
    def whom(self):
        """Whom it is about, in words."""
        about = self.get_about_display()
        return f"{about}: {self.about_whom}" if self.about_whom else about

    def needs_another_than(self, user):
        """Whether this user may not close it: whoever raised it or decided about it does not end it."""
        return user.pk in (self.created_by_id, self.decided_by_id)


class ConcernStatusChange(StatusChange):
    """One move of a concern."""

    record = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="status_changes")

    @property
    def to_label(self):
        return ConcernStatus(self.to_status).label


@tracked
class ConcernReview(BaseModel):
    """Somebody looked at a concern again: what has happened since, and when to look next."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField(_("reviewed on"))
    what = models.TextField(_("what has happened since"))
    next_on = models.DateField(_("look at it again on"))

    class Meta:
        ordering = ["reviewed_on", "created_at"]

    def __str__(self):
        return f"{self.concern} {self.reviewed_on:%Y-%m-%d}"
