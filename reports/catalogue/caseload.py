"""Who is in treatment today: a page of its own (reports.caseload)."""

from django.utils.translation import gettext_lazy as _

from ..choices import Paper
from .base import Report, report

CASELOAD = report(
    Report(
        key="caseload",
        title=_("Caseload"),
        about=_(
            "Who is in treatment, with which needs, how long people wait, which reviews are overdue, and who leaves "
            "prison in the next twelve weeks."
        ),
        route="reports:caseload_report",
        paper=Paper.CASELOAD,
    )
)
