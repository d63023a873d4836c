"""The first appointment: offered, written on paper, and what became of it."""

from io import BytesIO

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.choices import AccessAction
from core.forms import EditConflict, sent
from core.pdf import render_pdf
from core.views import attempt, conflict
from reference.choices import WordingKey

from .. import offering
from ..choices import IncomingStatus, OfferedHow
from ..forms import OfferForm, OutcomeForm
from ..models import AppointmentOffer, IncomingReferral
from .incoming import TRIAGE, VIEW, about, get_incoming

OFFER, OUTCOME = "referrals/offer_form.html", "referrals/incoming_form.html"


@allow(TRIAGE, records_look=True)
def incoming_offer(request, pk):
    """When, where and how; what is written is shown before it goes, and only that goes."""
    referral = get_incoming(request, pk)
    form, context = OfferForm(sent(request), record=referral), about(referral)
    if request.method == "POST" and form.is_valid():
        try:
            written = _written(request, referral, form)
            if written and written.mark != form.cleaned_data["mark"]:
                return _preview(request, form, written, context)
            if attempt(form, offering.offer, referral, **form.answer, by=request.user):
                messages.success(request, _("The appointment is offered."))
                return redirect(referral)
        except EditConflict as error:
            return conflict(request, form, error, OFFER, about(referral))
    return render(request, OFFER, context | {"form": form}, status=422 if form.errors else 200)


def _written(request, referral, form):
    """What would be sent; None where nothing is. Raises EditConflict."""
    if referral.status != IncomingStatus.WAITING:
        return None
    with transaction.atomic():
        form.check_version()
    data = form.cleaned_data
    said = {"when": data["offered_for"], "where": data["where"], "language": data["language"]}
    return offering.invitation(referral, WordingKey.FIRST_APPOINTMENT, data["how"], by=request.user, **said)


def _preview(request, form, written, context):
    """The words as they would go out, and the same form again, which now carries their mark."""
    if written.refusal:
        form.add_error("how", written.refusal)
    else:
        form.data = form.data.copy()
        form.data["mark"] = written.mark
    context |= {"form": form, "written": None if written.refusal else written}
    return render(request, OFFER, context, status=422 if form.errors else 200)


@allow(TRIAGE, records_look=True)
def offer_outcome(request, pk):
    offered, referral = _offered(request, pk)
    form, title = OutcomeForm(sent(request), record=offered), _("What became of the appointment")
    context = {"title": title, "form": form, **about(referral)}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, offering.say_outcome, offered, **form.answer, by=request.user):
                messages.success(request, _("Written down."))
                return redirect(referral)
        except EditConflict as error:
            return conflict(request, form, error, OUTCOME, context)
    return render(request, OUTCOME, context, status=422 if form.errors else 200)


@allow(VIEW, methods=READ, records_look=True)
def offer_letter_pdf(request, pk):
    """The invitation on paper, in the words that were kept."""
    offered, referral = _offered(request, pk, action=AccessAction.PRINT)
    if offered.how != OfferedHow.LETTER:
        return redirect(referral)
    return _letter(request, referral, offered.text)


@allow(VIEW, methods=READ, records_look=True)
def incoming_letter_pdf(request, pk):
    """What somebody is told who is not taken on, or did not come, on paper."""
    referral = get_incoming(request, pk, action=AccessAction.PRINT)
    if not referral.answer_note:
        return redirect(referral)
    return _letter(request, referral, referral.answer_note)


def _letter(request, referral, text):
    """A letter; where paper is not safe, back to the page with the reason."""
    place, team = referral.address, referral.team
    if referral.client:
        written = offering.invitation(referral, WordingKey.REFERRAL_ENDED, OfferedHow.LETTER, by=request.user)
        if written.refusal:
            messages.error(request, written.refusal)
            return redirect(referral)
        place, team = written.place.text if written.place else "", written.team
    context = {"referral": referral, "text": text, "place": place, "team": team}
    context["SERVICE_NAME"] = team.name if team else ""
    pdf = render_pdf("referrals/pdf/letter.html", context, title=_("Letter"), marking=" ")
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=f"letter-{referral.reference}.pdf")


def _offered(request, pk, *, action=AccessAction.LOOK):
    """An appointment, and its referral on the usual terms. Raises Http404."""
    known = IncomingReferral.objects.visible_to(request.user).values("pk")
    offered = get_object_or_404(AppointmentOffer.objects.filter(referral__in=known), pk=pk)
    referral = get_incoming(request, offered.referral_id, action=action)
    return offered, referral
