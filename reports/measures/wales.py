"""The Welsh indicators beside waiting (measures.waiting): non-attendance, what changed, and completion."""

from django.utils.translation import gettext_lazy as _

from clients.choices import COMPLETED, DischargeReason

from ..models import Progress, WelshCase
from .base import Measure, register
from .conditions import one_of
from .progress import OF_PERIOD

BOTH_PROFILES = _("People in treatment in the period, in Wales, with a profile (TOP) at the start and a later one")
NO_PAIR = _("No profile at the start, none after it, or not answered in one of them")
NEUTRAL = [DischargeReason.DIED, DischargeReason.TRANSFERRED_IN_CUSTODY, DischargeReason.RETAINED_IN_CUSTODY]

NOT_ATTENDED = register(
    Measure(
        key="wales_dna_after_assessment",
        title=_("Stopped attending after the assessment"),
        numerator=_("Episodes closed as dropped out after a full assessment"),
        denominator=_("Episodes in Wales that were closed in the period"),
        source="treatment.md 5.2, indicator 1",
        facts=WelshCase,
        among="u.ended_on BETWEEN p.starts_on AND p.ends_on",
        answer=f"""CASE WHEN u.reason = '{DischargeReason.DROPPED_OUT}' AND u.assessed_on <= u.ended_on
          THEN 'met' ELSE 'not_met' END""",
    )
)

COMPLETED_IN_WALES = register(
    Measure(
        key="wales_completed",
        title=_("Treatment completed, in Wales"),
        numerator=_("Episodes closed as completed"),
        denominator=_("Episodes with a start of treatment that were closed in the period"),
        exclusions=_("Neutral ends: died, went to custody, retained in custody. Never treated"),
        source="treatment.md 5.2 (indicator 6) and 5.3; which ends are neutral is not stated there in full",
        facts=WelshCase,
        among="u.ended_on BETWEEN p.starts_on AND p.ends_on AND u.treated_on IS NOT NULL",
        answer=f"""CASE WHEN {one_of("u.reason", NEUTRAL)} THEN 'excluded'
          WHEN {one_of("u.reason", COMPLETED)} THEN 'met' ELSE 'not_met' END""",
    )
)


def changed(key, title, numerator, indicator, *, column, is_better, exclusions="", not_asked="false"):
    """An indicator of change between the profile at the start and the newest."""
    first, last = f"u.{column}_first", f"u.{column}_last"
    return register(
        Measure(
            key=key,
            title=title,
            numerator=numerator,
            denominator=BOTH_PROFILES,
            window=_("As things stood on the last day of the period; of each person the last journey"),
            exclusions=exclusions,
            missing=NO_PAIR,
            source=f"treatment.md 5.2, indicator {indicator}",
            facts=Progress,
            among=f"u.nation = 'wales' AND {OF_PERIOD}",
            answer=f"""CASE WHEN {first} IS NULL OR {last} IS NULL THEN 'missing' WHEN {not_asked} THEN 'excluded'
              WHEN {last} {is_better} {first} THEN 'met' ELSE 'not_met' END""",
            latest="started_on",
        )
    )


LESS_USE = changed(
    "wales_less_use", _("Uses the main substance less"), _("Fewer days of 28 than at the start"), 3,
    column="use", is_better="<", not_asked="u.use_first = 0 AND u.use_last = 0",
    exclusions=_("Used on no day, neither at the start nor now"),
)  # fmt: skip
LESS_INJECTING = changed(
    "wales_less_injecting", _("Injects less"), _("Injected on fewer days of 28 than at the start"), 4,
    column="injected", is_better="<", not_asked="u.injected_first = 0 AND u.injected_last = 0",
    exclusions=_("Injected on no day, neither at the start nor now"),
)  # fmt: skip
BETTER_LIFE = changed(
    "wales_better_life", _("Quality of life improved"), _("A higher rating, 0 to 20, than at the start"), 5,
    column="quality", is_better=">",
)  # fmt: skip
