"""Who runs services."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from .base import DirectoryRecord, is_web_address


@tracked
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

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
