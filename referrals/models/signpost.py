"""Signposting: a client was told about a service, and goes there without a referral."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client, OfClientQuerySet
from clients.reach import reference_of
from core.history import tracked
from core.models import BaseModel
from services_directory.models import Service

from ..choices import SignpostHow

SENT = [SignpostHow.TEXT, SignpostHow.EMAIL]


@tracked
class Signpost(BaseModel):
    """A client was told about one service: who told whom when is in the stamps; what was sent stands as it was sent.

    What one message says of several services are several rows of one `sending`.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="signposts")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="signposts", verbose_name=_("service"))
    how = models.CharField(_("how"), max_length=10, choices=SignpostHow)
    sent_to = models.CharField(_("sent to"), max_length=254, blank=True)
    words = models.TextField(_("what was sent about it"), blank=True)
    sending = models.UUIDField(_("message"), null=True, blank=True, editable=False)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["client", "-created_at", "-id"], name="signposts_of_client"),
            models.Index(fields=["service", "-created_at"], name="signposts_to_service"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=SENT, sending__isnull=False) & ~Q(sent_to="") & ~Q(words="")
                | Q(sending=None, sent_to="", words="") & ~Q(how__in=SENT),
                name="signpost_says_what_was_sent",
            )
        ]

    def __str__(self):
        return f"{self.client}: {self.service}"

    def get_absolute_url(self):
        return reverse("referrals:signpost_list", args=[self.client_id])

    @property
    def reference(self):
        """The name of its message in the outbox; nothing where none was sent."""
        return reference_of(self.client, self.sending) if self.sending else ""
