"""Code lists of alerts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """How soon somebody must act (catalogue of alerts, docs/alerts.md)."""

    RED = "red", _("Act today")
    AMBER = "amber", _("Act soon")
    INFO = "info", _("For information")
