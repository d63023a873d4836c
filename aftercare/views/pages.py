"""What the pages about leaving treatment share."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
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


def pdf_answer(request, shared):
    handover = shared.handover
    pdf = render_pdf(
        "aftercare/handover_pdf.html",
        {"shared": shared, "handover": handover},
        title=_("Aftercare handover %(reference)s") % {"reference": handover.client.reference},
        printed_by=str(request.user),
    )
    name = f"handover-{handover.client.reference}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
