"""Whom to call about somebody's health, whether a child is expected, and how complex somebody's needs are."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from ..choices import NeedsLevel, NeedsReason
from .client import Client, OfClientQuerySet
from .facts import answered


@tracked
class HealthContacts(BaseModel):
    """The GP practice and the pharmacy of a person."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="health_contacts")
    gp_registered = answered(_("registered with a GP"))
    gp_practice = models.CharField(_("GP practice"), max_length=200, blank=True)
    gp_code = models.CharField(_("practice code"), max_length=10, blank=True)
    gp_phone = models.CharField(_("phone of the practice"), max_length=30, blank=True)
    pharmacy = models.CharField(_("pharmacy"), max_length=200, blank=True)
    pharmacy_phone = models.CharField(_("phone of the pharmacy"), max_length=30, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("health contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(gp_registered="yes") | Q(gp_practice="", gp_code="", gp_phone=""),
                name="practice_only_when_registered",
                violation_error_message=_("Answer “Yes” to being registered, or clear the practice"),
            )
        ]

    def __str__(self):
        return str(self.client)


@tracked
class Pregnancy(BaseModel):
    """A pregnancy: when the child is due, and whether maternity care and the unborn child's safety are seen to."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="pregnancies")
    told_on = models.DateField(_("told us on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    maternity_booked = answered(_("maternity care booked"))
    pre_birth_referral_on = models.DateField(_("referred for a pre-birth assessment on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-told_on", "-created_at"]
        verbose_name_plural = _("pregnancies")
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ended_on=None), name="one_pregnancy_at_a_time",
                violation_error_message=_("A pregnancy that has not ended is on the record already"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("told_on")), name="pregnancy_ends_after_it_is_told",
                violation_error_message=_("The end cannot be before the day we were told"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client} {self.told_on:%Y-%m-%d}"


@tracked
class ComplexNeeds(BaseModel):
    """How complex somebody's needs were judged to be on a day, why, and who said so; the newest holds."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="complex_needs")
    assessed_on = models.DateField(_("judged on"))
    level = models.CharField(_("level"), max_length=10, choices=NeedsLevel)
    reasons = ArrayField(
        models.CharField(max_length=20, choices=NeedsReason), verbose_name=_("reasons"), default=list, blank=True
    )
    said_by = models.CharField(_("who said so"), max_length=100)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-created_at"]
        verbose_name_plural = _("complex needs")
        constraints = [
            models.CheckConstraint(
                condition=Q(level=NeedsLevel.LOW) | Q(reasons__len__gt=0), name="complex_needs_have_a_reason",
                violation_error_message=_("Choose at least one reason"),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_level_display()} {self.assessed_on:%Y-%m-%d}"
