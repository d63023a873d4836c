"""Consents: given, looked at, and told about; `aftercare` takes them back, with what was shared under them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.forms import sent
from core.views import attempt

from .. import workflow
from ..access import get_client, get_of_client
from ..forms import ConsentForm, DayForm, NationalConsentForm, NextQuery, ToldForm
from ..models import Consent, NationalConsent
from ..reading_up import model_of
from ..shared import what_is_shared
from .parts import form_page, our_address, recipient_of


@allow("clients.change_consent", records_look=True)
def consent_add(request, pk):
    client = get_client(request, pk)
    asked = NextQuery(request.GET).values()
    initial = recipient_of(client, asked) | {"given_on": timezone.localdate()}
    form = ConsentForm(sent(request), instance=Consent(client=client), initial=initial)
    if request.method == "POST" and form.is_valid():
        workflow.record_consent(form, by=request.user)
        messages.success(request, _("The consent is recorded."))
        return redirect(our_address(request, asked["next"]) or client)
    return form_page(request, _("Record consent"), form, {"client": client, "tab": "sharing"})


@allow("clients.view_record", methods=READ, records_look=True)
def consent_detail(request, pk):
    """One consent, the evidence for it, and who has received what under it."""
    consent = get_of_client(
        request, Consent.objects.select_related("recipient", "supporter", "created_by", "updated_by"), pk
    )
    documents = model_of("consent_evidence").objects.visible_to(request.user).filter(consent=consent)
    context = {"client": consent.client, "tab": "sharing", "consent": consent, **what_is_shared(consent)}
    context |= {"evidence": documents.select_related("document")}
    return render(request, "clients/consent_detail.html", context)


@allow("clients.change_consent", records_look=True)
def consent_told(request, pk):
    consent = get_of_client(request, Consent.objects.select_related("recipient", "supporter"), pk, in_rights=True)
    form = ToldForm(sent(request), first=consent.withdrawn_on, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.tell_recipient, consent, **form.cleaned_data, by=request.user):
            messages.success(request, _("Recorded: they know."))
            return redirect(consent)
    context = {"client": consent.client, "tab": "sharing", "about": consent.to_whom}
    return form_page(request, _("The recipient was told"), form, context)


@allow("clients.change_consent", records_look=True)
def national_consent_answer(request, pk):
    client = get_client(request, pk)
    initial = {"asked_on": timezone.localdate()}
    form = NationalConsentForm(sent(request), instance=NationalConsent(client=client), initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.answer_national_consent, form.instance, by=request.user):
            messages.success(request, _("The answer is recorded."))
            return redirect("clients:client_sharing", client.pk)
    return form_page(request, _("The national data set"), form, {"client": client, "tab": "sharing"})


@allow("clients.change_consent", records_look=True)
def national_consent_withdraw(request, pk):
    answer = get_of_client(request, NationalConsent.objects.all(), pk, in_rights=True)
    form = DayForm(sent(request), first=answer.asked_on, initial={"on": timezone.localdate()})
    form.submit_label = _("Withdraw the consent")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.withdraw_national_consent, answer, **form.cleaned_data, by=request.user):
            messages.success(request, _("The consent is withdrawn."))
            return redirect("clients:client_sharing", answer.client_id)
    context = {"client": answer.client, "tab": "sharing"}
    return form_page(request, _("Withdraw the consent to the national data set"), form, context)
