"""Flags: what must be seen before anything else on a record."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from ..choices import FlagKind
from .client import Client, OfClientQuerySet


@tracked
class ClientFlag(BaseModel):
    """Something that must be seen before anything else on the record."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(_("kind"), max_length=30, choices=FlagKind)
    reason = models.CharField(_("why"), max_length=500)
    review_on = models.DateField(_("look at it again on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["client", "kind"], condition=Q(ended_on=None), name="flag_once_at_a_time")
        ]

    def __str__(self):
        return self.get_kind_display()


@tracked
class FlagReview(BaseModel):
    """Somebody looked at a flag again, and said why it stays and until when: the only way its day of review moves."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="flag_reviews")
    flag = models.ForeignKey(ClientFlag, on_delete=models.PROTECT, related_name="reviews")
    note = models.CharField(_("why the flag stays"), max_length=500)
    reviewed_on = models.DateField(_("looked at on"))
    was_due_on = models.DateField(_("was due on"))
    review_on = models.DateField(_("look at it again on"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(review_on__gt=models.F("reviewed_on")), name="flag_review_is_to_come")
        ]

    def __str__(self):
        return f"{self.flag} {self.reviewed_on:%Y-%m-%d}"
