"""How long people waited: England to the offer of an appointment, Wales to the start of treatment."""

from django.utils.translation import gettext_lazy as _

from ..choices import Part
from ..models import Given, WelshCase
from .base import Answer, Measure, register
from .equality import EQUALITY

ENGLAND_DAYS, WALES_WORKING_DAYS = 21, 20

WAITING_ENGLAND = register(
    Measure(
        key="waiting_england",
        title=_("Waited three weeks or less"),
        numerator=_("First interventions for which an appointment was offered within 21 days of the referral to it"),
        denominator=_("First interventions of a journey that were started in the period"),
        missing=_("No offer was recorded"),
        exclusions=_("An offer before the referral is counted apart"),
        source="treatment.md 6.3 and 6.21: NDTMS, from the date referred to the intervention to the first offer",
        among="u.nation = 'england' AND u.first_started_on BETWEEN p.starts_on AND p.ends_on",
        answer=f"""CASE
          WHEN u.first_offered_on IS NULL THEN 'missing'
          WHEN u.first_offered_on < u.first_referred_on THEN 'invalid'
          WHEN u.first_offered_on - u.first_referred_on <= {ENGLAND_DAYS} THEN 'met'
          ELSE 'not_met' END""",
        by=EQUALITY,
    )
)

SUBSEQUENT = register(
    Measure(
        key="waiting_england_subsequent",
        title=_("Waited three weeks or less for a further intervention"),
        numerator=_("Further interventions for which an appointment was offered within 21 days of the referral to it"),
        denominator=_("Structured interventions that were started in the period, but the first of their journey"),
        missing=_("No offer was recorded"),
        exclusions=_("An offer before the referral is counted apart"),
        source="treatment.md 6.3: also reported for subsequent interventions",
        facts=Given,
        among="""u.nation = 'england' AND u.is_structured AND u.number > 1
          AND u.started_on BETWEEN p.starts_on AND p.ends_on""",
        answer=f"""CASE
          WHEN u.offered_on IS NULL THEN 'missing'
          WHEN u.offered_on < u.referred_on THEN 'invalid'
          WHEN u.offered_on - u.referred_on <= {ENGLAND_DAYS} THEN 'met'
          ELSE 'not_met' END""",
    )
)

MONTHS = [(6, "months_3_6"), (9, "months_6_9"), (12, "months_9_12"), (18, "months_12_18"), (24, "months_18_24")]
UP_TO_MONTHS = " ".join(
    f"WHEN u.treated_on <= u.referred_on + interval '{months} months' THEN '{band}'" for months, band in MONTHS
)

WAITING_WALES = register(
    Measure(
        key="wales_within_20_days",
        title=_("Treatment within 20 working days of the referral"),
        numerator=_("Starts of treatment at most 20 working days after the referral; the day after it is the first"),
        denominator=_("Starts of treatment in the period, of episodes in Wales"),
        window=_("Working days: Monday to Friday but for the bank holidays of England and Wales"),
        missing=_("A start before the referral is invalid and counted apart"),
        source="treatment.md 5.2 (indicator 2, with the bands of the official table) and 6.21",
        facts=WelshCase,
        among="u.treated_on BETWEEN p.starts_on AND p.ends_on",
        answer=f"""CASE
          WHEN u.treated_on < u.referred_on THEN 'invalid'
          WHEN u.working_days <= {WALES_WORKING_DAYS} THEN 'met'
          WHEN u.treated_on <= u.referred_on + 84 THEN 'weeks_4_12'
          {UP_TO_MONTHS} ELSE 'months_over_24' END""",
        by=EQUALITY,
        answers={
            "met": Answer(_("Within 20 working days"), Part.MET),
            "weeks_4_12": Answer(_("4 to 12 weeks"), Part.NOT_MET),
            "months_3_6": Answer(_("3 to 6 months"), Part.NOT_MET),
            "months_6_9": Answer(_("6 to 9 months"), Part.NOT_MET),
            "months_9_12": Answer(_("9 to 12 months"), Part.NOT_MET),
            "months_12_18": Answer(_("12 to 18 months"), Part.NOT_MET),
            "months_18_24": Answer(_("18 to 24 months"), Part.NOT_MET),
            "months_over_24": Answer(_("Over 24 months"), Part.NOT_MET),
            "invalid": Answer(Part.INVALID.label, Part.INVALID),
        },
    )
)
