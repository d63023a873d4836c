"""When treatment ends unplanned, and when somebody comes back: nothing is asked of anybody twice, and nobody is blamed."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel
from referrals.models import IncomingReferral

from ..choices import LetterAfterExit
from .check_up import CheckUp
from .handover import Handover


@tracked
class UnplannedExit(BaseModel):
    """How an episode ended that ended unplanned: the letter, who was told, the decision, the way back (wraparound 2.6)."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="unplanned_exits")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="unplanned_exit")
    letter = models.CharField(_("letter or text"), max_length=20, choices=LetterAfterExit)
    letter_on = models.DateField(_("written on"), null=True, blank=True)
    who_was_told = models.TextField(_("who was told, and by what right"), blank=True)
    decided_on = models.DateField(_("decided on"))
    decision = models.TextField(_("what was decided, by whom and why"))
    way_back = models.TextField(_("how the person can come back"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(letter=LetterAfterExit.WRITTEN, letter_on__isnull=False)
                | ~models.Q(letter=LetterAfterExit.WRITTEN) & models.Q(letter_on=None),
                name="letter_after_exit_has_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.decided_on:%Y-%m-%d}"


@tracked
class ReturnToTreatment(BaseModel):
    """Somebody came back: from which episode, what is carried over, and whether a full new assessment is needed."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="returns")
    left = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="returns", verbose_name=_("episode before")
    )
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="return_from_before")
    referral = models.OneToOneField(IncomingReferral, on_delete=models.PROTECT, related_name="return_to_treatment")
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, null=True, blank=True, related_name="returns")
    check_up = models.ForeignKey(CheckUp, on_delete=models.PROTECT, null=True, blank=True, related_name="returns")
    returned_on = models.DateField(_("asked to come back on"))
    why = models.TextField(_("what has happened, in the client’s words"))
    needs_assessment = models.BooleanField(_("a full new assessment is needed"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-returned_on", "-created_at"]

    def __str__(self):
        return f"{self.client} {self.returned_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("aftercare:return_detail", args=[self.pk])
