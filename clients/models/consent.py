"""Consents: to whom, for what and until when a client lets us share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from services_directory.models import Service

from ..choices import ConsentCategory, ConsentPurpose, GivenHow
from .client import Client, OfClientQuerySet
from .family import Relationship


class ConsentQuerySet(OfClientQuerySet):
    def live(self, day=None):
        """Given, not withdrawn, not run out."""
        day = day or timezone.localdate()
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day), withdrawn_on=None, given_on__lte=day)

    def covering(self, *categories):
        """Those that let all of these be shared."""
        return self.filter(categories__contains=list(categories))


@tracked
class Consent(BaseModel):
    """The client's yes to share certain information with one recipient for one purpose.

    The recipient is a service of the directory, or somebody around the client, or one outside the directory by name.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    recipient = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="consents", verbose_name=_("with whom")
    )
    supporter = models.ForeignKey(
        Relationship, on_delete=models.PROTECT, null=True, blank=True, related_name="consents",
        verbose_name=_("with whom of the client’s people"),
    )  # fmt: skip
    outside = models.CharField(
        _("with whom, outside the directory"), max_length=200, blank=True, default="", db_default=""
    )
    purpose = models.CharField(_("what for"), max_length=30, choices=ConsentPurpose)
    categories = ArrayField(
        models.CharField(max_length=30, choices=ConsentCategory), verbose_name=_("what may be shared")
    )
    given_how = models.CharField(_("how it was given"), max_length=20, choices=GivenHow)
    evidence = models.TextField(_("the words used, or where the signed form is"), blank=True)
    given_on = models.DateField(_("given on"))
    expires_on = models.DateField(_("until"), null=True, blank=True)
    restrictions = models.CharField(_("anything not to share"), max_length=500, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    recipients_told_on = models.DateField(_("the recipient was told on"), null=True, blank=True)
    recipients_told_how = models.CharField(_("who was told, and how"), max_length=500, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("given_on")),
                name="consent_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            ),
            models.CheckConstraint(condition=Q(categories__len__gt=0), name="consent_covers_something"),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, supporter=None, outside="")
                | Q(recipient=None, supporter__isnull=False, outside="")
                | Q(recipient=None, supporter=None) & ~Q(outside=""),
                name="consent_has_one_recipient",
                violation_error_message=_("Say with whom: a service, or one of the client’s people, or somebody else"),
            ),
            models.CheckConstraint(
                condition=Q(supporter=None) | Q(purpose=ConsentPurpose.FAMILY),
                name="consent_to_a_supporter_is_to_involve_them",
                violation_error_message=_("With one of the client’s people it is for involving family or friends"),
            ),
            models.CheckConstraint(
                condition=Q(recipients_told_on=None) | Q(recipients_told_on__gte=F("withdrawn_on")),
                name="recipients_told_after_withdrawal",
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.supporter.get_kind_display() if self.supporter_id else self.to_whom}"

    def get_absolute_url(self):
        return reverse("clients:consent_detail", args=[self.pk])

    @property
    def to_whom(self):
        """The recipient in words, for pages of the record."""
        return self.supporter.name if self.supporter_id else str(self.recipient or self.outside)

    @property
    def category_labels(self):
        return [ConsentCategory(name).label for name in self.categories]

    @property
    def is_live(self):
        today = timezone.localdate()
        return not self.withdrawn_on and self.given_on <= today and (not self.expires_on or self.expires_on >= today)
