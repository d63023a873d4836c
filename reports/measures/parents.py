"""Parents who use opiates: completed and stayed away."""

from django.utils.translation import gettext_lazy as _

from .base import Measure, register
from .conditions import BEGAN, COMPLETED_IT

PARENTS = register(
    Measure(
        key="opiate_parents_completed",
        title=_("Parents who use opiates: completed and did not return"),
        numerator=_("Completed by the end of the period, not on substitute medication then, and not back by its end"),
        denominator=_("Parents in the opiate group whose last journey of the period began in it"),
        window=_("The national figure takes three years: ask for them from one day to the other"),
        exclusions=_("Whoever says to be no parent"),
        missing=_("Whether the person is a parent was not asked or not answered"),
        source="treatment.md 6.14; parents by the answers at the start of the episode, else by the newest answer",
        among=f"u.substance_group = 'opiate' AND u.treated_from IS NOT NULL AND {BEGAN}",
        answer=f"""CASE u.parent WHEN 'yes' THEN CASE WHEN {COMPLETED_IT} AND u.ended_on <= p.ends_on
            AND NOT u.on_medication AND COALESCE(u.following_on > p.ends_on, true) THEN 'met' ELSE 'not_met' END
          WHEN 'no' THEN 'excluded' ELSE 'missing' END""",
        latest="started_on",
    )
)
