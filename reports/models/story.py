"""Case studies: a consenting person's story without names, places and dates, read by a second person before it is used."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from clients.choices import ConsentPurpose
from clients.models import Client, Consent, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, user_key


class CaseStoryQuerySet(OfClientQuerySet):
    def under_consent(self, day=None):
        """Those whose consent holds: withdrawn or run out, a story is gone from every list."""
        live = Consent.objects.live(day or timezone.localdate()).filter(purpose=ConsentPurpose.CASE_STUDY)
        return self.filter(consent__in=live)

    def usable(self):
        """Those that were read and approved, and whose consent holds."""
        return self.under_consent().exclude(approved_at=None)


@tracked
class CaseStory(BaseModel):
    """What somebody allows us to tell of their way, so that nobody can tell who it is.

    It is a draft until a manager who has not written any of it approves it; from then on it is never changed.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="case_stories")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="case_stories")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="case_stories")
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("the story"))
    approved_by = user_key(editable=False, verbose_name=_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)

    objects = CaseStoryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("case study"), _("case studies")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="story_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("created_by")), name="story_approved_by_another"
            ),
        ]

    def __str__(self):
        return self.title
