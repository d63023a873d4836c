"""What became of referrals to other services."""

from django.utils.translation import gettext_lazy as _

from ..choices import Dimension
from .base import Report, Section, report

REFERRAL_RESULTS = report(
    Report(
        key="referral_results",
        title=_("Referral results"),
        about=_(
            "What became of referrals to other services: taken on or declined and why, how soon they were answered, and "
            "whether they helped. Support may be there and yet not be had, or not help."
        ),
        counted=_("Referrals that were sent in the period. How current the directory is stands on the provision map."),
        sections=(
            Section(_("Taken on or declined"), ("referrals_taken",)),
            Section(_("How soon they were answered"), ("referral_days",)),
            Section(_("What came of it"), ("referral_results",)),
        ),
        dimensions=(Dimension.DOMAIN, Dimension.SUBSTANCE_GROUP, Dimension.SEX, Dimension.AGE),
    )
)
