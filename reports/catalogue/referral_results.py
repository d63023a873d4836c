"""How current the directory is, and what became of referrals to other services."""

from django.utils.translation import gettext_lazy as _

from ..choices import Dimension
from ..directory import health_of
from .base import Report, Section, report

REFERRAL_RESULTS = report(
    Report(
        key="referral_results",
        title=_("Directory health and referral results"),
        about=_(
            "What became of referrals to other services: taken on or declined and why, how soon they were answered, and "
            "whether they helped. Support may be there and yet not be had, or not help. And how current the directory is "
            "that they were chosen from."
        ),
        counted=_("Referrals that were sent in the period; the directory as it stood on the day of the count."),
        sections=(
            Section(_("Taken on or declined"), ("referrals_taken",)),
            Section(_("How soon they were answered"), ("referral_days",)),
            Section(_("What came of it"), ("referral_results",)),
        ),
        dimensions=(Dimension.DOMAIN, Dimension.SUBSTANCE_GROUP, Dimension.SEX, Dimension.AGE),
        extras=health_of,
    )
)
