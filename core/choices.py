"""Code lists that know nothing about recovery work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By what a message leaves the house. Our own list."""

    EMAIL = "email", _("Email")
    TEXT = "text", _("Text message")


class AccessAction(models.TextChoices):
    """What somebody did with a record without changing it. Our own list."""

    LOOK = "look", _("Looked at")
    PRINT = "print", _("Printed")
    DOWNLOAD = "download", _("Downloaded")
    SEARCH = "search", _("Searched")
    EXPORT = "export", _("Exported")
    SIGN_IN = "sign_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Failed to sign in")
    SIGN_OUT = "sign_out", _("Signed out")
    LOCKED = "locked", _("Was locked out after too many tries")
    SESSION_ENDED = "session_ended", _("Ended a session")
    FACTOR_ADDED = "factor_added", _("Added a second factor")
    FACTOR_REMOVED = "factor_removed", _("Removed a second factor")
    PASSWORD_CHANGED = "password_changed", _("Changed a password")
    INVITED = "invited", _("Invited to set a password")
    FACTOR_WAIVED = "factor_waived", _("Started without second factors")
    REFUSED = "refused", _("Was refused")
