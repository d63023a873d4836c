"""MAPPA: what must never leave its section. No other page, document, export, alert or list reads this table."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Client, OfClientQuerySet
from clients.models.facts import KNOWN_OR_NOT
from core.history import tracked
from core.models import BaseModel

from ..choices import MappaCategory, MappaLevel


@tracked
class MappaRecord(BaseModel):
    """That a client is managed under MAPPA: category, level, whom to ask. The client must not learn of it from us."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    category = models.PositiveSmallIntegerField(_("category"), choices=MappaCategory)
    level = models.PositiveSmallIntegerField(_("level"), choices=MappaLevel)
    on_visor = models.CharField(
        _("on ViSOR"), max_length=10, choices=KNOWN_OR_NOT, blank=True, default="", db_default=""
    )
    lead_agency = models.CharField(_("lead agency"), max_length=200)
    contact = models.CharField(_("whom to ask there"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    review_on = models.DateField(_("review on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(ended_on=None), name="one_mappa_record_at_a_time"),
            models.CheckConstraint(
                condition=Q(category__range=(1, 4), level__range=(1, 3)), name="mappa_category_and_level_exist"
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.created_at:%Y-%m-%d}"

    @property
    def is_overdue(self):
        return self.ended_on is None and self.review_on < timezone.localdate()
