"""What the pages about leaving treatment share."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from clients.access import get_of_client
from core.pdf import render_pdf

from ..models import Handover


def get_handover(request, pk):
    """A handover that the user's teams prepare: only they change it. The look is recorded. Raises Http404."""
    return get_of_client(request, Handover.objects.with_people().of_teams(request.user), pk)


def record_context(client):
    return {"client": client, "tab": "aftercare"}


def form_page(request, handover, form, heading):
    context = record_context(handover.client) | {"handover": handover, "form": form, "heading": heading}
    return render(request, "aftercare/handover_form.html", context, status=422 if form.errors else 200)


def saved(request, handover, agreed_before):
    handover.refresh_from_db()
    if agreed_before and not handover.agreed_on:
        messages.success(request, _("Saved. It has changed since the client agreed: go through it together again."))
    else:
        messages.success(request, _("Saved."))
    return redirect(handover)


def pdf_answer(request, shared, language="en-gb"):
    """A handover on paper."""
    context = {"shared": shared, "handover": shared.handover}
    return paper(request, shared.handover, "handover", _("Aftercare handover %(reference)s"), context, language)


def paper(request, handover, name, title, context, language):
    """A paper about a handover in a language, with the client's reference and no name in its title and file name."""
    reference = handover.client.reference
    with translation.override(language):
        pdf = render_pdf(
            f"aftercare/{name}_pdf.html",
            {"handover": handover, "client": handover.client} | context,
            title=translation.gettext(title) % {"reference": reference},
            lang=language,
            printed_by=str(request.user),
        )
    headers = {"Content-Disposition": f'attachment; filename="{name.replace("_", "-")}-{reference}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
