"""Needs that could not be met: which, where, why. They feed the report of gaps."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from clients.models import Client, Episode, MayBeInError, MayBeInErrorQuerySet, error_is_whole
from core.history import tracked
from core.models import BaseModel
from recovery_capital.domains import domain_label
from services_directory.choices import Need

from ..choices import UnmetReason
from .referral import Referral


class UnmetNeedQuerySet(MayBeInErrorQuerySet):
    def standing(self):
        """Those that nobody has met yet."""
        return self.valid().filter(met_on=None)


@tracked
class UnmetNeed(MayBeInError, BaseModel):
    """A need of a client that cannot be met, and why."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="unmet_needs")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="unmet_needs")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="unmet_needs")
    domain = models.CharField(_("what for"), max_length=30)  # of recovery_capital.domains
    need = models.CharField(_("which kind of service"), max_length=30, choices=Need, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="unmet_needs", verbose_name=_("where"))
    reason = models.CharField(_("why it cannot be met"), max_length=30, choices=UnmetReason)
    detail = models.TextField(_("more about it"), blank=True)
    found_on = models.DateField(_("since"), default=timezone.localdate)
    met_on = models.DateField(_("met on"), null=True, blank=True)

    objects = UnmetNeedQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-created_at", "-id"]
        indexes = [models.Index(fields=["area", "found_on"], name="unmet_need_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on=None) | Q(met_on__gte=F("found_on")),
                name="unmet_need_met_after_it_was_found",
                violation_error_message=_("The day cannot be before the need was found"),
            ),
            models.CheckConstraint(
                condition=Q(found_on__gte="2000-01-01"),
                name="unmet_need_found_in_this_century",
                violation_error_message=_("Enter a day since 2000"),
            ),
            models.UniqueConstraint(
                fields=["client", "domain", "need", "area", "reason"],
                condition=Q(met_on=None, error_at=None),
                name="unmet_need_stands_once",
            ),
            error_is_whole("unmet_need"),
        ]

    def __str__(self):
        return f"{self.client}: {self.domain}"

    def get_absolute_url(self):
        return reverse("referrals:unmet_need_list", args=[self.client_id])

    def get_domain_display(self):
        return domain_label(self.domain)

    @property
    def in_words(self):
        """What is needed and where."""
        return ", ".join(str(part) for part in (self.get_domain_display(), self.get_need_display(), self.area) if part)
