"""Documents that the worker makes: how far one is, its file, and stopping it."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import CHANGE, READ, allow
from clients.access import get_client
from core import audit, documents
from core.choices import AccessAction
from core.models import Document

from ..catalogue import READERS, REPORTS
from ..papers import KINDS, expires_at, of_use, request_of_day, type_of

SECONDS_BETWEEN_LOOKS = "3"


@allow(READERS, methods=READ)
def document_detail(request, pk):
    """How far the document is; the browser asks again by itself until it is there."""
    document = get_object_or_404(own_documents(request).defer("content"), pk=pk)
    context = {"document": document, "expires_at": expires_at(document), "name": type_of(document).name}
    context["can_stop"] = document.kind in KINDS
    response = render(request, "reports/document_detail.html", context)
    if document.state in ("waiting", "working"):
        response["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


@allow(READERS, methods=CHANGE)
def document_stop(request, pk):
    """Whoever asked for a document may say that it is not wanted any more."""
    document = get_object_or_404(own_documents(request).filter(kind__in=KINDS).defer("content"), pk=pk)
    documents.stop(document)
    return redirect("reports:document_detail", document.pk)


@allow(READERS, methods=READ, step_up=True)
def document_download(request, pk):
    """The finished file; one about a client only while the user may see that client."""
    document = get_object_or_404(own_documents(request), pk=pk)
    if document.state != "finished":
        raise Http404
    if client := document.parameters.get("client"):
        get_client(request, client, action=AccessAction.DOWNLOAD)
    audit.record(request, AccessAction.EXPORT, document, detail=document.kind)
    file_type = type_of(document)
    name = document.parameters.get("report", document.kind).replace("_", "-")
    day = timezone.localtime(document.requested_at)
    return FileResponse(
        BytesIO(bytes(document.content)), content_type=file_type.content_type, as_attachment=True,
        filename=f"{name}-{day:%Y-%m-%d}.{file_type.ending}",
    )  # fmt: skip


def make_paper(request, key, **narrowed):
    """Ask for a report with a page of its own as a PDF, and go to where one waits for it."""
    document = request_of_day(REPORTS[key], by=request.user, **narrowed)
    return redirect("reports:document_detail", document.pk)


def own_documents(request):
    """Nobody sees what somebody else has asked for, nor what has had its time."""
    return of_use(Document.objects.filter(requested_by=request.user))
