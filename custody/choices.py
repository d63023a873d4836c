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


class BoardPart(models.TextChoices):
    """The parts of the release board; ours."""

    COMING = "coming", _("Leaving soon")
    NOT_SEEN = "not_seen", _("Released and not yet seen")
    NO_DATE = "no_date", _("In custody, no release date known")
