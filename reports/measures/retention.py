"""Whether treatment was effective: twelve weeks, or completed earlier."""

from django.utils.translation import gettext_lazy as _

from .base import Measure, register
from .completion import ALL_IN_TREATMENT
from .conditions import COMPLETED_IT, IN_TREATMENT_OR_LEFT, WEEKS_12

RETENTION = register(
    Measure(
        key="retention_12_weeks",
        title=_("Stayed twelve weeks, or completed earlier"),
        numerator=_("Journeys of 84 days or more until today, or that ended earlier with treatment completed"),
        denominator=ALL_IN_TREATMENT,
        exclusions=_("Who is under twelve weeks and still in treatment cannot be counted yet"),
        source="treatment.md 6.4 and 6.21: effective treatment",
        among=IN_TREATMENT_OR_LEFT,
        answer=f"""CASE
          WHEN LEAST(COALESCE(u.ended_on, p.as_at), p.as_at) - u.started_on >= {WEEKS_12} OR {COMPLETED_IT} THEN 'met'
          WHEN u.ended_on IS NULL THEN 'pending'
          ELSE 'not_met' END""",
        latest="started_on",
    )
)
