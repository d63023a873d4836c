"""Code lists of leaving treatment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandoverStatus(models.TextChoices):
    """Where a handover stands: nobody is handed over until somebody has accepted."""

    DRAFT = "draft", _("Being prepared")
    SENT = "sent", _("Sent")
    QUERIED = "queried", _("Question asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NoServiceReason(models.TextChoices):
    """Why a need has no service. Our own list; it feeds the gaps report."""

    CLIENT_DECLINED = "client_declined", _("The person declined")
    NONE_HERE = "none_here", _("No such service here")
    FULL = "full", _("Full")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    UNSUITABLE = "unsuitable", _("Not suitable for the person")


class CheckUpOutcome(models.TextChoices):
    """What came of a check-up after treatment."""

    OK = "ok", _("Doing well")
    SIGNPOSTED = "signposted", _("Told about a service")
    REFERRED_BACK = "referred_back", _("On the way back into treatment")
    URGENT = "urgent", _("Urgent help arranged")
    NOT_REACHED = "not_reached", _("Not reached")
