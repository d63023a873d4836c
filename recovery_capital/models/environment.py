"""Where and among whom somebody lives, in the person's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from .assessment import Assessment


@tracked
class Environment(BaseModel):
    """The recovery environment at one look: home, people, places, culture and faith. Asked openly, never coded."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="environment")
    lives_with = models.TextField(_("who lives there"), blank=True)
    uses_there = models.TextField(_("who uses or drinks there"), blank=True)
    helps = models.TextField(_("places and people that do good"), blank=True)
    to_avoid = models.TextField(_("places and people to avoid"), blank=True)
    culture = models.TextField(_("culture and faith"), blank=True)
    words = models.TextField(_("in the person’s own words"), blank=True)

    def __str__(self):
        return f"{self.assessment}"
