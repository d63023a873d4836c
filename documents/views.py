"""Files on a client's record: listed, put there, given out, marked as an error, said to show a consent."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from clients.access import get_client, get_of_client
from clients.forms import ErrorForm
from clients.models import Consent
from clients.workflow import mark_in_error, may_correct
from core.choices import AccessAction
from core.forms import PageQuery, sent
from core.pagination import paginate
from core.views import attempt

from . import workflow
from .forms import DocumentForm, EvidenceForm, EvidenceQuery
from .models import ClientDocument, ConsentEvidence, DocumentContent


@allow("documents.view_clientdocument", methods=READ, records_look=True)
def document_list(request, pk):
    client = get_client(request, pk)
    documents = ClientDocument.objects.visible_to(request.user).filter(client=client)
    cursor = PageQuery(request.GET).values()["after"]
    page = paginate(documents.select_related("created_by", "error_by"), "-received_on", "-id", cursor=cursor)
    for document in page.rows:
        document.may_correct = may_correct(document, request.user) and not document.is_in_error
    context = {"client": client, "tab": "documents", "page": page}
    return render(request, "documents/document_list.html", context)


@allow("documents.add_clientdocument", records_look=True)
def document_add(request, pk):
    client = get_client(request, pk)
    typed = sent(request), request.FILES if request.method == "POST" else None
    form = DocumentForm(*typed, instance=ClientDocument(client=client), user=request.user)
    asked = EvidenceQuery(request.GET).values()["consent"]
    consent = client.consents.select_related("recipient", "supporter").filter(pk=asked).first() if asked else None
    if request.method == "POST" and form.is_valid():
        more = {"checked": form.cleaned_data["file"], "consent": consent}
        if attempt(form, workflow.add_document, form.instance, **more, by=request.user):
            messages.success(request, _("The document is on the record."))
            return redirect(consent or reverse("documents:document_list", args=[client.pk]))
    about = _("It shows the consent to share with %(recipient)s.") % {"recipient": consent.to_whom} if consent else ""
    return form_page(request, _("Add a document"), form, client, about)


def form_page(request, title, form, client, about=""):
    context = {"title": title, "form": form, "client": client, "tab": "documents", "about": about}
    return render(request, "clients/record_form.html", context, status=422 if form.errors else 200)


@allow("documents.view_clientdocument", methods=READ, records_look=True)
def document_download(request, pk):
    document = get_of_client(request, ClientDocument.objects.all(), pk, action=AccessAction.DOWNLOAD)
    content = DocumentContent.objects.filter(document=document).first()
    if content is None:  # erased: the fact has stayed, and not the content
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{document.download_name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(bytes(content.data), content_type=document.content_type, headers=headers)


@allow("documents.add_clientdocument", records_look=True)
def document_error(request, pk):
    document = get_of_client(request, ClientDocument.objects.all(), pk)
    form = ErrorForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, mark_in_error, document, **form.cleaned_data, by=request.user):
            messages.success(request, _("The document is marked as entered in error. It can still be opened."))
            return redirect("documents:document_list", document.client_id)
    return form_page(request, _("Entered in error"), form, document.client, about=document.title)


@allow("documents.add_clientdocument", records_look=True)
def evidence_add(request, pk):
    """Say which document shows a consent: one that is on the record, or a new one."""
    consent = get_of_client(request, Consent.objects.select_related("recipient", "supporter"), pk)
    documents = ClientDocument.objects.visible_to(request.user).valid().filter(client=consent.client)
    form = EvidenceForm(sent(request), documents=documents.exclude(shows__consent=consent))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.link_evidence, consent, form.cleaned_data["document"], by=request.user):
            messages.success(request, _("The document stands with the consent."))
            return redirect(consent)
    context = {"title": _("Evidence of consent"), "form": form, "client": consent.client, "tab": "sharing"}
    context |= {"consent": consent, "back_url": consent.get_absolute_url()}
    return render(request, "documents/evidence_add.html", context, status=422 if form.errors else 200)


@allow("documents.add_clientdocument", methods=CHANGE, records_look=True)
def evidence_remove(request, pk):
    evidence = get_of_client(request, ConsentEvidence.objects.select_related("consent"), pk)
    workflow.unlink_evidence(evidence, by=request.user)
    messages.success(request, _("The document no longer stands with the consent. It is still on the record."))
    return redirect(evidence.consent)
