"""How many people were in treatment, and how many came new."""

from django.utils.translation import gettext_lazy as _

from .base import Measure, register
from .conditions import BEGAN, IN_TREATMENT
from .equality import EQUALITY

PEOPLE = register(
    Measure(
        key="in_treatment",
        title=_("People in treatment"),
        numerator=_("People with structured treatment on any day of the period; of each person the last journey"),
        window=_("From the first start of a structured intervention until the last of them ended or became aftercare"),
        exclusions=_("Aftercare, brief advice, outreach and needle exchange are not structured treatment"),
        source="treatment.md 6.1: NDTMS counts people, not episodes",
        among=IN_TREATMENT,
        latest="started_on",
        by=EQUALITY,
    )
)

OCU = register(
    Measure(
        key="in_treatment_ocu",
        title=_("People in treatment for opiates or crack"),
        numerator=_("People in treatment in the period with opiates, crack or both among their substances"),
        source="treatment.md 1.9: OCU, opiate and/or crack use",
        among=f"u.is_ocu AND {IN_TREATMENT}",
        latest="started_on",
    )
)

NEW_PRESENTATIONS = register(
    Measure(
        key="new_presentations",
        title=_("New presentations"),
        numerator=_("Journeys that began in the period"),
        window=_("A journey begins with its first intervention, or with the triage where none was given"),
        source="treatment.md 6.2",
        among=BEGAN,
        by=EQUALITY,
    )
)
