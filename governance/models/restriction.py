"""Restricted records: proposed by one person and decided by another, and lifted likewise."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from clients.models import Client
from core.history import tracked
from core.models import BaseModel, user_key


class RestrictionQuerySet(models.QuerySet):
    def standing(self):
        """Those proposed or in force: neither declined nor lifted."""
        return self.filter(declined_at=None, lifted_at=None)

    def visible_to(self, user):
        """An officer sees all, a manager those of records that the manager may see."""
        if user.role == Role.GOVERNANCE_OFFICER:
            return self
        if user.role == Role.TEAM_MANAGER:
            return self.filter(client__in=Client.objects.visible_to(user))
        return self.none()

    def decidable_by(self, user):
        """Those that wait for a second person, who is not the first."""
        waits = Q(approved_at=None) & ~Q(created_by=user) | Q(lift_asked_at__isnull=False) & ~Q(lift_asked_by=user)
        return self.visible_to(user).standing().filter(waits)


@tracked
class Restriction(BaseModel):
    """A record is to be seen by the people named on it alone: why, who asked for it, and who decided."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="restrictions")
    why = models.CharField(_("why"), max_length=500)
    review_on = models.DateField(_("look at it again on"))
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = user_key()
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = user_key()
    lift_why = models.CharField(_("why it should end"), max_length=500, blank=True)
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_asked_by = user_key()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = user_key()

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(declined_at=None, lifted_at=None), name="one_restriction_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("created_by")), name="restriction_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("lift_asked_by")), name="lifting_takes_two_people"
            ),
        ]

    def __str__(self):
        return str(self.client)

    def get_absolute_url(self):
        return reverse("governance:restriction_detail", args=[self.pk])

    @property
    def is_in_force(self):
        return bool(self.approved_at) and not self.lifted_at

    @property
    def waits_for(self):
        """What the second person is asked: "restrict", "lift", or nothing."""
        if self.declined_at or self.lifted_at:
            return ""
        if self.approved_at is None:
            return "restrict"
        return "lift" if self.lift_asked_at else ""

    @property
    def first_person(self):
        """Who asked for what is to be decided."""
        return self.lift_asked_by if self.waits_for == "lift" else self.created_by
