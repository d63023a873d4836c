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


class Gender(models.TextChoices):
    """Whom a service takes, where it takes not everybody."""

    WOMEN = "women", _("Women only")
    MEN = "men", _("Men only")


class Cost(models.TextChoices):
    """What it costs the person, in one word; the prices stand beside it."""

    FREE = "free", _("Free")
    SOME = "some", _("Some of it costs money")
    PAID = "paid", _("It costs money")


class Capacity(models.TextChoices):
    """Whether somebody can start: what the service said on a day."""

    TAKING = "taking", _("Taking people now")
    WAITING = "waiting", _("Has a waiting list")
    FULL = "full", _("Full")


class Frequency(models.TextChoices):
    """Open Referral UK 3.0, schedule.freq (RFC 5545)."""

    WEEKLY = "WEEKLY", _("Every week")
    MONTHLY = "MONTHLY", _("Every month")


class Language(models.TextChoices):
    """ISO 639-1, and 639-3 where that has none: the languages that are offered on a form. A feed may bring others."""

    ENGLISH = "en", _("English")
    WELSH = "cy", _("Welsh")
    BSL = "bfi", _("British Sign Language")
    ALBANIAN = "sq", _("Albanian")
    AMHARIC = "am", _("Amharic")
    ARABIC = "ar", _("Arabic")
    BENGALI = "bn", _("Bengali")
    BULGARIAN = "bg", _("Bulgarian")
    CANTONESE = "yue", _("Cantonese")
    CZECH = "cs", _("Czech")
    DUTCH = "nl", _("Dutch")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    GREEK = "el", _("Greek")
    GUJARATI = "gu", _("Gujarati")
    HINDI = "hi", _("Hindi")
    HUNGARIAN = "hu", _("Hungarian")
    ITALIAN = "it", _("Italian")
    KURDISH = "ku", _("Kurdish")
    LATVIAN = "lv", _("Latvian")
    LITHUANIAN = "lt", _("Lithuanian")
    MANDARIN = "cmn", _("Mandarin")
    NEPALI = "ne", _("Nepali")
    PASHTO = "ps", _("Pashto")
    PERSIAN = "fa", _("Persian (Farsi or Dari)")
    POLISH = "pl", _("Polish")
    PORTUGUESE = "pt", _("Portuguese")
    PUNJABI = "pa", _("Punjabi")
    ROMANIAN = "ro", _("Romanian")
    RUSSIAN = "ru", _("Russian")
    SLOVAK = "sk", _("Slovak")
    SOMALI = "so", _("Somali")
    SPANISH = "es", _("Spanish")
    SWAHILI = "sw", _("Swahili")
    TAMIL = "ta", _("Tamil")
    TIGRINYA = "ti", _("Tigrinya")
    TURKISH = "tr", _("Turkish")
    UKRAINIAN = "uk", _("Ukrainian")
    URDU = "ur", _("Urdu")
    VIETNAMESE = "vi", _("Vietnamese")
    YORUBA = "yo", _("Yoruba")


def languages_in_words(codes):
    """Languages by their codes, in words; one that is not on our list keeps its code."""
    labels = dict(Language.choices)
    return [labels.get(code, code) for code in codes]


class FeedRunStatus(models.TextChoices):
    """What became of one reading of a feed."""

    RUNNING = "running", _("Being read")
    DONE = "done", _("Read to its end")
    FAILED = "failed", _("Broken off")


class DifferenceStatus(models.TextChoices):
    """What a person decided where a feed says something else than a record kept here."""

    OPEN = "open", _("To be decided")
    TAKEN = "taken", _("The feed’s words were taken")
    KEPT = "kept", _("Ours was kept")
    GONE = "gone", _("The feed changed again, or agrees")


class ProblemKind(models.TextChoices):
    """What somebody says is wrong with an entry."""

    CLOSED = "closed", _("It has closed or moved")
    CONTACT = "contact", _("The phone, email or web address does not work")
    HOURS = "hours", _("It was not open when it says it is")
    WHO = "who", _("It does not take the people it says it takes")
    OTHER = "other", _("Something else")


class ProblemStatus(models.TextChoices):
    """Where a report of something wrong stands."""

    OPEN = "open", _("To be looked at")
    MENDED = "mended", _("Mended")
    NOT_WRONG = "not_wrong", _("Nothing was wrong")


class PosterPlace(models.TextChoices):
    """Where posters and leaflets lie: the list of the Welsh framework for open access (about 2009), section 7, and pharmacies."""

    LIBRARY = "library", _("Library")
    JOB_CENTRE = "job_centre", _("Job centre")
    SUPERMARKET = "supermarket", _("Supermarket")
    EMERGENCY = "emergency", _("A&E")
    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    HOUSING = "housing", _("Housing department")
    GP = "gp", _("GP surgery")
    PHARMACY = "pharmacy", _("Pharmacy")
    OTHER = "other", _("Somewhere else")


class PaperSize(models.TextChoices):
    """A poster to read from two metres, a leaflet to take away."""

    A4 = "a4", _("Poster, A4")
    A5 = "a5", _("Leaflet, A5")


