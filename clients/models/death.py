"""That somebody has died, and a correction when that was wrong."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, user_key

from ..choices import HowKnown
from .client import Client, OfClientQuerySet


class DeathQuerySet(OfClientQuerySet):
    def standing(self):
        """Those that nobody has taken back."""
        return self.filter(withdrawn_at=None)


@tracked
class Death(BaseModel):
    """Somebody recorded that a client died; what was wrong is taken back with a reason and stays readable."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="deaths")
    died_on = models.DateField(_("died on"))
    how_known = models.CharField(_("how do we know"), max_length=20, choices=HowKnown)
    note = models.TextField(_("note"), blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = user_key()
    withdrawn_reason = models.CharField(_("why this was wrong"), max_length=500, blank=True)

    objects = DeathQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(withdrawn_at=None), name="one_death_per_client"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="death_taken_back_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.died_on:%Y-%m-%d}"
