"""The outcome words, separate and defined: what is meant by each of them, at a planned end of treatment.

“Drug-free”, “free of dependence” and “free of illicit drugs” have been used for one another; here none stands for another.
"""

from django.utils.translation import gettext_lazy as _

from ..models import PlannedEnding
from .aftercare import ENDED
from .base import Measure, register

ENDINGS = _("Planned ends of treatment in the period with the answers that this needs")
PROFILE = _(
    "The profile (TOP) at the end of treatment: that of the stage “end”, else the last one, within 14 days of the end"
)
NO_PROFILE = _("No profile around the end, or the answer was not disclosed: counted apart")


def word(key, title, numerator, answer, *, window=PROFILE, missing=NO_PROFILE, source):
    """One outcome word: `answer` is SQL that is true, false or unknown."""
    return register(
        Measure(
            key=key, title=title, numerator=numerator, denominator=ENDINGS, window=window, missing=missing, source=source,
            facts=PlannedEnding, among=ENDED,
            answer=f"CASE WHEN {answer} THEN 'met' WHEN NOT ({answer}) THEN 'not_met' ELSE 'missing' END",
        )
    )  # fmt: skip


NOT_USING = word(
    "outcome_not_using",
    _("Not using"),
    _(
        "Of these, with no day of use in the last 28 of the main substance, of opiates that were not prescribed, and of crack"
    ),
    "u.not_using",
    source="treatment.md 6.9: national category “not using”",
)
NO_DEPENDENCE = word(
    "outcome_no_dependence",
    _("No drug of dependence"),
    _("Of these, with no day of use in the last 28 of any substance that brought the person to treatment, alcohol included. Prescribed substitute medication is not looked at here"),
    "u.no_dependence",
    source="wraparound.md 0.4 (48): the wording is contested; this definition is ours",
)  # fmt: skip
NO_ILLICIT = word(
    "outcome_no_illicit",
    _("No illicit drug"),
    _("Of these, with no day of use in the last 28 of opiates that were not prescribed, crack, cocaine, amphetamines, cannabis or another substance. Alcohol, tobacco and prescribed medicine are not looked at"),
    "u.no_illicit",
    source="wraparound.md 0.4 (48): the wording is contested; this definition is ours",
)  # fmt: skip
ON_SUBSTITUTE = word(
    "outcome_on_substitute",
    _("On substitute medication at the end"),
    _(
        "Of these, on substitute medication for opioids by the last assessment that asked, at most 14 days after the end"
    ),
    "u.on_substitute",
    window=_("The last assessment of recovery capital in treatment that asked"),
    missing=_("Not asked, or preferred not to say: counted apart"),
    source="treatment.md 6.14 asks for it; this definition is ours",
)
WELLBEING = word(
    "outcome_wellbeing",
    _("Wellbeing"),
    _("Of these, who rate their quality of life higher at the end than the first time. The number alone: no threshold is sourced"),
    "u.wellbeing > 0",
    missing=_("Rated at one end only, or not at all: counted apart"),
    source="wraparound.md 0.2 (14), Drug Strategy 2010, and treatment.md 2.4: ratings have no official threshold",
)  # fmt: skip
CITIZENSHIP = word(
    "outcome_citizenship",
    _("Citizenship"),
    _(
        "Of these, with at least one day in the last 28 of paid work, volunteering, a work placement, or college or education"
    ),
    "u.citizenship",
    source="wraparound.md 0.2 (14), Drug Strategy 2010; this definition is ours",
)

WORDS = (NOT_USING, NO_DEPENDENCE, NO_ILLICIT, ON_SUBSTITUTE, WELLBEING, CITIZENSHIP)
