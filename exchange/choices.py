"""Which records have an id in a national data set, and what becomes of a row that is brought in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberKind(models.TextChoices):
    """What has an id in the national data set (NDTMS, data set K: CLIENTID, EPISODID, MODID, TOPID)."""

    CLIENT = "client", _("Client")
    EPISODE = "episode", _("Episode of treatment")
    INTERVENTION = "intervention", _("Intervention")
    TOP = "top", _("Treatment outcomes profile")


class Became(models.TextChoices):
    """What becomes of a row of a file. Our own list."""

    ADDED = "added", _("Brought in")
    KNOWN = "known", _("Here already")
    WITHOUT_CONSENT = "without_consent", _("Without consent: nothing to bring in")
    REFUSED = "refused", _("Refused")
