"""Who died: in treatment, within a year of leaving it, or later."""

from django.utils.translation import gettext_lazy as _

from ..choices import Part
from .base import Answer, Measure, register
from .completion import ALL_IN_TREATMENT
from .conditions import ENDED, IN_TREATMENT_OR_LEFT

IN_PERIOD = "u.died_on BETWEEN p.starts_on AND p.ends_on"
DIED = f"(u.reason = 'died' AND {ENDED} OR {IN_PERIOD} AND COALESCE(u.died_on <= u.ended_on, u.ended_on IS NULL))"

DEATHS = register(
    Measure(
        key="deaths_in_treatment",
        title=_("Died in treatment"),
        numerator=_("People whose journey ended by their death, or whose recorded death lies in it"),
        denominator=ALL_IN_TREATMENT,
        exclusions=_("Deaths that the service was not told of"),
        source="treatment.md 6.11",
        among=IN_TREATMENT_OR_LEFT,
        answer=f"CASE WHEN {DIED} THEN 'met' ELSE 'not_met' END",
        latest="started_on",
    )
)

AFTER = register(
    Measure(
        key="deaths_after_treatment",
        title=_("Died after treatment"),
        numerator=_("People who died in the period after their last journey had ended, as far as we were told"),
        window=_("Within a year of the end, or a year or more after it"),
        source="treatment.md 6.11",
        among=f"{IN_PERIOD} AND u.treated_from IS NOT NULL AND u.ended_on < u.died_on AND u.reason <> 'died'",
        answer="CASE WHEN u.died_on < u.ended_on + interval '1 year' THEN 'within_a_year' ELSE 'later' END",
        answers={
            "within_a_year": Answer(_("Within a year of leaving treatment"), Part.MET),
            "later": Answer(_("A year or more after leaving it"), Part.MET),
        },
        latest="started_on",
    )
)
