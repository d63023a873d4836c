"""Needs that could not be met: which, where, why, of how many people, for how long."""

from django.utils.translation import gettext_lazy as _

from referrals.choices import UnmetReason

from ..choices import Part
from ..models import Gap
from .base import Answer, Breakdowns, Measure, register

SOURCE = "wraparound.md 0.3 (rows 31, 34, 35) and 10.1: the sector survey of 2013 among the seeds"
FOUND = "u.found_on BETWEEN p.starts_on AND p.ends_on"
WHERE = Breakdowns({"need": "u.need", "area": "u.area_name", "complexity": "u.complexity"})
LENGTHS = {
    "28_days": Answer(_("28 days or less"), Part.MET),
    "91_days": Answer(_("29 days to 3 months"), Part.MET),
    "182_days": Answer(_("3 to 6 months"), Part.MET),
    "longer": Answer(_("More than 6 months"), Part.MET),
}


def length(days):
    """SQL: the answer of LENGTHS for a number of days."""
    return (
        f"CASE WHEN {days} <= 28 THEN '28_days' WHEN {days} <= 91 THEN '91_days' WHEN {days} <= 182 THEN '182_days' "
        "ELSE 'longer' END"
    )


UNMET_NEEDS = register(
    Measure(
        key="unmet_needs",
        title=_("Needs that could not be met, by reason"),
        numerator=_("Needs that were found in the period and could not be met, also those that were met later"),
        exclusions=_("What was entered in error"),
        source=SOURCE,
        facts=Gap,
        among=FOUND,
        answer="u.reason",
        answers={value: Answer(label, Part.MET) for value, label in UnmetReason.choices},
        by=WHERE,
    )
)

UNMET_PEOPLE = register(
    Measure(
        key="unmet_people",
        title=_("People with a need that could not be met"),
        numerator=_("People of whom at least one such need was found in the period, each once"),
        exclusions=_("What was entered in error"),
        source=SOURCE,
        facts=Gap,
        among=FOUND,
        latest="found_on",
        by=Breakdowns({"complexity": "u.complexity"}),
    )
)

UNMET_LENGTH = register(
    Measure(
        key="unmet_length",
        title=_("How long needs were not met"),
        numerator=_("Needs found in the period, by the days until they were met; or that they still stand"),
        exclusions=_("What was entered in error"),
        source=SOURCE,
        facts=Gap,
        among=FOUND,
        answer=f"""CASE WHEN u.met_on IS NULL OR u.met_on > p.as_at THEN 'standing'
          ELSE {length("u.met_on - u.found_on")} END""",
        answers=LENGTHS | {"standing": Answer(_("Still not met"), Part.MET)},
        by=WHERE,
    )
)

UNMET_STANDING = register(
    Measure(
        key="unmet_standing",
        title=_("Needs that are not met today, by how long"),
        numerator=_("Needs that stand on the day, by the days since they were found"),
        exclusions=_("What was entered in error"),
        source=SOURCE,
        facts=Gap,
        among="u.found_on <= p.ends_on AND (u.met_on IS NULL OR u.met_on > p.ends_on)",
        answer=length("p.ends_on - u.found_on"),
        answers=LENGTHS,
        by=WHERE,
        is_of_a_day=True,
    )
)
