"""The interventions that were given in an episode: what counts as treatment, from when until when, and how it ended."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from reference.models import Code

from .client import Client, OfClientQuerySet
from .episode import Episode

STRUCTURED = ["94", "95", "96"]  # NDTMS MODAL: the high-level types; brief advice and needle exchange do not count


class InterventionQuerySet(OfClientQuerySet):
    def running(self):
        return self.filter(ended_on=None)

    def with_codes(self):
        return self.select_related("kind", "setting", "exit_status")


@tracked
class EpisodeIntervention(BaseModel):
    """One kind of treatment in an episode: asked for, offered, started, ended (NDTMS modality).

    The plan says which help was agreed; this says what was given.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="interventions")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="interventions")
    kind = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind"))
    setting = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("setting"))
    other_agency = models.CharField(_("given by another agency"), max_length=200, blank=True)
    referred_on = models.DateField(_("referred to it on"))
    first_appointment_offered_on = models.DateField(_("first appointment offered for"), null=True, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    aftercare_since = models.DateField(_("goes on as aftercare since"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    exit_status = models.ForeignKey(
        Code, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("how it ended")
    )

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["referred_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_appointment_offered_on=None) | Q(first_appointment_offered_on__gte=F("referred_on")),
                name="modality_offered_after_referral",
                violation_error_message=_("The appointment cannot be before the referral to this intervention"),
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(started_on__gte=F("referred_on")),
                name="modality_starts_after_referral",
                violation_error_message=_("The start cannot be before the referral to this intervention"),
            ),
            models.CheckConstraint(
                condition=Q(started_on=None)
                | Q(first_appointment_offered_on=None)
                | Q(started_on__gte=F("first_appointment_offered_on")),
                name="modality_starts_after_offer",
                violation_error_message=_("The start cannot be before the first appointment that was offered"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("referred_on"), started_on=None)
                | Q(ended_on__gte=F("started_on")),
                name="modality_ends_after_start",
                violation_error_message=_("The end cannot be before the start"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, exit_status=None) | Q(ended_on__isnull=False, exit_status__isnull=False),
                name="modality_end_and_exit_together",
                violation_error_message=_("Enter both the end and how it ended, or neither"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} ({self.setting})"

    @property
    def is_structured(self):
        """Whether it counts as structured treatment in national figures."""
        return self.kind.code in STRUCTURED
