"""Contacts: what happened between staff and a client."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from ..choices import ContactKind, ContactOutcome, MissedReason
from .client import Client, OfClientQuerySet
from .episode import Episode


@tracked
class Contact(BaseModel):
    """A meeting, call or visit that happened or was missed."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    kind = models.CharField(_("kind of contact"), max_length=30, choices=ContactKind)
    outcome = models.CharField(_("outcome"), max_length=20, choices=ContactOutcome)
    missed_reason = models.CharField(_("reason missed"), max_length=30, choices=MissedReason, blank=True)
    happened_at = models.DateTimeField(_("when it happened"))
    note = models.TextField(_("note"), blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["client", "-happened_at"], name="contact_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=ContactOutcome.ATTENDED, missed_reason="")
                | ~Q(outcome=ContactOutcome.ATTENDED) & ~Q(missed_reason=""),
                name="missed_contact_has_a_reason",
                violation_error_message=_("Say why the contact was missed"),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_at:%Y-%m-%d}"
