"""The copy of a record on paper: made by the worker."""

from django.utils import translation
from django.utils.translation import gettext as _

from core.documents import document_maker, request_document
from core.pdf import render_pdf

from .contents import parts_of
from .models import AccessRequest

COPY = "copy_of_record"
KINDS = [COPY]


def request_copy(request, *, by):
    """Ask the worker for the copy as it was reviewed."""
    title = _("Copy of the record %(reference)s") % {"reference": request.client.reference}
    parameters = {"request": str(request.pk), "client": str(request.client_id), "language": translation.get_language()}
    return request_document(COPY, title, parameters, by=by)


@document_maker(COPY)
def make_copy(document, progress):
    """The copy as two people see it: what is shared in full, what is left out as left out."""
    request = AccessRequest.objects.select_related("client").get(pk=document.parameters["request"])
    with translation.override(document.parameters.get("language", "en-gb")):
        progress(0, 2)
        parts = parts_of(request)
        progress(1, 2)
        context = {"access_request": request, "parts": parts}
        pdf = render_pdf("rights/pdf/copy.html", context, title=document.title, lang=translation.get_language())
        progress(2, 2)
    return pdf
