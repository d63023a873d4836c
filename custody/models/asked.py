"""What a prison was asked for: each day on which the list was printed a row of its own, by the right under which it was."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client, Consent, OfClientQuerySet, SharingOverride
from core.history import tracked
from core.models import BaseModel

from .stay import CustodyStay


@tracked
class PrisonAsked(BaseModel):
    """The list of what we need for a release was printed for a prison, which reads from it whom it is about.

    Whoever printed it first that day passed it on (`created_by`). The consent, or the decision without one, stands
    beside it when it is withdrawn later, so that it is known whom to tell.
    """

    waits_for_answer = False  # what clients.shared asks: no verb of ours takes back a paper
    status = "completed"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="prison_asked")
    stay = models.ForeignKey(CustodyStay, on_delete=models.PROTECT, related_name="prison_asked")
    prison = models.CharField(gettext_lazy("prison"), max_length=200)  # as it was called then
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="prison_asked")
    sharing_override = models.ForeignKey(
        SharingOverride, on_delete=models.PROTECT, null=True, blank=True, related_name="prison_asked"
    )
    shared_on = models.DateField(gettext_lazy("on which day"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("list for a prison")
        verbose_name_plural = gettext_lazy("lists for a prison")
        ordering = ["-shared_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent=None) ^ Q(sharing_override=None), name="prison_asked_by_one_right"
            ),
            models.UniqueConstraint(
                fields=["stay", "shared_on", "consent", "sharing_override"], name="prison_asked_once_a_day",
                nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client} {self.shared_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return self.stay.get_absolute_url()

    @property
    def terms(self):
        """By what right the prison was asked."""
        return self.consent or self.sharing_override

    def get_status_display(self):
        """By which way, where lists of what was shared show how it stands."""
        return _("Printed for the prison")
