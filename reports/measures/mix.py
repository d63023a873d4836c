"""The mix of treatment: people and starts by intervention and setting, and how many were in residential treatment.

What a residential place costs is recorded on the path of residential rehabilitation: with the panel's decision, and with an
extension that is granted at the review half-way.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..choices import Part
from ..models import Given, Placement
from .base import Answer, Breakdowns, Measure, register

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
    "young_people": _("Young people’s setting"),
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

GIVEN = {f"{kind}.{place}": format_lazy("{}, {}", KINDS[kind], SETTINGS[place]) for kind in KINDS for place in SETTINGS}

STARTS = register(
    Measure(
        key="mix_starts",
        title=_("Interventions started, by kind and setting"),
        numerator=_("Interventions that were started in the period"),
        source=SOURCE,
        facts=Given,
        among=STARTED,
        answer="u.kind || '.' || u.setting",
        answers=counted(GIVEN),
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

APPROVED_COST = register(
    Measure(
        key="mix_approved_cost",
        title=_("Approved cost of residential places"),
        numerator=_("Places in residential rehab or a recovery house, and extensions of them, with an amount approved; the cost is what was approved for all of them"),
        window=_("By the day of the panel’s decision, or on which an extension was granted; a place without an approval on the record, by the day on which it began"),
        missing=_("The panel approved, or an extension was granted, and no amount or no number of weeks is recorded; or it began, and no approval is recorded"),
        exclusions=_("Referrals taken back; what the person pays; treatment that no panel decides about, the cost of which is not recorded"),
        source="wraparound.md 0.4 (rows 44, 47): funding decision, and share of spend reaching residential treatment",
        facts=Placement,
        among="u.decided_on BETWEEN p.starts_on AND p.ends_on",
        answer="""CASE WHEN u.is_extension THEN CASE WHEN u.cost IS NULL THEN 'longer_no_amount' ELSE 'longer' END
          WHEN u.cost IS NOT NULL THEN 'met' WHEN u.was_approved THEN 'no_amount' ELSE 'no_approval' END""",
        amount="COALESCE(u.cost, 0)",
        answers={
            "met": Answer(_("Amount recorded"), Part.MET),
            "longer": Answer(_("Extension, amount recorded"), Part.MET),
            "no_amount": Answer(_("Approved, amount not recorded"), Part.MISSING),
            "longer_no_amount": Answer(_("Extension, amount not recorded"), Part.MISSING),
            "no_approval": Answer(_("Begun, no approval recorded"), Part.MISSING),
        },
        by=Breakdowns({"given": "CASE WHEN u.kind = '' THEN '' ELSE u.kind || '.' || u.setting END"}),
    )
)  # fmt: skip
