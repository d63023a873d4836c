"""Code lists of referrals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from recovery_capital.choices import Domain
from services_directory.choices import Need


class ReferralStatus(models.TextChoices):
    """Where a referral stands. Our own list: a referral counts when somebody arrives and it helps."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    ATTENDED = "attended", _("Attended")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DeclineReason(models.TextChoices):
    """Why a need was not met. Our own list; it feeds the gaps report."""

    FULL = "full", _("Full")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    THRESHOLD_NOT_MET = "threshold_not_met", _("Threshold not met")
    UNSUITABLE = "unsuitable", _("Not suitable for the person")
    CLIENT_DECLINED = "client_declined", _("The person declined")
    NO_ANSWER = "no_answer", _("No answer")
    OTHER = "other", _("Other")


class ReferralOutcome(models.TextChoices):
    """What came of it. Our own list."""

    HELPED = "helped", _("It helped")
    HELPED_A_LITTLE = "helped_a_little", _("It helped a little")
    DID_NOT_HELP = "did_not_help", _("It did not help")
    STOPPED_GOING = "stopped_going", _("The person stopped going")


# Which kinds of service may help in a domain: our domains to the needs of the directory.
NEEDS_OF_DOMAIN = {
    Domain.SUBSTANCE_USE: [Need.SUBSTANCE_TREATMENT, Need.NALOXONE, Need.NEEDLE_EXCHANGE, Need.CRISIS],
    Domain.PHYSICAL_HEALTH: [Need.PHYSICAL_HEALTH, Need.FOOD],
    Domain.MENTAL_HEALTH: [Need.MENTAL_HEALTH, Need.CRISIS],
    Domain.HOUSING: [Need.HOUSING_ADVICE, Need.SUPPORTED_HOUSING, Need.DRY_HOUSE, Need.HOSTEL, Need.REFUGE],
    Domain.ETE: [Need.ETE, Need.VOLUNTEERING],
    Domain.MONEY: [Need.BENEFITS, Need.DEBT, Need.FOOD],
    Domain.FAMILY: [Need.FAMILY, Need.CARERS, Need.REFUGE],
    Domain.CHILDREN: [Need.PARENTING, Need.FAMILY],
    Domain.COMMUNITY: [Need.LEISURE, Need.VOLUNTEERING, Need.WOMEN],
    Domain.OFFENDING: [Need.PRISON_RESETTLEMENT, Need.LEGAL],
    Domain.PEER_SUPPORT: [Need.MUTUAL_AID, Need.PEER_SUPPORT],
    Domain.LIFE_SKILLS: [Need.LIFE_SKILLS],
}
