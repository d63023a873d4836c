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


class AgeBand(models.TextChoices):
    """About how old somebody is who gave no date of birth. Our own list."""

    UNDER_18 = "under_18", _("Under 18")
    TO_24 = "18_24", _("18 to 24")
    TO_34 = "25_34", _("25 to 34")
    TO_44 = "35_44", _("35 to 44")
    TO_54 = "45_54", _("45 to 54")
    TO_64 = "55_64", _("55 to 64")
    OVER_64 = "65_over", _("65 or over")
    NOT_SAID = "not_said", _("Not said")


class OpenAccessWay(models.TextChoices):
    """How somebody came to us. Our own list."""

    DROP_IN = "drop_in", _("Came in")
    PHONE = "phone", _("Rang")
    OUTREACH = "outreach", _("We met them outside")
    ONLINE = "online", _("Wrote or chatted online")


class Topic(models.TextChoices):
    """What was talked about: what open access centres are for (Wales, aftercare framework, section 6.1)."""

    SUBSTANCE_USE = "substance_use", _("Drugs or alcohol")
    HARM_REDUCTION = "harm_reduction", _("Harm reduction")
    TREATMENT = "treatment", _("Getting treatment")
    RELAPSE_PREVENTION = "relapse_prevention", _("Preventing relapse")
    HOUSING = "housing", _("Housing")
    HOUSING_SUPPORT = "housing_support", _("Housing-related support")
    BENEFITS = "benefits", _("Welfare benefits")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    PEER_SUPPORT = "peer_support", _("Peer support")
    SOCIAL = "social", _("Company, somewhere to be")
    FAMILY = "family", _("Somebody else’s use: family or friend")
    OTHER = "other", _("Another service or question")


class Given(models.TextChoices):
    """What somebody was given. Our own list."""

    LEAFLET = "leaflet", _("Leaflet")
    NALOXONE = "naloxone", _("Naloxone kit")
    INJECTING = "injecting", _("Needles and equipment")
    TESTING = "testing", _("Blood-borne virus test")
    FOOD = "food", _("Food or a hot drink")
    CLOTHES = "clothes", _("Clothes or a sleeping bag")
    PHONE_CALL = "phone_call", _("A call made together")
    OTHER = "other", _("Something else")


class HeardFrom(models.TextChoices):
    """How did you hear of us: where our leaflets and posters hang, and who tells people. Our own list."""

    FRIEND = "friend", _("Friend or family")
    BEEN_BEFORE = "been_before", _("Has been here before")
    GP = "gp", _("GP surgery")
    HOSPITAL = "hospital", _("Hospital or A&E")
    PHARMACY = "pharmacy", _("Pharmacy")
    LIBRARY = "library", _("Library")
    JOB_CENTRE = "job_centre", _("Job centre")
    SUPERMARKET = "supermarket", _("Supermarket")
    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    HOUSING = "housing", _("Housing department")
    PRISON_OR_PROBATION = "justice", _("Prison, police or probation")
    OTHER_SERVICE = "other_service", _("Another service")
    WEB = "web", _("Our pages or the web")
    MEDIA = "media", _("Paper, radio or social media")
    NOT_ASKED = "not_asked", _("Not asked, or not said")


class SignpostHow(models.TextChoices):
    """How somebody was told about a service without being referred to it. Our own list."""

    SAID = "said", _("Said")
    PAPER = "paper", _("On paper")
    TEXT = "text", _("By text message")
    EMAIL = "email", _("By email")


class TurnedInto(models.TextChoices):
    """What an open-door contact became, when the person wished."""

    CLIENT = "client", _("A new client")
    KNOWN = "known", _("Known already")


# Which kinds of service may help with what was talked about at the open door.
NEEDS_OF_TOPIC = {
    Topic.SUBSTANCE_USE: [Need.SUBSTANCE_TREATMENT],
    Topic.HARM_REDUCTION: [Need.NEEDLE_EXCHANGE, Need.NALOXONE],
    Topic.TREATMENT: [Need.SUBSTANCE_TREATMENT],
    Topic.RELAPSE_PREVENTION: [Need.MUTUAL_AID, Need.PEER_SUPPORT],
    Topic.HOUSING: [Need.HOUSING_ADVICE, Need.HOSTEL],
    Topic.HOUSING_SUPPORT: [Need.SUPPORTED_HOUSING, Need.HOUSING_ADVICE],
    Topic.BENEFITS: [Need.BENEFITS],
    Topic.MENTAL_HEALTH: [Need.MENTAL_HEALTH],
    Topic.PHYSICAL_HEALTH: [Need.PHYSICAL_HEALTH],
    Topic.PEER_SUPPORT: [Need.PEER_SUPPORT, Need.MUTUAL_AID],
    Topic.SOCIAL: [Need.LEISURE, Need.PEER_SUPPORT],
    Topic.FAMILY: [Need.CARERS, Need.FAMILY],
}

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
