"""Code lists of the directory of services."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceStatus(models.TextChoices):
    """Open Referral UK 3.0, service.status."""

    ACTIVE = "active", _("Open")
    INACTIVE = "inactive", _("Not running now")
    DEFUNCT = "defunct", _("Ended")
    TEMPORARILY_CLOSED = "temporarily closed", _("Closed for a while")


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
