"""Handovers as their receiver sees them: read, asked about, accepted or declined."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import record_look
from core.choices import AccessAction
from core.forms import sent
from core.views import attempt
from core.workflow import NotAllowed

from .. import workflow
from ..choices import HandoverStatus
from ..forms import DeclineForm, QuestionForm
from ..models import Handover
from ..sharing import shared_with_recipient
from .pages import pdf_answer


def get_received(request, pk, action=AccessAction.LOOK):
    """A handover sent to this user or team; the look at the client is recorded. Raises Http404 and PermissionDenied.

    What was sent is answered whatever else of the record the user sees, also by break-glass; a record that is not to be
    changed or shared is only read.
    """
    handover = get_object_or_404(Handover.objects.receivable_by(request.user).with_people(), pk=pk)
    record_look(request, action, handover.client, detail=handover._meta.label_lower, in_emergency=True)
    return handover


@allow("aftercare.receive_handover", methods=READ, records_look=True)
def received_handover(request, pk):
    """All that the receiver sees until accepting: the handover, as far as the client agreed to share it."""
    handover = get_received(request, pk)
    context = {
        "handover": handover,
        "shared": shared_with_recipient(handover),
        "waits": handover.status == HandoverStatus.SENT,
        "is_accepted": handover.status == HandoverStatus.ACCEPTED,
    }
    return render(request, "aftercare/received_handover.html", context)


@allow("aftercare.receive_handover", methods=READ, records_look=True)
def received_handover_pdf(request, pk):
    return pdf_answer(request, shared_with_recipient(get_received(request, pk, AccessAction.PRINT)))


@allow("aftercare.receive_handover", records_look=True)
def handover_accept(request, pk):
    handover = get_received(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            workflow.accept_handover(handover, by=request.user)
        except NotAllowed as error:
            refusal = str(error)
        else:
            messages.success(request, _("You have taken over. Your team now sees the client’s record."))
            return redirect("clients:client_detail", handover.client_id)
    context = {"handover": handover, "shared": shared_with_recipient(handover), "refusal": refusal}
    return render(request, "aftercare/handover_accept.html", context, status=422 if refusal else 200)


@allow("aftercare.receive_handover", records_look=True)
def handover_query(request, pk):
    form = QuestionForm(sent(request))
    done = _("Your question is on its way.")
    return _receiver_page(request, pk, form, workflow.query_handover, _("Ask before deciding"), done)


@allow("aftercare.receive_handover", records_look=True)
def handover_decline(request, pk):
    form = DeclineForm(sent(request))
    done = _("Declined. The sender has been told, and you no longer see the handover.")
    return _receiver_page(request, pk, form, workflow.decline_handover, _("Decline the handover"), done)


def _receiver_page(request, pk, form, verb, heading, done):
    """A page of the receiver with one form whose fields are the arguments of a verb about the handover."""
    handover = get_received(request, pk)
    if request.method == "POST" and form.is_valid():
        if attempt(form, verb, handover, by=request.user, **form.cleaned_data):
            messages.success(request, done)
            return redirect("aftercare:handover_list")
    context = {"handover": handover, "form": form, "heading": heading, "shared": shared_with_recipient(handover)}
    return render(request, "aftercare/receiver_form.html", context, status=422 if form.errors else 200)
