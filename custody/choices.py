"""Code lists about prison."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalStatus(models.TextChoices):
    """Why somebody is held."""

    REMAND = "remand", _("On remand")
    SENTENCED = "sentenced", _("Sentenced")
    RECALLED = "recalled", _("Recalled")
    UNSENTENCED = "unsentenced", _("Convicted, not sentenced")
    IMMIGRATION = "immigration", _("Immigration detention")


class ReleaseType(models.TextChoices):
    """Release date types of the Ministry of Justice's release-date service, its codes word for word."""

    CRD = "CRD", _("CRD – conditional release")
    ARD = "ARD", _("ARD – automatic release")
    PRRD = "PRRD", _("PRRD – post-recall release")
    HDCED = "HDCED", _("HDCED – home detention curfew eligibility")
    HDCAD = "HDCAD", _("HDCAD – home detention curfew approved")
    PED = "PED", _("PED – parole eligibility")
    APD = "APD", _("APD – approved parole")
    ETD = "ETD", _("ETD – early transfer (youth)")
    MTD = "MTD", _("MTD – mid transfer (youth)")
    LTD = "LTD", _("LTD – late transfer (youth)")
    NPD = "NPD", _("NPD – non-parole")
    SED = "SED", _("SED – sentence expiry")
    LED = "LED", _("LED – licence expiry")
    SLED = "SLED", _("SLED – sentence and licence expiry")
    TUSED = "TUSED", _("TUSED – top-up supervision expiry")
    DPRRD = "DPRRD", _("DPRRD – detention post-recall release")
    ESED = "ESED", _("ESED – effective sentence end")
    ERSED = "ERSED", _("ERSED – early removal")
    TERSED = "TERSED", _("TERSED – tariff-expired removal")
    TARIFF = "Tariff", _("Tariff")
    ROTL = "ROTL", _("ROTL – release on temporary licence")
    REMAND = "REMAND", _("Remand, no release date type")


class StayStatus(models.TextChoices):
    """Where a stay in custody stands."""

    IN_CUSTODY = "in_custody", _("In custody")
    RELEASED = "released", _("Released")


class ReleaseManner(models.TextChoices):
    """How a release came. Early and unexpected releases need somebody the same day."""

    AS_PLANNED = "as_planned", _("As planned")
    EARLY = "early", _("Earlier than planned")
    FROM_COURT = "from_court", _("From court, bail or acquittal, without notice")


class Accommodation(models.TextChoices):
    """Where somebody will live on release."""

    UNKNOWN = "unknown", _("Not known yet")
    NO_FIXED_ABODE = "no_fixed_abode", _("No fixed abode")
    TEMPORARY = "temporary", _("Temporary or probation accommodation")
    SETTLED = "settled", _("Settled accommodation")


class Reconnect(models.TextChoices):
    """What was decided about RECONNECT, the NHS service in England that takes referrals until 28 days after release."""

    REFERRED = "referred", _("Referred")
    NOT_NEEDED = "not_needed", _("Not needed")
    DECLINED = "declined", _("Declined by the client")


class BoardPart(models.TextChoices):
    """The parts of the release board; ours."""

    COMING = "coming", _("Leaving soon")
    NOT_SEEN = "not_seen", _("Released and not yet seen")
    NO_DATE = "no_date", _("In custody, no release date known")


class Harm(models.TextChoices):
    """The level of risk of serious harm, as probation gives it (OASys)."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    VERY_HIGH = "very_high", _("Very high")


class LicenceKind(models.TextChoices):
    """Conditions of a licence that matter to treatment: the kinds of the licence service of the Ministry of Justice."""

    DRUG_APPOINTMENT = "drug_appointment", _("Go to appointments about drugs or alcohol")
    TEST_CLASS_A = "test_class_a", _("Drug testing: Class A")
    TEST_CLASS_B = "test_class_b", _("Drug testing: specified Class B")
    ALCOHOL_MONITORING = "alcohol_monitoring", _("Alcohol monitoring tag")
    ALCOHOL_ABSTINENCE = "alcohol_abstinence", _("Alcohol abstinence, with a tag")
    EXCLUSION_ZONE = "exclusion_zone", _("Places to keep away from")
    CURFEW = "curfew", _("Curfew")
    RESIDENCE = "residence", _("Live where probation approves")
    OTHER = "other", _("Another one, in words")


class SentenceType(models.TextChoices):
    """Kinds of sentence, as far as they decide how somebody is released; our own short list."""

    DETERMINATE = "determinate", _("Determinate")
    EXTENDED = "extended", _("Extended determinate")
    LIFE_OR_IPP = "life_or_ipp", _("Life, or imprisonment for public protection")
    YOUTH = "youth", _("Detention as a young person")
    NONE = "none", _("No sentence")


class SupplyForm(models.TextChoices):
    """How the medicine for the first days outside is given (NHS England, September 2024)."""

    FP10MDA = "fp10mda", _("Prescription in instalments (FP10MDA)")
    FP10 = "fp10", _("Prescription (FP10)")
    EPS = "eps", _("Electronic prescription")
    IN_HAND = "in_hand", _("Supply in hand")
    NOTHING = "nothing", _("Nothing was arranged")


class DutyOutcome(models.TextChoices):
    """What the council answered: the Housing Act 1996 in England, Part 2 of the Housing (Wales) Act 2014 in Wales."""

    WAITING = "waiting", _("No answer yet")
    PREVENTION = "prevention", _("Help to prevent homelessness (s.195)")
    RELIEF = "relief", _("Help to find a home (s.189B)")
    INTERIM = "interim", _("Interim accommodation (s.188)")
    MAIN = "main", _("Main housing duty (s.193)")
    WALES_PREVENTION = "wales_prevention", _("Help to prevent homelessness (s.66)")
    WALES_INTERIM = "wales_interim", _("Interim accommodation (s.68)")
    WALES_HELP = "wales_help", _("Help to secure a home (s.73)")
    WALES_SECURE = "wales_secure", _("Duty to secure a home (s.75)")
    REFUSED = "refused", _("No duty is owed")


class FirstOutcome(models.TextChoices):
    """What came of the first appointment in the community; ours."""

    ATTENDED = "attended", _("The person came")
    MISSED = "missed", _("The person did not come")
    MOVED = "moved", _("It was moved to another day")
    NOT_HELD = "not_held", _("We did not hold it")


class Standing(models.TextChoices):
    """Where one of the two measures after a release stands; ours, after the national measure of continuity of care."""

    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    PENDING = "pending", _("Still time")
    EXCLUDED = "excluded", _("Does not count")


class ExcludedBecause(models.TextChoices):
    """What takes somebody out of the count of the three weeks after a release; ours."""

    BACK = "back", _("back in prison")
    DIED = "died", _("the person has died")
    MOVED = "moved", _("moved to another service")
