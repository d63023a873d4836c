"""Terms by which other directories sort services. Our own list is `choices.Need`, and is published beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from ..choices import Need


@tracked
class Taxonomy(BaseModel):
    """A list of terms of somebody else."""

    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    uri = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=300, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "taxonomies"

    def __str__(self):
        return self.name


@tracked
class TaxonomyTerm(BaseModel):
    """One term; `need` says which of ours it is the same as, where a person has mapped it."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="terms")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(_("code"), max_length=300, blank=True)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    uri = models.URLField(_("address"), max_length=500, blank=True)
    need = models.CharField(_("the same as our"), max_length=30, choices=Need, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self):
        return self.name
