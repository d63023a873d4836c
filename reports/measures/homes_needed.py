"""Which kinds of home people need next, for those who plan housing."""

from django.utils.translation import gettext_lazy as _

from recovery_capital.choices import AccommodationType

from ..choices import Part
from ..models import HomeNeeded
from .base import Answer, Breakdowns, Measure, register

SOURCE = "wraparound.md 0.3 (row 32) and 0.5 (row 83): evidence of housing need for planning"
NEWEST = """u.asked_on BETWEEN p.starts_on AND p.ends_on
  AND (u.asked_again_on IS NULL OR u.asked_again_on > p.ends_on)"""
COMPLEXITY = Breakdowns({"complexity": "u.complexity"})

HOMES_NEEDED = register(
    Measure(
        key="homes_needed",
        title=_("Homes that are needed, by kind"),
        numerator=_(
            "Kinds of home that people needed when it was last asked in the period; one person may need several"
        ),
        exclusions=_("Assessments that are not recorded yet"),
        source=SOURCE,
        facts=HomeNeeded,
        among=NEWEST,
        answer="u.kind",
        answers={value: Answer(label, Part.MET) for value, label in AccommodationType.choices},
        by=COMPLEXITY,
    )
)

HOME_PEOPLE = register(
    Measure(
        key="home_people",
        title=_("People who need another home"),
        numerator=_("People who needed at least one kind of home when it was last asked in the period"),
        exclusions=_("Assessments that are not recorded yet"),
        source=SOURCE,
        facts=HomeNeeded,
        among=NEWEST,
        latest="asked_on",
        by=COMPLEXITY,
    )
)
