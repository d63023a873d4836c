"""What there is in each area: a page of its own (reports.provision)."""

from django.utils.translation import gettext_lazy as _

from ..choices import Paper
from .base import Report, report

PROVISION = report(
    Report(
        key="provision",
        title=_("Provision map"),
        about=_("Which kinds of service there are in each area as the directory knows it, and where there are none."),
        route="reports:provision_report",
        paper=Paper.PROVISION,
    )
)
