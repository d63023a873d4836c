"""What follows treatment beside the check-ups: occasional support, and how things stand after 3, 6 and 12 months."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import Answer, ContactKind
from clients.models import Client, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel

from ..choices import OUTCOME_MONTHS, UseNow, WorkNow
from .check_up import Aftercare, CheckUp

LATELY = timedelta(days=90)


class OccasionalSupportQuerySet(OfClientQuerySet):
    def lately(self):
        return self.filter(came_on__gt=timezone.localdate() - LATELY)


@tracked
class OccasionalSupport(BaseModel):
    """Somebody who has completed treatment came by, without a plan or a new episode; counted as aftercare, apart."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="occasional_support")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="occasional_support")
    came_on = models.DateField(_("on which day"))
    kind = models.CharField(_("how"), max_length=20, choices=ContactKind)
    note = models.TextField(_("what it was about"))

    objects = OccasionalSupportQuerySet.as_manager()

    class Meta:
        ordering = ["-came_on", "-created_at"]
        verbose_name_plural = _("occasional support")

    def __str__(self):
        return f"{self.client} {self.came_on:%Y-%m-%d}"


@tracked
class SustainedOutcome(BaseModel):
    """How things stand 3, 6 or 12 months after treatment: what stays, counted apart from what holds at the end of it.

    NICE QS23, statement 9, asks for the share of people still abstinent at 6 months; 3 and 12 are ours.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sustained_outcomes")
    aftercare = models.ForeignKey(Aftercare, on_delete=models.PROTECT, related_name="outcomes")
    check_up = models.OneToOneField(CheckUp, on_delete=models.PROTECT, related_name="sustained_outcome")
    month = models.PositiveSmallIntegerField(_("month"), choices=[(month, month) for month in OUTCOME_MONTHS])
    asked_on = models.DateField(_("asked on"))
    use_now = models.CharField(_("use of the substances that treatment was for"), max_length=20, choices=UseNow)
    settled_home = models.CharField(_("a settled home"), max_length=10, choices=Answer)
    work = models.CharField(_("work or education"), max_length=20, choices=WorkNow, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["month"]
        constraints = [models.UniqueConstraint(fields=["aftercare", "month"], name="sustained_outcome_once_a_month")]

    def __str__(self):
        return f"{self.client}: {self.month}"
