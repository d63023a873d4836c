"""Other names and other numbers of a person, by which others know them."""

from django.db import models
from django.db.models import GeneratedField, Q
from django.utils.translation import gettext_lazy as _

from core.folding import folded
from core.history import tracked
from core.models import BaseModel

from ..choices import NameKind, NumberKind
from .client import Client, OfClientQuerySet
from .keeping import marks_names_stale


@tracked(exclude=["family_key", "first_key"])
class PersonName(BaseModel):
    """A former name, an alias or another spelling: found by a search like the name on the record."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="other_names")
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    family_key = GeneratedField(
        expression=folded("family_name"), output_field=models.CharField(max_length=100), db_persist=True
    )
    first_key = GeneratedField(
        expression=folded("first_name"), output_field=models.CharField(max_length=100), db_persist=True
    )

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        triggers = [marks_names_stale("first_name", "family_name", client="client_id")]
        indexes = [
            models.Index(fields=["family_key", "first_key"], name="other_name_exact"),
            models.Index(fields=["family_key"], opclasses=["text_pattern_ops"], name="other_name_family_prefix"),
            models.Index(fields=["first_key"], opclasses=["text_pattern_ops"], name="other_name_first_prefix"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_name="") | ~Q(family_name=""), name="other_name_is_not_empty",
                violation_error_message=_("Enter a first name or a family name"),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client}: {self.get_kind_display()}"

    @property
    def text(self):
        return f"{self.first_name} {self.family_name}".strip()


@tracked
class LocalNumber(BaseModel):
    """A number by which another organisation or system knows the person."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="local_numbers")
    kind = models.CharField(_("kind"), max_length=20, choices=NumberKind)
    number = models.CharField(_("number"), max_length=40)
    note = models.CharField(_("whose"), max_length=200, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "created_at"]
        indexes = [models.Index(fields=["number"], name="local_number_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind", "number"], name="local_number_once",
                violation_error_message=_("This number is on the record already"),
            ),
            models.CheckConstraint(condition=~Q(number=""), name="local_number_is_not_empty"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client}: {self.get_kind_display()}"
