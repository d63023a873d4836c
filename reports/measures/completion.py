"""How journeys ended: completed, of all who left and of all in treatment, and whether people came back."""

from django.utils.translation import gettext_lazy as _

from .base import Measure, register
from .conditions import CAME_BACK, COMPLETED_IT, ENDED, IN_TREATMENT_OR_LEFT
from .equality import EQUALITY

LEFT_LAST = _("Journeys that ended in the period; of each person the last one")
ALL_IN_TREATMENT = _("People in treatment in the period, and those who left after aftercare in it")
SIX_MONTHS = _("Six calendar months after the end: the same day, or the last of the month where it has no such day")

COMPLETION_EXITS = register(
    Measure(
        key="completion_exits",
        title=_("Treatment completed, of those who left"),
        numerator=_("Journeys that ended in the period with treatment completed"),
        denominator=LEFT_LAST,
        source="treatment.md 6.5a and 6.21",
        among=ENDED,
        answer=f"CASE WHEN {COMPLETED_IT} THEN 'met' ELSE 'not_met' END",
        latest="started_on",
        by=EQUALITY,
    )
)

COMPLETION_ALL = register(
    Measure(
        key="completion_all",
        title=_("Treatment completed, of all in treatment"),
        numerator=_("People whose last journey in the period ended in it with treatment completed"),
        denominator=ALL_IN_TREATMENT,
        source="treatment.md 6.5b and 6.21",
        among=IN_TREATMENT_OR_LEFT,
        answer=f"CASE WHEN {COMPLETED_IT} AND {ENDED} THEN 'met' ELSE 'not_met' END",
        latest="started_on",
    )
)

REPRESENTED = register(
    Measure(
        key="represented",
        title=_("Came back within six months of completing"),
        numerator=_("Completed journeys after which the same person began another within six months"),
        denominator=_("Journeys that ended in the period with treatment completed; each counts, also of one person"),
        window=SIX_MONTHS,
        exclusions=_("Nobody is counted until the six months are over; national figures also see other services"),
        source="treatment.md 6.6 and 6.21",
        among=f"{COMPLETED_IT} AND {ENDED}",
        answer=f"""CASE WHEN p.as_at < u.ended_on + interval '6 months' THEN 'pending'
          WHEN {CAME_BACK} THEN 'met' ELSE 'not_met' END""",
    )
)

PUBLIC_HEALTH = register(
    Measure(
        key="completion_public_health",
        title=_("Completed and did not come back within six months"),
        numerator=_("People whose last journey in the period was completed in it, and who did not come back"),
        denominator=ALL_IN_TREATMENT,
        window=SIX_MONTHS,
        exclusions=_("Cannot be said until six months after the end of the period"),
        source="treatment.md 6.7 and 6.21: the public health indicator, here by what this service knows",
        among=IN_TREATMENT_OR_LEFT,
        answer=f"""CASE WHEN p.as_at < p.ends_on + interval '6 months' THEN 'pending'
          WHEN {COMPLETED_IT} AND {ENDED} AND NOT COALESCE({CAME_BACK}, false) THEN 'met' ELSE 'not_met' END""",
        latest="started_on",
    )
)
