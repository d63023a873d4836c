"""The tables of national data sets by version, and the ids by which a data set knows our records."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Episode, EpisodeIntervention, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel
from recovery_capital.models import TopAssessment

from .choices import NumberKind


class DataSetVersionQuerySet(models.QuerySet):
    def in_force(self, day=None):
        """The version that holds on a day, the newest one that has begun; None before the first."""
        return self.filter(effective_from__lte=day or timezone.localdate()).order_by("-effective_from").first()


@tracked
class DataSetVersion(BaseModel):
    """One version of the national data set: its columns in their order, and its codes for our words.

    What is loaded is never rewritten: a correction is a version of its own, with a letter of its own.
    """

    letter = models.CharField(_("data set"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(_("source"), max_length=500)
    is_historic = models.BooleanField(_("historic"), default=False, db_default=False)
    effective_from = models.DateField(_("in force from"), unique=True)
    columns = models.JSONField(_("columns"))
    codes = models.JSONField(_("codes"), default=dict, blank=True)
    also_read = models.JSONField(_("codes that are read besides"), default=dict, blank=True)

    objects = DataSetVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_from"]

    def __str__(self):
        return f"{self.letter} ({self.effective_from:%Y-%m-%d})"


def one_record():
    """Each kind of id points at its own kind of record, and at no other."""
    rule = Q()
    for kind in NumberKind.values:
        records = {f"{name}__isnull": name != kind for name in NumberKind.values if name != NumberKind.CLIENT}
        rule |= Q(kind=kind, **records)
    return rule


@tracked
class DataSetNumber(BaseModel):
    """By which id another system knew a record in the national data set, and what its file said that has no place here.

    An agency's ids stay those of its file when the record leaves again. `rest` holds columns that nothing here asks for;
    `below` the rows beneath an intervention: its reviews and its times in treatment.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="data_set_numbers")
    agency = models.CharField(_("agency"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=NumberKind)
    number = models.CharField(_("id"), max_length=64)
    episode = models.OneToOneField(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="data_set_number"
    )
    intervention = models.OneToOneField(
        EpisodeIntervention, on_delete=models.PROTECT, null=True, blank=True, related_name="data_set_number"
    )
    top = models.OneToOneField(
        TopAssessment, on_delete=models.PROTECT, null=True, blank=True, related_name="data_set_number"
    )
    rest = models.JSONField(default=dict, blank=True)
    below = models.JSONField(default=list, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "number"], name="data_set_number_once"),
            models.UniqueConstraint(
                fields=["client", "agency"], condition=Q(kind=NumberKind.CLIENT), name="one_client_number_per_agency"
            ),
            models.CheckConstraint(condition=one_record(), name="data_set_number_of_its_kind"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(agency=""), name="data_set_number_is_not_empty"),
        ]

    def __str__(self):
        return f"{self.agency} {self.get_kind_display()} {self.number}"