class PaperLanguage(models.TextChoices):
    """Languages of posters and leaflets."""

    ENGLISH = "en", _("English")
    WELSH = "cy", _("Welsh")
    BOTH = "both", _("Welsh and English")


class QueueReason(models.TextChoices):
    """Why an editor has to look at a service: our own list, the most pressing first."""

    PROBLEM = "problem", _("Somebody says something is wrong")
    DIFFERENCE = "difference", _("A feed says something else")
    NEVER = "never", _("Never checked by a person")
    STALE = "stale", _("Not checked for a year")
    DUE = "due", _("Not checked for half a year")


class Need(models.TextChoices):
    """What a service helps with: our own taxonomy, to be mapped to others where a licence allows."""

    SUBSTANCE_TREATMENT = "substance_treatment", _("Drug and alcohol treatment")
    DAY_PROGRAMME = "day_programme", _("Day programmes")
    RESIDENTIAL_REHAB = "residential_rehab", _("Residential rehabilitation")
    RELAPSE_PREVENTION = "relapse_prevention", _("Relapse prevention")
    MUTUAL_AID = "mutual_aid", _("Mutual aid")
    PEER_SUPPORT = "peer_support", _("Peer support")
    HOUSING_ADVICE = "housing_advice", _("Housing advice")
    SUPPORTED_HOUSING = "supported_housing", _("Supported housing")
    DRY_HOUSE = "dry_house", _("Drug- or alcohol-free housing")
    HOSTEL = "hostel", _("Hostels and night shelters")
    REFUGE = "refuge", _("Refuges")
    ETE = "ete", _("Education, training and employment")
    TRAINING = "training", _("Training and learning")
    WORK_EXPERIENCE = "work_experience", _("Work experience")
    CAREERS_ADVICE = "careers_advice", _("Careers advice")
    VOLUNTEERING = "volunteering", _("Volunteering")
    BENEFITS = "benefits", _("Benefits advice")
    DEBT = "debt", _("Debt advice")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    GP = "gp", _("GP surgeries")
    WOMEN = "women", _("Women’s services")
    FAMILY = "family", _("Family support")
    RELATIONSHIPS = "relationships", _("Relationship support")
    PARENTING = "parenting", _("Parenting and childcare")
    CARERS = "carers", _("Carers")
    PRISON_RESETTLEMENT = "prison_resettlement", _("Leaving prison")
    NALOXONE = "naloxone", _("Naloxone")
    NEEDLE_EXCHANGE = "needle_exchange", _("Needle exchange")
    LIFE_SKILLS = "life_skills", _("Life skills")
    FOOD = "food", _("Food")
    LEISURE = "leisure", _("Leisure and sport")
    SOCIAL_GROUPS = "social_groups", _("Social groups")
    LEGAL = "legal", _("Legal advice")
    CRISIS = "crisis", _("Crisis help")


# Feeds do not know our list of needs. These beginnings of words, found in a service's name, in whom its directory says
# it is for, or in its description, are taken for a guess, which is shown as one until a person has looked at it.
# A need without words is never guessed: it takes a person to say so.
NEED_WORDS = {
    Need.SUBSTANCE_TREATMENT: ["drug and alcohol", "drugs and alcohol", "substance misuse", "alcohol misuse", "addiction"],
    Need.DAY_PROGRAMME: ["structured day programme", "day programme"],
    Need.RESIDENTIAL_REHAB: ["residential rehab", "residential treatment"],
    Need.RELAPSE_PREVENTION: ["relapse prevention"],
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
    Need.TRAINING: ["training course", "adult learning", "vocational training"],
    Need.CAREERS_ADVICE: ["careers advice", "careers service"],
    Need.VOLUNTEERING: ["volunteering opportunit", "become a volunteer", "volunteer centre"],
    Need.BENEFITS: ["welfare benefit", "benefits advice", "benefits check", "universal credit"],
    Need.DEBT: ["debt advice", "money advice", "debt management", "debt counsel"],
    Need.MENTAL_HEALTH: ["mental health", "counselling", "talking therap", "depression"],
    Need.PHYSICAL_HEALTH: ["long term health condition", "health check", "gp surgery", "stop smoking"],
    Need.WOMEN: ["women only", "women-only", "women's centre", "for women"],
    Need.FAMILY: ["family support", "families affected"],
    Need.RELATIONSHIPS: ["relationship support", "relationship counselling"],
    Need.PARENTING: ["parenting", "children's centre", "toddler", "childminder"],
    Need.CARERS: ["carers"],
    Need.PRISON_RESETTLEMENT: ["ex offender", "ex-offender", "prison leaver", "resettlement from prison"],
    Need.NALOXONE: ["naloxone"],
    Need.NEEDLE_EXCHANGE: ["needle exchange", "needle and syringe"],
    Need.FOOD: ["food bank", "foodbank", "food parcel", "community meal", "food pantry", "community fridge"],
    Need.LEISURE: ["walking group", "gardening club", "sports club", "exercise class"],
    Need.SOCIAL_GROUPS: ["social group", "social club", "coffee morning", "lunch club"],
    Need.LEGAL: ["legal advice", "law centre"],
    Need.CRISIS: ["crisis line", "crisis service", "helpline open 24"],
}  # fmt: skip
