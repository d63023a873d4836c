"""Code lists of the directory of services."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceStatus(models.TextChoices):
    """Open Referral UK 3.0, service.status."""

    ACTIVE = "active", _("Open")
    INACTIVE = "inactive", _("Not running now")
    DEFUNCT = "defunct", _("Ended")
    TEMPORARILY_CLOSED = "temporarily closed", _("Closed for a while")


class Freshness(models.TextChoices):
    """How old the last check by a person is: our own bounds of half a year and a year."""

    FRESH = "fresh", _("Checked within half a year")
    DUE = "due", _("Not checked for half a year")
    STALE = "stale", _("Not checked for a year")
    NEVER = "never", _("Never checked by a person")


class LocationType(models.TextChoices):
    """Open Referral UK 3.0, location.location_type."""

    PHYSICAL = "physical", _("A place")
    POSTAL = "postal", _("A postal address")
    VIRTUAL = "virtual", _("Online or by phone")


class Need(models.TextChoices):
    """What a service helps with: our own taxonomy, to be mapped to others where a licence allows."""

    SUBSTANCE_TREATMENT = "substance_treatment", _("Drug and alcohol treatment")
    MUTUAL_AID = "mutual_aid", _("Mutual aid")
    PEER_SUPPORT = "peer_support", _("Peer support")
    HOUSING_ADVICE = "housing_advice", _("Housing advice")
    SUPPORTED_HOUSING = "supported_housing", _("Supported housing")
    DRY_HOUSE = "dry_house", _("Drug- or alcohol-free housing")
    HOSTEL = "hostel", _("Hostels and night shelters")
    REFUGE = "refuge", _("Refuges")
    ETE = "ete", _("Education, training and employment")
    VOLUNTEERING = "volunteering", _("Volunteering")
    BENEFITS = "benefits", _("Benefits advice")
    DEBT = "debt", _("Debt advice")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    WOMEN = "women", _("Women’s services")
    FAMILY = "family", _("Family and relationships")
    PARENTING = "parenting", _("Parenting and childcare")
    CARERS = "carers", _("Carers")
    PRISON_RESETTLEMENT = "prison_resettlement", _("Leaving prison")
    NALOXONE = "naloxone", _("Naloxone")
    NEEDLE_EXCHANGE = "needle_exchange", _("Needle exchange")
    LIFE_SKILLS = "life_skills", _("Life skills")
    FOOD = "food", _("Food")
    LEISURE = "leisure", _("Leisure and social groups")
    LEGAL = "legal", _("Legal advice")
    CRISIS = "crisis", _("Crisis help")


# Feeds do not know our list of needs. These beginnings of words, found in a service's name, in whom its directory says
# it is for, or in its description, are taken for a guess, which is shown as one until a person has looked at it.
# A need without words is never guessed: it takes a person to say so.
NEED_WORDS = {
    Need.SUBSTANCE_TREATMENT: ["drug and alcohol", "drugs and alcohol", "substance misuse", "alcohol misuse", "addiction"],
    Need.MUTUAL_AID: [
        "mutual aid", "alcoholics anonymous", "narcotics anonymous", "cocaine anonymous", "gamblers anonymous",
        "smart recovery", "al-anon", "12 step", "12-step",
    ],
    Need.PEER_SUPPORT: ["peer support", "peer mentor", "peer-led"],
    Need.HOUSING_ADVICE: ["housing advice", "housing support", "homeless", "tenancy support"],
    Need.SUPPORTED_HOUSING: ["supported housing", "supported living", "supported accommodation", "sheltered housing"],
    Need.HOSTEL: ["night shelter", "winter shelter"],
    Need.REFUGE: ["women's refuge", "domestic abuse refuge"],
    Need.ETE: [
        "employability", "into work", "find work", "job club", "unemployed", "adult education", "apprenticeship",
        "cv writing",
    ],
    Need.VOLUNTEERING: ["volunteering opportunit", "become a volunteer", "volunteer centre"],
    Need.BENEFITS: ["welfare benefit", "benefits advice", "benefits check", "universal credit"],
    Need.DEBT: ["debt advice", "money advice", "debt management", "debt counsel"],
    Need.MENTAL_HEALTH: ["mental health", "counselling", "talking therap", "depression"],
    Need.PHYSICAL_HEALTH: ["long term health condition", "health check", "gp surgery", "stop smoking"],
    Need.WOMEN: ["women only", "women-only", "women's centre", "for women"],
    Need.FAMILY: ["family support", "relationship support", "relationship counselling", "families affected"],
    Need.PARENTING: ["parenting", "children's centre", "toddler", "childminder"],
    Need.CARERS: ["carers"],
    Need.PRISON_RESETTLEMENT: ["ex offender", "ex-offender", "prison leaver", "resettlement from prison"],
    Need.NALOXONE: ["naloxone"],
    Need.NEEDLE_EXCHANGE: ["needle exchange", "needle and syringe"],
    Need.FOOD: ["food bank", "foodbank", "food parcel", "community meal", "food pantry", "community fridge"],
    Need.LEISURE: ["social group", "social club", "walking group", "gardening club", "coffee morning", "lunch club"],
    Need.LEGAL: ["legal advice", "law centre"],
    Need.CRISIS: ["crisis line", "crisis service", "helpline open 24"],
}  # fmt: skip
