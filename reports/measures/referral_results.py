"""What became of referrals to other services: support may be there and yet not be had, or not help."""

from django.utils.translation import gettext_lazy as _

from referrals.choices import DeclineReason, ReferralOutcome, ReferralStatus
from referrals.models import TAKEN_ON, UNANSWERED

from ..choices import Part
from ..models import ReferralResult
from .base import Answer, Breakdowns, Measure, register
from .conditions import one_of

SOURCE = "wraparound.md 0.3 (row 37): measure the result of a referral, not only that it was made"
SENT = "u.sent_on BETWEEN p.starts_on AND p.ends_on"
FOR_WHAT = Breakdowns({"domain": "u.domain"})
TAKEN = [*TAKEN_ON, ReferralStatus.COMPLETED]

REFERRALS_TAKEN = register(
    Measure(
        key="referrals_taken",
        title=_("Referrals that were taken on"),
        numerator=_("Referrals sent in the period that the service took on, or put on its waiting list"),
        denominator=_("Referrals sent in the period that were answered, or given up without an answer"),
        exclusions=_("Referrals that we took back"),
        source=SOURCE,
        facts=ReferralResult,
        among=SENT,
        answer=f"""CASE WHEN {one_of("u.status", TAKEN)} THEN 'taken'
          WHEN u.status = '{ReferralStatus.DECLINED}' THEN u.decline_reason
          WHEN u.status = '{ReferralStatus.EXPIRED}' THEN 'given_up'
          WHEN {one_of("u.status", UNANSWERED)} THEN 'pending' ELSE 'excluded' END""",
        answers={
            "taken": Answer(_("Taken on"), Part.MET),
            **{value: Answer(_("Declined: %s") % label, Part.NOT_MET) for value, label in DeclineReason.choices},
            "given_up": Answer(_("No answer: given up"), Part.NOT_MET),
            "pending": Answer(_("No answer yet"), Part.PENDING),
            "excluded": Answer(_("Taken back by us"), Part.EXCLUDED),
        },
        by=FOR_WHAT,
    )
)

REFERRAL_DAYS = register(
    Measure(
        key="referral_days",
        title=_("Referrals answered within 14 days"),
        numerator=_("Referrals sent in the period that were answered within 14 days"),
        denominator=_("Referrals sent in the period that were taken on or declined"),
        missing=_("The day of the answer was not recorded, or it lies before the referral"),
        source=SOURCE,
        facts=ReferralResult,
        among=f"{SENT} AND {one_of('u.status', [*TAKEN, ReferralStatus.DECLINED])}",
        answer="""CASE WHEN u.answered_on IS NULL OR u.answered_on < u.sent_on THEN 'missing'
          WHEN u.answered_on - u.sent_on <= 7 THEN '7_days' WHEN u.answered_on - u.sent_on <= 14 THEN '14_days'
          WHEN u.answered_on - u.sent_on <= 28 THEN '28_days' ELSE 'longer' END""",
        answers={
            "7_days": Answer(_("7 days or less"), Part.MET),
            "14_days": Answer(_("8 to 14 days"), Part.MET),
            "28_days": Answer(_("15 to 28 days"), Part.NOT_MET),
            "longer": Answer(_("More than 28 days"), Part.NOT_MET),
            "missing": Answer(_("Not known"), Part.MISSING),
        },
        by=FOR_WHAT,
    )
)

REFERRAL_RESULTS = register(
    Measure(
        key="referral_results",
        title=_("Referrals that helped"),
        numerator=_("Referrals sent in the period of which the person says that they helped, much or a little"),
        denominator=_("Referrals sent in the period that are completed"),
        window=_("Those taken on and not completed cannot be said yet"),
        source=SOURCE,
        facts=ReferralResult,
        among=f"{SENT} AND {one_of('u.status', TAKEN)}",
        answer=f"CASE WHEN u.status = '{ReferralStatus.COMPLETED}' THEN u.outcome ELSE 'pending' END",
        answers={
            value: Answer(label, Part.MET if value.startswith("helped") else Part.NOT_MET)
            for value, label in ReferralOutcome.choices
        }
        | {"pending": Answer(_("Still going on"), Part.PENDING)},
        by=FOR_WHAT,
    )
)
