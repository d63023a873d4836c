"""Payment by outcomes, off unless a partnership pays so: counts for commissioners, and the evidence for managers."""

from django.utils.translation import gettext_lazy as _

from ..choices import Paper
from .base import Report, Section, report

OUTCOME_PAYMENT = report(
    Report(
        key="outcome_payment",
        title=_("Outcomes that are paid for"),
        about=_("Where a partnership pays by outcomes: how many were reached, and for how many payment was claimed."),
        counted=_("Of each journey an outcome counts once, on the first day on which the record shows it."),
        sections=(
            Section(_("Reached and claimed"), ("paid_completed", "paid_not_back", "paid_not_using", "paid_job", "paid_home")),
        ),
        of_payment=True,
    )
)  # fmt: skip

OUTCOME_EVIDENCE = report(
    Report(
        key="outcome_evidence",
        title=_("Outcome-payment evidence"),
        about=_("Each outcome that can be claimed or was: the day, the record that shows it, and who claimed it when."),
        route="reports:outcome_list",
        paper=Paper.EVIDENCE,
        readers="reports.claim_outcome",
        of_payment=True,
    )
)
