"""Code lists about people's rights."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestStatus(models.TextChoices):
    """Where a request for a copy of the record stands. Our own list."""

    RECEIVED = "received", _("Received")
    REVIEWED = "reviewed", _("Reviewed, ready to go out")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReceivedHow(models.TextChoices):
    """How a request reached us: none needs a form or the word “request” (UK GDPR art. 15)."""

    SPOKEN = "spoken", _("In words")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By email")
    SOMEBODY = "somebody", _("Through somebody else, such as a solicitor")


class LimitKind(models.TextChoices):
    """What somebody asks us to stop doing with their record (UK GDPR art. 18 and 21)."""

    RESTRICTION = "restriction", _("Keep it, and do nothing else with it")
    OBJECTION = "objection", _("Objects to what we do with it")


class LimitStatus(models.TextChoices):
    """What became of it. Our own list."""

    ASKED = "asked", _("Asked")
    IN_FORCE = "in_force", _("In force")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class AskedKind(models.TextChoices):
    """What people ask about their record, in one list. Our own list."""

    COPY = "copy", _("A copy of the record")
    RESTRICTION = LimitKind.RESTRICTION.value, LimitKind.RESTRICTION.label
    OBJECTION = LimitKind.OBJECTION.value, LimitKind.OBJECTION.label


class AskedState(models.TextChoices):
    """Where it stands, in that list. Our own list."""

    OPEN = "", _("Waits for an answer")
    LATE = "late", _("Overdue")
    IN_FORCE = "in_force", _("Restrictions and objections in force")
    ENDED = "ended", _("Answered or ended")
    ALL = "all", _("All")


class RetentionChoice(models.TextChoices):
    """What is done with a record whose time has run out (records management code: review, then keep or destroy)."""

    KEEP = "keep", _("Keep it longer")
    ERASE = "erase", _("Erase what is in it")


class RetentionStatus(models.TextChoices):
    """A decision needs two people; the second one lets it hold. Our own list."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    DONE = "done", _("Done")
