"""What a partnership itself calls recovery, by its own dated definition: apart from the national figures and from ours."""

from django.utils.translation import gettext_lazy as _

from ..choices import Part
from ..models import PlannedEnding
from .aftercare import ENDED
from .base import ANSWERS, Answer, Measure, register

OWN = register(
    Measure(
        key="recovery_as_defined_here",
        title=_("Recovery as the partnership defines it"),
        numerator=_(
            "Of these, for whom every outcome word holds that the partnership’s definition of that day asks for"
        ),
        denominator=_("Planned ends of treatment on days on which the partnership had a definition of its own"),
        window=_("The definition that held on the day of the end; how each word is found is said beside that word"),
        missing=_("One of the words cannot be said, and none is untrue: counted apart"),
        exclusions=_("Partnerships without a definition of their own"),
        source="wraparound.md 0.4 (51): what recovery means is local; each definition with its dates is listed under Reports",
        facts=PlannedEnding,
        among=f"{ENDED} AND u.as_defined_here <> ''",
        answer="u.as_defined_here",
        answers={
            "met": Answer(_("As defined"), Part.MET),
            "not_met": ANSWERS["not_met"],
            "missing": ANSWERS["missing"],
        },
    )
)
