"""To whom the relapse plan went: each time a row of its own, under the consent of the person it is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Consent, OfClientQuerySet, Relationship
from core.history import tracked
from core.models import BaseModel

from ..choices import SharedHow
from .handover import Handover


@tracked
class RelapsePlanShare(BaseModel):
    """One person around the client got the relapse plan: who, on which day, by which way, under which consent.

    Whoever wrote it down passed it on (`created_by`). The consent stands beside it when it is withdrawn later, so that
    it is known whom to tell.
    """

    waits_for_answer = False  # what clients.shared asks: it has been passed on, and waits for nobody
    sharing_override = None  # it goes by the client's yes or not at all
    status = "completed"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="relapse_plan_shares")
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="shares")
    supporter = models.ForeignKey(
        Relationship, on_delete=models.PROTECT, related_name="shares", verbose_name=_("with whom")
    )
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="relapse_plan_shares")
    shared_on = models.DateField(_("on which day"))
    how = models.CharField(_("by which way"), max_length=20, choices=SharedHow)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_on", "-created_at"]

    def __str__(self):
        return f"{self.client} {self.shared_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return self.handover.get_absolute_url()

    def get_status_display(self):
        """By which way, where lists of what was shared show how it stands."""
        return self.get_how_display()
