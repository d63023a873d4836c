"""What the directory holds for each need in each area, counted with the figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from services_directory.choices import Need

from ..choices import DirectoryState


class DirectoryCount(models.Model):
    """How many services that are open now stand so in the directory: for one need in one area, or in all.

    Without an area stand those whose place says none of ours; without a need, every service once.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, related_name="+")
    need = models.CharField(_("need"), max_length=30, choices=Need, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=DirectoryState)
    number = models.PositiveIntegerField(_("services"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "need", "state"], name="directory_count_once", nulls_distinct=False)
        ]

    def __str__(self):
        return f"{self.need} {self.state}: {self.number}"
