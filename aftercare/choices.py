"""Code lists of leaving treatment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals.choices import UnmetReason


class HandoverStatus(models.TextChoices):
    """Where a handover stands: nobody is handed over until somebody has accepted."""

    DRAFT = "draft", _("Being prepared")
    SENT = "sent", _("Sent")
    QUERIED = "queried", _("Question asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NoServiceReason(models.TextChoices):
    """Why a need has no service when treatment ends: it lets a handover go ahead. Gaps are counted from UnmetNeed."""

    CLIENT_DECLINED = "client_declined", _("The person declined")
    NONE_HERE = "none_here", _("No such service here")
    FULL = "full", _("Full")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    UNSUITABLE = "unsuitable", _("Not suitable for the person")


# The same reason, of a need that stands as one that cannot be met.
UNMET_REASON = {
    NoServiceReason.CLIENT_DECLINED: UnmetReason.CLIENT_DECLINED,
    NoServiceReason.NONE_HERE: UnmetReason.DOES_NOT_EXIST,
    NoServiceReason.FULL: UnmetReason.FULL,
    NoServiceReason.NOT_ELIGIBLE: UnmetReason.NOT_ELIGIBLE,
    NoServiceReason.UNSUITABLE: UnmetReason.UNSUITABLE,
}


class CheckUpOutcome(models.TextChoices):
    """What came of a check-up after treatment."""

    OK = "ok", _("Doing well")
    SIGNPOSTED = "signposted", _("Told about a service")
    REFERRED_BACK = "referred_back", _("On the way back into treatment")
    URGENT = "urgent", _("Urgent help arranged")
    NOT_REACHED = "not_reached", _("Not reached")


class CheckUpSchedule(models.TextChoices):
    """When check-ups fall due, in days and months from the start of aftercare; `schedule.py` has the days.

    Our own defaults. Quarterly check-ups have the evidence (two US trials of recovery management check-ups); the
    early ones answer to the first three months being the riskiest, and the days after prison or a detox more so.
    """

    STANDARD = "standard", _("After 2 days, 2 weeks, and 1, 3, 6, 9 and 12 months")
    AFTER_PRISON_OR_DETOX = "after_prison_or_detox", _("After prison or a detox: after 1, 3, 7, 14 and 28 days")


class CancelledBecause(models.TextChoices):
    """Why a check-up will not take place. What ended with an episode comes back when the episode does."""

    CLOSED = "closed", _("The episode was closed")
    DIED = "died", _("The person died")


class HandoverPart(models.TextChoices):
    """The parts of the list of handovers; ours."""

    RECEIVED = "received", _("For you to take over")
    TO_PREPARE = "to_prepare", _("To prepare: treatment ends within four weeks")
    ON_THEIR_WAY = "on_their_way", _("Being prepared, sent, or with a question")
    TO_BEGIN = "to_begin", _("Accepted: aftercare can begin")
    TAKEN_OVER = "taken_over", _("Taken over by you or your team")
