"""Code lists about who may see what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VerdictState(models.TextChoices):
    """Whether an opening by break-glass was reviewed, and how. Our own list."""

    WAITS = "waits", _("Not reviewed yet")
    LATE = "late", _("Overdue for review")
    JUSTIFIED = "justified", _("Justified")
    NOT_JUSTIFIED = "not_justified", _("Not justified")


class RestrictionState(models.TextChoices):
    """Where a restriction stands. Our own list."""

    ASKED = "asked", _("Waits for a second person")
    IN_FORCE = "in_force", _("In force")
    LIFTING = "lifting", _("In force; to be lifted, waits for a second person")
    LIFTED = "lifted", _("Lifted")
    DECLINED = "declined", _("Declined")
