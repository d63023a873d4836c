"""The treatment progress measure: who shows progress, by how they left or by the outcomes profiles (TOP)."""

from django.utils.translation import gettext_lazy as _

from ..choices import Part
from ..models import Progress
from .base import Answer, Measure, register

UNTIL = "LEAST(p.ends_on, p.as_at)"
OF_PERIOD = f"""GREATEST(u.from_on, u.started_on) <= {UNTIL} AND (u.until_on IS NULL OR u.until_on > {UNTIL})
  AND (u.treated_until IS NULL OR GREATEST(u.treated_until, u.ended_on) >= p.starts_on)"""

PROGRESS = register(
    Measure(
        key="treatment_progress",
        title=_("Shows progress in treatment"),
        numerator=_("Completed without an acute housing problem; not using; or use is substantially reduced"),
        denominator=_("Those who show progress, and those who do not"),
        window=_(
            "Of each person the last journey in the period, as things stood on its last day. Use is compared with the "
            "first profile of the twelve months that end with that day"
        ),
        exclusions=_(
            "Prison only, under 18, new clients (three months at most), transfers and deaths; and whoever uses less of a "
            "substance for which no threshold of reliable change is sourced: not classifiable"
        ),
        missing=_("Completed without a profile at the end, or in treatment without two profiles"),
        source="treatment.md 6.9: the treatment progress measure; only alcohol has a sourced threshold, 9 days of 28",
        facts=Progress,
        among=f"""NOT u.is_secure AND COALESCE(u.born_on + interval '18 years' <= p.ends_on, true) AND {OF_PERIOD}""",
        answer=f"""CASE WHEN u.state <> 'unknown' THEN u.state
          WHEN {UNTIL} <= u.started_on + interval '3 months' THEN 'new' ELSE 'missing' END""",
        latest="started_on",
        answers={
            "completed": Answer(_("Completed treatment"), Part.MET),
            "not_using": Answer(_("Not using the main substance, opiates or crack"), Part.MET),
            "reduced": Answer(_("Use substantially reduced"), Part.MET),
            "housing": Answer(_("Completed, with an acute housing problem"), Part.NOT_MET),
            "unplanned": Answer(_("Left without having planned it"), Part.NOT_MET),
            "not_reduced": Answer(_("Use not substantially reduced"), Part.NOT_MET),
            "missing_exit": Answer(_("Completed, but the profile at the end is missing"), Part.MISSING),
            "missing": Answer(_("Too few profiles to say"), Part.MISSING),
            "new": Answer(_("New client: three months at most"), Part.EXCLUDED),
            "transferred": Answer(_("Went on to another service or to custody"), Part.EXCLUDED),
            "died": Answer(_("Died"), Part.EXCLUDED),
            "not_classifiable": Answer(_("Uses less, but no threshold is sourced"), Part.NOT_CLASSIFIABLE),
        },
    )
)
