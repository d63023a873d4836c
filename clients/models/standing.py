"""What interrupts an episode: pauses, and the ends that somebody took back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from reference.models import Code

from ..choices import DischargeReason, EpisodeStatus
from .client import Client, OfClientQuerySet
from .episode import Episode


@tracked
class EpisodePause(BaseModel):
    """A time in which the work of an episode rests; what was due waits until it goes on."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="pauses")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="pauses")
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("why"))
    note = models.TextField(_("note"), blank=True)
    starts_on = models.DateField(_("from"))
    expected_until = models.DateField(_("expected until"), null=True, blank=True)
    ended_on = models.DateField(_("went on from"), null=True, blank=True)
    was = models.CharField(_("status before"), max_length=30, choices=EpisodeStatus, editable=False)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=Q(ended_on=None), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")), name="pause_ends_after_it_starts",
                violation_error_message=_("This is before the pause began"),
            ),
            models.CheckConstraint(
                condition=Q(expected_until=None) | Q(expected_until__gte=F("starts_on")), name="pause_expected_later",
                violation_error_message=_("This is before the pause begins"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.episode} {self.starts_on:%Y-%m-%d}"


@tracked
class EpisodeReopening(BaseModel):
    """A closed episode was opened again: the end that it had, and why that did not hold."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reopenings")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reopenings")
    ended_on = models.DateField(_("had ended on"))
    discharge_reason = models.CharField(_("discharge reason"), max_length=30, choices=DischargeReason)
    destination = models.CharField(_("where the person went on to"), max_length=200, blank=True)
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("why"))
    note = models.TextField(_("note"), blank=True)
    reopened_on = models.DateField(_("reopened on"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reopened_on__gte=F("ended_on")), name="reopened_after_it_ended",
                violation_error_message=_("This is before the episode ended"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.episode} {self.reopened_on:%Y-%m-%d}"
