"""Consents: given and taken back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent
from core.views import attempt

from .. import workflow
from ..access import get_client, get_of_client
from ..forms import ConsentForm, DayForm, NextQuery
from ..models import Consent
from .parts import form_page, our_address


@allow("clients.change_consent", records_look=True)
def consent_add(request, pk):
    client = get_client(request, pk)
    asked = NextQuery(request.GET).values()
    initial = {"recipient": asked["service"], "purpose": asked["purpose"], "given_on": timezone.localdate()}
    form = ConsentForm(sent(request), instance=Consent(client=client), initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The consent is recorded."))
        return redirect(our_address(request, asked["next"]) or client)
    return form_page(request, _("Record consent"), form, {"client": client})


@allow("clients.change_consent", records_look=True)
def consent_withdraw(request, pk):
    consent = get_of_client(request, Consent.objects.select_related("recipient"), pk)
    form = DayForm(sent(request), first=consent.given_on, initial={"on": timezone.localdate()})
    form.submit_label = _("Withdraw the consent")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.withdraw_consent, consent, **form.cleaned_data, by=request.user):
            messages.success(request, _("The consent is withdrawn."))
            return redirect(consent.client)
    about = _("Nothing more is shared with %(service)s from this day on.") % {"service": consent.recipient}
    return form_page(request, _("Withdraw consent"), form, {"client": consent.client, "about": about})
