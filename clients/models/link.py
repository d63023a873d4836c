"""Two records of one person: linked and unlinked, never merged; and two people who only look like one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, user_key
from reference.models import Code

from .client import Client


class RecordLinkQuerySet(models.QuerySet):
    def live(self):
        return self.filter(undone_at=None)

    def visible_to(self, user):
        """The links of which the user may see both records."""
        clients = Client.objects.visible_to(user)
        return self.filter(kept__in=clients, other__in=clients)


@tracked
class RecordLink(BaseModel):
    """Two records are of one person: work goes on in the one that is kept, and the other stays as it was."""

    kept = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="links_kept")
    other = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="links_other")
    why = models.CharField(_("why"), max_length=300)
    taken_over = models.JSONField(default=dict, help_text=_("Fields of the kept record as they were before"))
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = user_key()
    undone_why = models.CharField(_("why undone"), max_length=300, blank=True)

    objects = RecordLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["other"], condition=Q(undone_at=None), name="record_linked_once"),
            models.CheckConstraint(condition=~Q(kept=F("other")), name="record_linked_to_another"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="link_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["kept"], condition=Q(undone_at=None), name="record_link_kept")]

    def __str__(self):
        return f"{self.other} → {self.kept}"


@tracked
class DifferentPerson(BaseModel):
    """A record was added although it looked like another one, and why."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="looked_like")
    like = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("reason"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.client}: {self.reason}"
