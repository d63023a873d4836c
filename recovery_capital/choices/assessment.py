"""The one list of domains of recovery capital, and the code lists of the facts recorded in four of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Domain(models.TextChoices):
    """The twelve domains of life that recovery stands on.

    Source: ongoing support needs in the Welsh framework on open access, personal development, support and aftercare
    services (c. 2009), 6.5, with Best and Laudet 2010 and the 2010 Drug Strategy on recovery capital. Every other
    list of domains maps to this one.
    """

    SUBSTANCE_USE = "substance_use", _("Substance use")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    HOUSING = "housing", _("Housing")
    ETE = "ete", _("Education, training and employment")
    MONEY = "money", _("Money, benefits and debt")
    FAMILY = "family", _("Family and relationships")
    CHILDREN = "children", _("Children and parenting")
    COMMUNITY = "community", _("Friends, leisure and community")
    OFFENDING = "offending", _("Offending")
    PEER_SUPPORT = "peer_support", _("Peer support and mutual aid")
    LIFE_SKILLS = "life_skills", _("Life skills and independent living")


class AssessmentStatus(models.TextChoices):
    """Where a look at recovery capital stands."""

    IN_PROGRESS = "in_progress", _("In progress")
    RECORDED = "recorded", _("Recorded")


class HousingStatus(models.TextChoices):
    """Where somebody lives. Our list, mapped to local returns in exchange/ (sources: docs/sources.md, housing)."""

    OWNER = "owner", _("Own home or shared ownership")
    COUNCIL = "council", _("Renting from the council")
    HOUSING_ASSOCIATION = "housing_association", _("Renting from a housing association")
    PRIVATE_RENT = "private_rent", _("Renting privately")
    FAMILY = "family", _("Settled with family or friends")
    SUPPORTED = "supported", _("Supported housing")
    SUBSTANCE_FREE = "substance_free", _("Drug- or alcohol-free supported housing")
    SHELTERED = "sheltered", _("Sheltered housing")
    HOSTEL = "hostel", _("Hostel or night shelter")
    TEMPORARY = "temporary", _("Temporary accommodation or bed and breakfast")
    REFUGE = "refuge", _("Refuge")
    APPROVED_PREMISES = "approved_premises", _("Approved premises")
    HOME_OFFICE = "home_office", _("Home Office accommodation")
    SOFA_SURFING = "sofa_surfing", _("Sofa surfing")
    ROUGH_SLEEPING = "rough_sleeping", _("Rough sleeping or squatting")
    MOBILE = "mobile", _("Mobile home or Traveller site")
    HOSPITAL = "hospital", _("Hospital")
    REHAB = "rehab", _("Residential rehabilitation")
    PRISON = "prison", _("Prison")
    NOT_KNOWN = "not_known", _("Not known")


class HousingProblem(models.TextChoices):
    """Accommodation need (NDTMS ACCMNEED, data set K)."""

    URGENT = "urgent", _("No fixed abode – urgent housing problem")
    PROBLEM = "problem", _("Housing problem")
    NONE = "none", _("No housing problem")


class EmploymentStatus(models.TextChoices):
    """Employment status (NDTMS EMPSTAT, data set K)."""

    EMPLOYED = "employed", _("Regular employment")
    STUDENT = "student", _("Pupil or student")
    SICK_OR_DISABLED = "sick_or_disabled", _("Long-term sick or disabled")
    HOMEMAKER = "homemaker", _("Looking after home or family")
    SEEKING_WORK = "seeking_work", _("Unemployed and seeking work")
    NOT_RECEIVING_BENEFITS = "not_receiving_benefits", _("Unemployed, not receiving benefits")
    VOLUNTEERING = "volunteering", _("Unpaid voluntary work")
    RETIRED = "retired", _("Retired")
    OTHER = "other", _("Other")
    NOT_STATED = "not_stated", _("Not stated")


class ParentalStatus(models.TextChoices):
    """Parental status (NDTMS PRNTSTAT, data set K)."""

    ALL_LIVE_WITH = "all_live_with", _("All the children live with the person")
    SOME_LIVE_WITH = "some_live_with", _("Some of the children live with the person")
    NONE_LIVE_WITH = "none_live_with", _("None of the children live with the person")
    NOT_A_PARENT = "not_a_parent", _("Not a parent")
    DECLINED = "declined", _("Preferred not to say")


LIVING_WITH = {ParentalStatus.ALL_LIVE_WITH, ParentalStatus.SOME_LIVE_WITH}


class YesNo(models.TextChoices):
    """An answer that may also be missing for a good reason."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    DECLINED = "declined", _("Preferred not to say")


