"""Outcomes that a partnership pays for: how many were reached while it paid, and of these, how many were claimed."""

from django.utils.translation import gettext_lazy as _

from ..choices import PaidOutcome, Part
from ..models import OutcomeReached
from .base import Answer, Measure, register

HOW = {
    PaidOutcome.COMPLETED: _("Journeys that ended with treatment completed"),
    PaidOutcome.NOT_BACK: _("Journeys completed, and no other begun within six months, nor a death: reached the day after"),
    PaidOutcome.NOT_USING: _("Planned ends with no day of use in 28 of the main substance, opiates not prescribed, or crack: the day of the profile (TOP)"),
    PaidOutcome.JOB: _("Jobs that have lasted 26 weeks, by what was asked then or by the day they ended"),
    PaidOutcome.HOME: _("People who told at a check-up 3, 6 or 12 months after treatment that their home is settled"),
}  # fmt: skip
SOURCES = {
    PaidOutcome.COMPLETED: "treatment.md 6.5",
    PaidOutcome.NOT_BACK: "treatment.md 6.6 and 6.21",
    PaidOutcome.NOT_USING: "treatment.md 6.9: national category “not using”",
    PaidOutcome.JOB: "wraparound.md 4.5: sustained 26 weeks",
    PaidOutcome.HOME: "wraparound.md 0.1 (row 8): housed",
}
PAID = [
    register(
        Measure(
            key=f"paid_{outcome}",
            title=outcome.label,
            numerator=_("Of these, those for which a claim stands"),
            denominator=HOW[outcome],
            window=_("Reached in the period, on a day on which the partnership of the team paid for it"),
            exclusions=_("Partnerships that do not pay by outcomes; a claim that was withdrawn"),
            source=f"{SOURCES[outcome]}; wraparound.md 0.4 (row 50): payment by results, optional",
            facts=OutcomeReached,
            among=f"u.outcome = '{outcome}' AND u.reached_on BETWEEN p.starts_on AND LEAST(p.ends_on, p.as_at)",
            answer="CASE WHEN u.claimed_on IS NULL THEN 'not_met' ELSE 'met' END",
            answers={
                "met": Answer(_("Claimed"), Part.MET),
                "not_met": Answer(_("Reached, not claimed"), Part.NOT_MET),
            },
        )
    )
    for outcome in PaidOutcome
]
