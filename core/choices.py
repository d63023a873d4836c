"""Code lists that know nothing about recovery work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessAction(models.TextChoices):
    """What somebody did with a record without changing it. Our own list."""

    LOOK = "look", _("Looked at")
    PRINT = "print", _("Printed")
    SEARCH = "search", _("Searched")
    EXPORT = "export", _("Exported")
    SIGN_IN = "sign_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Failed to sign in")
    SIGN_OUT = "sign_out", _("Signed out")
    REFUSED = "refused", _("Was refused")
