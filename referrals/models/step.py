"""What was done on a particular path: one row for each step of referrals/paths, with the answers that the path asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel

from .referral import Referral


@tracked
class ReferralStep(BaseModel):
    """One step of a path: due, done, and what was answered. A step that comes back, such as a weekly contact, is numbered."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    key = models.CharField(max_length=30)  # of the steps of the referral's path
    number = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["created_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "key", "number"], name="referral_step_once"),
        ]

    def __str__(self):
        return f"{self.referral_id} {self.key} {self.number}"
