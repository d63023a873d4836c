"""The caseload report, and one client on paper."""

from io import BytesIO

from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from clients.access import get_client
from core import audit
from core.choices import AccessAction
from core.lists import spreadsheet
from core.pdf import render_pdf

from ..case_summary import summary_of
from ..caseload import report_for
from ..caseload_rows import HEAD, rows
from ..catalogue import READERS
from ..layout import sections
from ..printing import KIND
from .documents import make_paper


@allow(READERS, methods=READ)
def caseload_report(request):
    report = report_for(request.user)
    audit.record(request, AccessAction.LOOK, detail=f"{KIND}: {report.scope}")
    return render(request, "reports/caseload_report.html", {"report": report, "sections": sections(report)})


@allow("reports.view_team_caseload", methods=READ, step_up=True)
def caseload_export(request):
    """A line for each client of the user's teams, by reference, for a spreadsheet: however many, sent as they are read."""
    lines = rows(request.user.team_ids, timezone.localdate())
    return spreadsheet(request, KIND, HEAD.values(), (line.values() for line in lines))


@allow("clients.view_record", methods=READ, records_look=True, step_up=True)
def case_summary_pdf(request, pk):
    """One client on paper, for supervision or a meeting of staff; never for the client."""
    client = get_client(request, pk, action=AccessAction.PRINT)
    title = _("Case summary %(reference)s") % {"reference": client.reference}
    pdf = render_pdf(
        "reports/pdf/case_summary.html", summary_of(client, request.user), title=title, printed_by=str(request.user),
        marking=_("Official-Sensitive: for staff"),
    )  # fmt: skip
    name = f"summary-{client.reference}.pdf"
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=name)


@allow(READERS, methods=CHANGE)
def report_request(request):
    return make_paper(request, "caseload")
