"""The consent to the national data set: apart from every consent to share with a service."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from ..choices import GivenHow
from .client import Client, OfClientQuerySet


class NationalConsentQuerySet(OfClientQuerySet):
    def current(self):
        """The newest answer of each client."""
        return self.filter(superseded_at=None)

    def agreed(self):
        """The answers that let a client's figures go to the national data set: a yes that was not taken back."""
        return self.current().filter(agreed=True, withdrawn_on=None)


@tracked
class NationalConsent(BaseModel):
    """The client's answer about the national data set; without a yes, nothing about the client is in its extract."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="national_consents")
    agreed = models.BooleanField(_("agreed"))
    asked_on = models.DateField(_("asked on"))
    given_how = models.CharField(_("how it was given"), max_length=20, choices=GivenHow)
    evidence = models.TextField(_("the words used, or where the signed form is"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = NationalConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(superseded_at=None), name="one_current_national_consent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(agreed=True, withdrawn_on__gte=F("asked_on")),
                name="national_consent_withdrawn_after_a_yes",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.asked_on:%Y-%m-%d}"
