"""Who left without having planned it, and who did so early."""

from django.utils.translation import gettext_lazy as _

from .base import Measure, register
from .completion import LEFT_LAST
from .conditions import ENDED, UNPLANNED_EXIT, WEEKS_12
from .equality import EQUALITY

UNPLANNED_EXITS = register(
    Measure(
        key="unplanned_exits",
        title=_("Left without having planned it"),
        numerator=_("Journeys that ended: dropped out, withdrawn, declined or retained in custody"),
        denominator=LEFT_LAST,
        source="treatment.md 6.8",
        among=ENDED,
        answer=f"CASE WHEN {UNPLANNED_EXIT} THEN 'met' ELSE 'not_met' END",
        latest="started_on",
        by=EQUALITY,
    )
)

EARLY = register(
    Measure(
        key="unplanned_exits_early",
        title=_("Left in the first twelve weeks without having planned it"),
        numerator=_("The same, less than 84 days after the journey began"),
        denominator=LEFT_LAST,
        source="treatment.md 6.8",
        among=ENDED,
        answer=f"CASE WHEN {UNPLANNED_EXIT} AND u.ended_on - u.started_on < {WEEKS_12} THEN 'met' ELSE 'not_met' END",
        latest="started_on",
    )
)