class Stage(models.TextChoices):
    """At which point of treatment something is measured (stages of the Treatment Outcomes Profile)."""

    START = "start", _("Start of treatment")
    REVIEW = "review", _("Review")
    EXIT = "exit", _("End of treatment")
    POST_EXIT = "post_exit", _("After treatment")


class WeeklyItem(models.TextChoices):
    """What the Treatment Outcomes Profile counts in days of the last 28, week by week; the words are ours."""

    ALCOHOL = "alcohol", _("Alcohol")
    OPIATES = "opiates", _("Opiates and opioids that were not prescribed")
    CRACK = "crack", _("Crack")
    COCAINE = "cocaine", _("Cocaine powder")
    AMPHETAMINES = "amphetamines", _("Amphetamines")
    CANNABIS = "cannabis", _("Cannabis")
    OTHER = "other", _("Another problem substance")
    TOBACCO = "tobacco", _("Tobacco")
    INJECTED = "injected", _("Injected drugs that were not prescribed")
    SHOPLIFTING = "shoplifting", _("Shoplifting")
    SELLING = "selling", _("Selling drugs")
    ASSAULT = "assault", _("Assault or violence")
    PAID_WORK = "paid_work", _("Paid work")
    VOLUNTEERING = "volunteering", _("Volunteering")
    PLACEMENT = "placement", _("Unpaid work placement")
    EDUCATION = "education", _("College or education")


class SupplySource(models.TextChoices):
    """Where somebody's medicine comes from. Our own list."""

    PHARMACY = "pharmacy", _("Pharmacy")
    SERVICE = "service", _("Our service or its clinic")
    GP = "gp", _("GP practice that dispenses")
    HOSPITAL = "hospital", _("Hospital")
    PRISON = "prison", _("Given on release from prison")
    OTHER = "other", _("Somewhere else")


class NaloxoneAnswer(models.TextChoices):
    """What somebody says to the offer of naloxone. Our own list."""

    ACCEPTED = "accepted", _("Accepted")
    HAS_ONE = "has_one", _("Has a kit already")
    DECLINED = "declined", _("Not wanted now")


class BloodResult(models.TextChoices):
    """What is known of the result of a test for a virus in the blood. Our own list."""

    WAITING = "waiting", _("Not back yet")
    NEGATIVE = "negative", _("Negative")
    POSITIVE = "positive", _("Positive")
    NOT_TOLD = "not_told", _("Preferred not to say")


class BloodTreatment(models.TextChoices):
    """Where the treatment of a virus in the blood stands. Our own list."""

    REFERRED = "referred", _("Referred")
    ON_TREATMENT = "on_treatment", _("On treatment")
    COMPLETED = "completed", _("Treatment completed")
    NOT_NEEDED = "not_needed", _("No treatment needed")
    DECLINED = "declined", _("Not wanted now")


class VaccineCount(models.TextChoices):
    """How far the vaccination against hepatitis B has come (NDTMS hepatitis B vaccination count, data set K)."""

    ONE = "1", _("One dose")
    TWO = "2", _("Two doses")
    THREE = "3", _("Three doses")
    COMPLETED = "c", _("Course completed")


class ReferralThreshold(models.TextChoices):
    """What mental health services said to a referral. Our own list."""

    WAITING = "waiting", _("No answer yet")
    MET = "met", _("Yes: it met the threshold")
    NOT_MET = "not_met", _("No: it was turned down")


class OfferAnswer(models.TextChoices):
    """What somebody says to an offer. Our own list."""

    ACCEPTED = "accepted", _("Accepted")
    LATER = "later", _("Perhaps later")
    DECLINED = "declined", _("Not wanted now")


class Abuse(models.TextChoices):
    """Whether there is or was domestic abuse: asked apart of having lived through it and of having done it."""

    NONE = "none", _("None")
    PAST = "past", _("In the past")
    NOW = "now", _("Now")
    DECLINED = "declined", _("Preferred not to say")


ABUSED = [Abuse.PAST, Abuse.NOW]
