"""What was written on a record by mistake: marked and kept, never taken away."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import user_key

from ..choices import ErrorReason
from .client import OfClientQuerySet


class MayBeInErrorQuerySet(OfClientQuerySet):
    def valid(self):
        """Those not entered in error: what lists, counts and rules go by."""
        return self.filter(error_at=None)


class MayBeInError(models.Model):
    """A record that can be marked as entered in error, by whom, when and why; it stays readable."""

    error_reason = models.CharField(
        _("what was wrong"), max_length=20, choices=ErrorReason, blank=True, default="", db_default=""
    )
    error_note = models.CharField(_("in a few words"), max_length=300, blank=True, default="", db_default="")
    error_at = models.DateTimeField(null=True, blank=True, editable=False)
    error_by = user_key(editable=False)

    class Meta:
        abstract = True

    @property
    def is_in_error(self):
        return self.error_at is not None


def error_is_whole(name):
    """The constraint that a mark of error says when, by whom and why."""
    return models.CheckConstraint(
        condition=Q(error_at=None, error_by=None, error_reason="", error_note="")
        | Q(error_at__isnull=False, error_by__isnull=False) & ~Q(error_reason=""),
        name=f"{name}_error_has_who_when_and_why",
    )
