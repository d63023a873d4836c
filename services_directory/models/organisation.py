"""Who runs services."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import GeneratedField
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .base import DirectoryRecord, is_web_address, searchable


@tracked(exclude=["search"])
class Organisation(DirectoryRecord):
    """Somebody who runs services."""

    name = models.CharField(_("name"), max_length=300)
    name_cy = models.CharField(_("name in Welsh"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_cy = models.TextField(_("description in Welsh"), blank=True)
    legal_number = models.CharField(
        _("company or charity number"),
        max_length=60,
        blank=True,
        help_text=_("With its register before it, such as GB-CHC-1234567 for a charity of England and Wales."),
    )
    website = models.URLField(_("website"), max_length=500, blank=True, validators=[is_web_address])
    email = models.EmailField(_("email"), blank=True)
    search = GeneratedField(
        expression=searchable("name", "A"), output_field=SearchVectorField(), db_persist=True, editable=False
    )

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
