"""Code lists of leaving treatment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import DischargeReason
from referrals.choices import UnmetReason


class HandoverStatus(models.TextChoices):
    """Where a handover stands: nobody is handed over until somebody has accepted."""

    DRAFT = "draft", _("Being prepared")
    SENT = "sent", _("Sent")
    QUERIED = "queried", _("Question asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ClientAnswer(models.TextChoices):
    """What the client says of the handover. A no, or a part of one, stands there in the client's words; ours."""

    AGREES = "agrees", _("Agrees")
    IN_PART = "in_part", _("Agrees in part")
    NOT = "not", _("Does not agree")


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


class ConcernLevel(models.TextChoices):
    """How worried somebody is after a check-up (wraparound notes 2.4)."""

    NONE = "none", _("None: all is well")
    WATCH = "watch", _("Watch: talk about it with the team")
    ACT = "act", _("Act: something must be done today")


class Mood(models.TextChoices):
    """How somebody says they feel at a check-up. Our own list."""

    GOOD = "good", _("Good")
    UP_AND_DOWN = "up_and_down", _("Up and down")
    LOW = "low", _("Low")


class WorkNow(models.TextChoices):
    """What somebody does in the day, as asked at a check-up. Our own short list; the long one is in the facts."""

    WORK = "work", _("In paid work")
    LEARNING = "learning", _("At college or in training")
    VOLUNTEERING = "volunteering", _("Volunteering")
    LOOKING = "looking", _("Looking for work")
    CANNOT = "cannot", _("Cannot work now, or cares for somebody")
    NOTHING = "nothing", _("None of these")


OUTCOME_MONTHS = (3, 6, 12)
# How an episode ends unplanned; transfers, custody and deaths have pages of their own.
UNPLANNED = [DischargeReason.DROPPED_OUT, DischargeReason.DECLINED, DischargeReason.WITHDRAWN]


class UseNow(models.TextChoices):
    """How somebody uses what treatment was for, months after it. Our own short list."""

    NONE = "none", _("No use")
    OCCASIONAL = "occasional", _("Now and then")
    REGULAR = "regular", _("Regularly again")
    NOT_KNOWN = "not_known", _("Not known")


class LetterAfterExit(models.TextChoices):
    """Whether we wrote when treatment ended unplanned. Our own list."""

    WRITTEN = "written", _("Written")
    NOT_AGREED = "not_agreed", _("Not written: not agreed, or not safe")
    NO_ADDRESS = "no_address", _("Not written: no address or number")
    DECLINED = "declined", _("Not written: the person wants no more contact from us")


class SharedHow(models.TextChoices):
    """By which way somebody around the client got the relapse plan. Our own list; no mail carries a name."""

    HANDED = "handed", _("Given to them on paper")
    BY_CLIENT = "by_client", _("The client gave it to them")
    POST = "post", _("Sent by post")
    TOGETHER = "together", _("Gone through together")


class NextTry(models.TextChoices):
    """What comes next while nobody has been reached for a check-up (wraparound notes 2.4)."""

    TRY = "try", _("Try again")
    OTHER_WAY = "other_way", _("Try another way")
    WRITE = "write", _("Write a letter or a text")
    ENOUGH = "enough", _("Nothing: enough has been tried")


class CheckUpSchedule(models.TextChoices):
    """When check-ups fall due, in days and months from the start of aftercare; `schedule.py` has the days.

    Our own defaults. Quarterly check-ups have the evidence (two US trials of recovery management check-ups); the
    early ones answer to the first three months being the riskiest, and the days after prison or a detox more so. Each
    covers the six months for which support is offered at least (NICE QS23, statement 9).
    """

    STANDARD = "standard", _("After 2 days, 2 weeks, and 1, 3, 6, 9 and 12 months")
    AFTER_PRISON_OR_DETOX = (
        "after_prison_or_detox",
        _("After prison or a detox: after 1, 3, 7, 14 and 28 days, then after 3, 6, 9 and 12 months"),
    )


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
