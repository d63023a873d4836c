"""What a partnership itself calls recovery: dated, and counted apart from every other figure."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Partnership
from core.history import tracked
from core.models import BaseModel

from ..choices import OutcomeWord


@tracked
class RecoveryDefinition(BaseModel):
    """A partnership’s own definition: which outcome words must all be true, and from when until when that holds.

    Where two hold on a day, the one that began last counts.
    """

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="recovery_definitions", verbose_name=_("partnership")
    )
    words = models.CharField(_("the definition, in the partnership’s words"), max_length=500)
    requires = ArrayField(
        models.CharField(max_length=20, choices=OutcomeWord), verbose_name=_("what must be true at a planned end")
    )
    starts_on = models.DateField(_("holds from"))
    ends_on = models.DateField(_("holds until"), null=True, blank=True)

    class Meta:
        ordering = ["partnership__name", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "starts_on"],
                name="recovery_defined_once_a_day",
                violation_error_message=_("This partnership has a definition from this day on already"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="recovery_definition_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            ),
            models.CheckConstraint(condition=Q(requires__len__gt=0), name="recovery_definition_asks_something"),
        ]

    def __str__(self):
        return f"{self.partnership} {self.starts_on:%Y-%m-%d}"

    @property
    def asks(self):
        """What must be true, in words."""
        return [OutcomeWord(word).label for word in self.requires]
