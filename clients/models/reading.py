"""Reading a record on exceptional terms: in an emergency, and when a record is restricted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, user_key
from reference.models import Code


class BreakGlassQuerySet(models.QuerySet):
    def live(self):
        """Those that open a record now."""
        return self.filter(ends_at__gt=Now())


@tracked
class BreakGlass(BaseModel):
    """Somebody opened a record of another team for 24 hours, and said why; a manager judges it afterwards."""

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="break_glass")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="break_glass")
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", verbose_name=_("reason"))
    text = models.CharField(_("why"), max_length=500)
    started_at = models.DateTimeField(_("opened at"))
    ends_at = models.DateTimeField(_("open until"))
    review_by = models.DateField(_("to be reviewed by"))
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = user_key()
    was_justified = models.BooleanField(_("justified"), null=True, blank=True)
    review_note = models.CharField(_("note"), max_length=500, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["user", "client", "ends_at"], name="break_glass_user")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="break_glass_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, was_justified=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, was_justified__isnull=False)
                & ~Q(reviewed_by=F("user")),
                name="break_glass_reviewed_by_somebody_else",
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.client}"


@tracked
class NamedReader(BaseModel):
    """Somebody who may see a restricted record."""

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="named_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="restricted_records")
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "client"], name="named_reader_once")]

    def __str__(self):
        return f"{self.user} – {self.client}"
