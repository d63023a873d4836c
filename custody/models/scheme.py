"""Routes by which people leave prison earlier, from when until when; and days on which many leave at once."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel


@tracked
class EarlyRoute(BaseModel):
    """A scheme that changes release dates: what it says, from when until when it holds, and where that was read."""

    name = models.CharField(_("name"), max_length=200)
    facts = models.TextField(_("what it says"))
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    is_verified = models.BooleanField(_("read at the source"), default=False)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="early_route_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            )
        ]

    def __str__(self):
        return self.name


@tracked
class SurgeDay(BaseModel):
    """A day on which many are let out at once."""

    day = models.DateField(_("day"), unique=True, error_messages={"unique": _("This day is on the list already")})
    why = models.CharField(_("why"), max_length=300)
    source = models.CharField(_("source"), max_length=300)
    is_off = models.BooleanField(_("will not happen"), default=False)

    class Meta:
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {self.why}"

    def get_absolute_url(self):
        return reverse("custody:surge_day_detail", args=[self.pk])
