"""Pages of reports: counts on the screen, and the same as a PDF that the worker makes."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from clients.access import get_client
from core import audit
from core.choices import AccessAction
from core.models import Document
from core.pdf import render_pdf

from .case_summary import summary_of
from .caseload import report_for
from .layout import sections
from .printing import KIND, request_caseload

READERS = "reports.view_partnership_counts|reports.view_team_caseload"
SECONDS_BETWEEN_LOOKS = "3"
LISTED = 10


@allow(READERS, methods=READ)
def report_list(request):
    documents = own_documents(request).filter(kind=KIND).defer("content")[:LISTED]
    return render(request, "reports/report_list.html", {"documents": documents})


@allow(READERS, methods=READ)
def caseload_report(request):
    report = report_for(request.user)
    audit.record(request, AccessAction.LOOK, detail=f"{KIND}: {report.scope}")
    return render(request, "reports/caseload_report.html", {"report": report, "sections": sections(report)})


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
    return redirect("reports:document_detail", request_caseload(request.user, timezone.localdate()).pk)


@allow(READERS, methods=READ)
def document_detail(request, pk):
    """How far the document is; the browser asks again by itself until it is there."""
    document = get_object_or_404(own_documents(request).defer("content"), pk=pk)
    response = render(request, "reports/document_detail.html", {"document": document})
    if document.state in ("waiting", "working"):
        response["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


@allow(READERS, methods=READ, step_up=True)
def document_download(request, pk):
    """The finished file; one about a client only while the user may see that client."""
    document = get_object_or_404(own_documents(request), pk=pk)
    if document.state != "finished":
        raise Http404
    if client := document.parameters.get("client"):
        get_client(request, client, action=AccessAction.DOWNLOAD)
    audit.record(request, AccessAction.EXPORT, document, detail=document.kind)
    name = f"{document.kind.replace('_', '-')}-{timezone.localtime(document.requested_at):%Y-%m-%d}.pdf"
    return FileResponse(
        BytesIO(bytes(document.content)), content_type="application/pdf", as_attachment=True, filename=name
    )


def own_documents(request):
    """Nobody sees what somebody else has asked for."""
    return Document.objects.filter(requested_by=request.user)
