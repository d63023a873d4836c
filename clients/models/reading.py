"""Reading a record on exceptional terms: in an emergency, and when a record is restricted."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Team
from core.history import tracked
from core.models import BaseModel, user_key
from reference.models import Code

from .client import STAFF_ROLES, Client


class BreakGlassQuerySet(models.QuerySet):
    def live(self):
        """Those that open a record now."""
        return self.filter(was_opened=True, ends_at__gt=Now())

    def opening(self, user, client):
        """Those by which alone a user sees a client now: none for the clients of the user's own teams."""
        known = Client.objects.filter(pk=OuterRef("client_id")).known_to_teams_of(user)
        return self.live().filter(~Exists(known), user=user, client=client)

    def visible_to(self, user):
        """A governance officer sees all; staff their own, what they were told of, and those about their clients."""
        if user.role == Role.GOVERNANCE_OFFICER:
            return self
        if user.role not in STAFF_ROLES:
            return self.none()
        theirs = Q(client__in=Client.objects.visible_to(user), team__in=user.team_ids)
        return self.filter(Q(user=user) | Q(told_keyworker=user) | theirs)

    def to_review(self):
        return self.filter(reviewed_at=None)

    def reviewable_by(self, user):
        """Those that the user may judge, which are never the user's own: a manager's teams', an officer all."""
        others = self.exclude(user=user)
        if user.role == Role.GOVERNANCE_OFFICER:
            return others
        if user.role == Role.TEAM_MANAGER:
            return others.filter(team__in=user.team_ids, client__in=Client.objects.visible_to(user))
        return self.none()


@tracked
class BreakGlass(BaseModel):
    """Somebody opened a record of another team for 24 hours, and said why; a manager judges it afterwards.

    Where `was_opened` is not set, somebody asked and was refused, because the record is restricted or is not the only
    one that fits: who asked and why is kept all the same.
    """

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="break_glass")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="break_glass")
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("reason"))
    text = models.CharField(_("why"), max_length=500)
    started_at = models.DateTimeField(_("opened at"))
    ends_at = models.DateTimeField(_("open until"))
    was_opened = models.BooleanField(_("opened"), default=True, db_default=True)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("team of the client")
    )
    told_keyworker = user_key(verbose_name=_("keyworker who was told"))
    review_by = models.DateField(_("to be reviewed by"))
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = user_key()
    was_justified = models.BooleanField(_("justified"), null=True, blank=True)
    review_note = models.CharField(_("note"), max_length=500, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["user", "client", "ends_at"], name="break_glass_user")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="break_glass_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, was_justified=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, was_justified__isnull=False)
                & ~Q(reviewed_by=F("user")),
                name="break_glass_reviewed_by_somebody_else",
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.client}"

    def get_absolute_url(self):
        return reverse("governance:break_glass_detail", args=[self.pk])

    @property
    def is_late(self):
        """Has the day passed by which somebody should have judged it?"""
        return self.reviewed_at is None and self.review_by < timezone.localdate()


@tracked
class NamedReader(BaseModel):
    """Somebody who may see a restricted record."""

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="named_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="restricted_records")
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "client"], name="named_reader_once")]

    def __str__(self):
        return f"{self.user} – {self.client}"
