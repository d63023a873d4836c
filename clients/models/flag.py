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
