"""Pages of reports: counts on the screen, and the same as a PDF that the worker makes."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import CHANGE, READ, allow
from core import audit
from core.choices import AccessAction
from core.models import Document

from .caseload import report_for
from .layout import sections
from .printing import KIND, request_caseload

READERS = "reports.view_partnership_counts|reports.view_team_caseload"
SECONDS_BETWEEN_LOOKS = "3"
LISTED = 10


@allow(READERS, methods=READ)
def report_list(request):
    documents = own_documents(request).defer("content")[:LISTED]
    return render(request, "reports/report_list.html", {"documents": documents})


@allow(READERS, methods=READ)
def caseload_report(request):
    report = report_for(request.user)
    audit.record(request, AccessAction.LOOK, detail=f"{KIND}: {report.scope}")
    return render(request, "reports/caseload_report.html", {"report": report, "sections": sections(report)})


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


@allow(READERS, methods=READ)
def document_download(request, pk):
    document = get_object_or_404(own_documents(request), pk=pk)
    if document.state != "finished":
        raise Http404
    audit.record(request, AccessAction.EXPORT, document, detail=KIND)
    name = f"{KIND}-{timezone.localtime(document.requested_at):%Y-%m-%d}.pdf"
    return FileResponse(
        BytesIO(bytes(document.content)), content_type="application/pdf", as_attachment=True, filename=name
    )


def own_documents(request):
    """Nobody sees what somebody else has asked for."""
    return Document.objects.filter(requested_by=request.user, kind=KIND)
