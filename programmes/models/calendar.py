"""Addresses by which a worker's own calendar program reads what is booked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, user_key


@tracked
class CalendarLink(BaseModel):
    """A private address that gives one worker's calendar, with initials only, until it is revoked."""

    user = user_key(null=False, blank=False, related_name="calendar_links", editable=False)
    digest = models.CharField(
        max_length=64, unique=True, editable=False
    )  # of the token, which nobody here can read again
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(revoked_at=None), name="one_calendar_address"),
        ]

    def __str__(self):
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"
