"""The mix of treatment: people and starts by intervention and setting, and how many were in residential treatment.

What a placement costs, and who approved it, is not recorded anywhere: approved cost cannot be counted.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..choices import Part
from ..models import Given
from .base import Answer, Measure, register

KINDS = {
    "pharmacological": _("Pharmacological"),
    "psychosocial": _("Psychosocial"),
    "recovery_support": _("Recovery support"),
    "other": _("Not structured"),
}
SETTINGS = {
    "community": _("Community"),
    "primary_care": _("Primary care"),
    "inpatient": _("Inpatient unit"),
    "residential": _("Residential rehabilitation"),
    "recovery_house": _("Recovery house"),
    "prison": _("Prison"),
    "young_people": _("Young people's setting"),
    "other": _("Another setting"),
}
RUNS = "u.started_on <= p.ends_on AND (u.ended_on IS NULL OR u.ended_on >= p.starts_on)"
STARTED = "u.started_on BETWEEN p.starts_on AND p.ends_on"
SOURCE = "treatment.md 1.4 to 1.6: the interventions and settings of NDTMS"


def counted(labels):
    return {key: Answer(label, Part.MET) for key, label in labels.items()}


PEOPLE_BY_KIND = register(
    Measure(
        key="mix_people_by_kind",
        title=_("People by kind of intervention"),
        numerator=_("People with an intervention of the kind that ran on any day of the period; once for each kind"),
        source=SOURCE,
        facts=Given,
        among=RUNS,
        answer="u.kind",
        answers=counted(KINDS),
        latest="started_on",
        once_for="kind",
    )
)

PEOPLE_BY_SETTING = register(
    Measure(
        key="mix_people_by_setting",
        title=_("People by setting"),
        numerator=_("People with a structured intervention in the setting in the period; once for each setting"),
        source=SOURCE,
        facts=Given,
        among=f"u.is_structured AND {RUNS}",
        answer="u.setting",
        answers=counted(SETTINGS),
        latest="started_on",
        once_for="setting",
    )
)

STARTS = register(
    Measure(
        key="mix_starts",
        title=_("Interventions started, by kind and setting"),
        numerator=_("Interventions that were started in the period"),
        source=SOURCE,
        facts=Given,
        among=STARTED,
        answer="u.kind || '.' || u.setting",
        answers=counted(
            {
                f"{kind}.{place}": format_lazy("{}, {}", KINDS[kind], SETTINGS[place])
                for kind in KINDS
                for place in SETTINGS
            }
        ),
    )
)

RESIDENTIAL = register(
    Measure(
        key="mix_residential",
        title=_("In residential treatment"),
        numerator=_("People with a structured intervention in an inpatient unit, residential rehab or recovery house"),
        denominator=_("People with a structured intervention that ran on any day of the period"),
        window=_("The trend is that of the periods one after another"),
        source=SOURCE,
        facts=Given,
        among=f"u.is_structured AND {RUNS}",
        answer="CASE WHEN u.is_residential THEN 'met' ELSE 'not_met' END",
        latest="is_residential DESC, u.started_on",
    )
)
