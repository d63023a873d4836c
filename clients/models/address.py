"""Where a person lives or gets letters: dated rows, some of them hidden."""

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ends_after_start
from core.history import tracked
from core.models import BaseModel

from ..choices import POSTCODES, AddressKind, FlagKind
from .client import Client
from .dated import DatedOfClientQuerySet
from .flag import ClientFlag

WITHOUT_PLACE = [AddressKind.NO_FIXED_ABODE, AddressKind.NOT_KNOWN]


def is_a_place_or_has_its_code():
    """An address says where it is; no fixed abode, and not known, have the postcode that says so and no lines."""
    rule = ~Q(kind__in=WITHOUT_PLACE) & (~Q(lines="") | ~Q(postcode=""))
    for kind, postcode in POSTCODES.items():
        rule |= Q(kind=kind, postcode=postcode, lines="")
    return rule


class AddressQuerySet(DatedOfClientQuerySet):
    def with_hides(self):
        """Adds `hides`: marked as hidden, or any address of somebody with the flag of domestic abuse."""
        abuse = ClientFlag.objects.filter(client=OuterRef("client"), kind=FlagKind.DOMESTIC_ABUSE, ended_on=None)
        return self.annotate(hides=ExpressionWrapper(Q(is_hidden=True) | Exists(abuse), BooleanField()))


@tracked
class Address(BaseModel):
    """Where a person lives, stays or gets letters, from when until when; a hidden one is opened on purpose only."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=20, choices=AddressKind, default=AddressKind.HOME)
    lines = models.TextField(_("address"), blank=True, max_length=500)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    local_authority = models.CharField(_("local authority"), max_length=100, blank=True)
    is_hidden = models.BooleanField(_("hidden"), default=False, db_default=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-created_at"]
        indexes = [models.Index(fields=["postcode"], name="address_postcode")]
        constraints = [
            ends_after_start("address"),
            models.CheckConstraint(
                condition=is_a_place_or_has_its_code(), name="address_is_a_place_or_has_its_code",
                violation_error_message=_("Enter the address or its postcode"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client}: {self.get_kind_display()}"

    @property
    def text(self):
        """The lines and the postcode, one under the other; for no fixed abode its name stands for them."""
        lines = self.get_kind_display() if self.kind in WITHOUT_PLACE else self.lines
        return "\n".join(filter(None, [lines, self.postcode]))
