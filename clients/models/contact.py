"""Contacts: what happened between staff and a client, and what was written about it first."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from ..choices import ContactKind, ContactOutcome, MissedBy, MissedReason
from .client import Client
from .episode import Episode
from .error import MayBeInError, MayBeInErrorQuerySet, error_is_whole


class ContactFacts(models.Model):
    """What is written about a contact, and can be corrected."""

    kind = models.CharField(_("kind of contact"), max_length=30, choices=ContactKind)
    outcome = models.CharField(_("outcome"), max_length=20, choices=ContactOutcome)
    missed_by = models.CharField(_("missed by"), max_length=10, choices=MissedBy, blank=True, default="", db_default="")
    missed_reason = models.CharField(_("reason missed"), max_length=30, choices=MissedReason, blank=True)
    happened_at = models.DateTimeField(_("when it happened"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    present = models.CharField(_("who was present"), max_length=200, blank=True, default="", db_default="")
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True


CONTACT_FACTS = [field.name for field in ContactFacts._meta.fields]


@tracked
class Contact(ContactFacts, MayBeInError, BaseModel):
    """A meeting, call or visit that happened or was missed. `created_at` says when it was written down."""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )  # contact_client
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    is_restricted = models.BooleanField(_("restricted"), default=False, db_default=False)

    objects = MayBeInErrorQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["client", "-happened_at"], name="contact_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=ContactOutcome.ATTENDED, missed_reason="", missed_by="")
                | ~Q(outcome=ContactOutcome.ATTENDED) & ~Q(missed_reason="") & ~Q(missed_by=""),
                name="missed_contact_has_a_reason",
                violation_error_message=_("Say who missed it, and why"),
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, 1440)), name="contact_within_a_day"
            ),
            error_is_whole("contact"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_at:%Y-%m-%d}"


@tracked
class ContactVersion(ContactFacts, BaseModel):
    """What a contact said before it was corrected; made by whoever corrected it, when they did."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="versions")
    reason = models.CharField(_("why it was corrected"), max_length=300)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["contact", "-created_at"], name="contact_version")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_at:%Y-%m-%d}"
