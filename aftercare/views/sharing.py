"""Taking back a consent, and deciding about sharing without one: each ends what was shared in the same step."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from clients.access import get_of_client, record_look
from clients.forms import DecideOverrideForm, WithdrawConsentForm
from clients.models import Consent, SharingOverride
from clients.shared import shared_under, what_is_shared
from core.choices import AccessAction
from core.forms import sent
from core.views import attempt

from .. import supporters, workflow
from ..forms import ShareForm
from .pages import get_handover, record_context


@allow("clients.change_consent", records_look=True)
def consent_withdraw(request, pk):
    """What has been shared stands beside the question: it is taken back where nobody has answered."""
    consent = get_of_client(request, Consent.objects.select_related("recipient", "supporter"), pk, in_rights=True)
    form = WithdrawConsentForm(sent(request), first=consent.given_on, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.withdraw_consent, consent, **form.cleaned_data, by=request.user):
            messages.success(request, _("The consent is withdrawn. What nobody had answered has been taken back."))
            return redirect(consent)
    context = {"client": consent.client, "tab": "sharing", "consent": consent, "form": form}
    context |= what_is_shared(consent)
    return render(request, "aftercare/consent_withdraw.html", context, status=422 if form.errors else 200)


@allow("aftercare.prepare_handover", records_look=True)
def relapse_plan_share(request, pk):
    """That somebody around the client got the relapse plan; whoever the client has not agreed to cannot be chosen."""
    handover = get_handover(request, pk)
    people = supporters.who_may_have_it(handover.client)
    form = ShareForm(sent(request), people=people, initial={"shared_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, supporters.share_relapse_plan, handover, by=request.user, **form.cleaned_data):
            messages.success(request, _("Recorded: they have the relapse plan."))
            return redirect(handover)
    context = record_context(handover.client) | {"handover": handover, "form": form, "people": people}
    context |= {"refusal": supporters.why_not(handover)}
    return render(request, "aftercare/relapse_plan_share.html", context, status=422 if form.errors else 200)


@allow("clients.approve_override", records_look=True)
def override_decide(request, pk):
    """A second person's decision; one's own request is a page that does not exist."""
    overrides = SharingOverride.objects.visible_to(request.user).exclude(created_by=request.user)
    override = get_object_or_404(overrides.select_related("client", "recipient", "reason", "created_by"), pk=pk)
    record_look(request, AccessAction.LOOK, override.client, detail=override._meta.label_lower)
    form = DecideOverrideForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.decide_override, override, **form.cleaned_data, by=request.user):
            messages.success(request, _("The decision is recorded."))
            return redirect("clients:override_list")
    context = {"override": override, "form": form, "shared": shared_under(override)}
    return render(request, "aftercare/override_decide.html", context, status=422 if form.errors else 200)
