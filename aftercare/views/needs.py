"""The assessment of ongoing support needs, and the services that meet them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import allow
from clients.access import record_look
from core.choices import AccessAction
from core.forms import EditConflict, sent
from core.views import conflict
from core.workflow import NotAllowed
from referrals.service_choice import service_choice
from services_directory.models import Service

from .. import workflow
from ..forms import ChosenServiceForm, NeedForm
from ..models import SupportNeed
from ..preparing import refer_need
from .pages import get_handover, record_context, saved


@allow("aftercare.prepare_handover", records_look=True)
def need_edit(request, pk):
    """The assessment of ongoing support needs: all domains on one page."""
    handover = get_handover(request, pk)
    needs = handover.needs_in_order()
    services = _known_services(handover, needs)
    forms = [NeedForm(sent(request), instance=need, prefix=need.domain, services=services) for need in needs]
    context = record_context(handover.client) | {"handover": handover, "forms": forms}
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        agreed_before = handover.agreed_on
        try:
            workflow.save_needs(handover, forms, by=request.user)
        except EditConflict as error:
            clashing = next(form for form in forms if form.instance.pk == error.current.pk)
            return conflict(request, clashing, error, "aftercare/need_edit.html", context)
        except NotAllowed as error:
            forms[0].add_error(None, str(error))  # what was typed stays on the page
        else:
            wanted = next((need for need in needs if need.domain == request.POST.get("find")), None)
            if wanted:
                return redirect("aftercare:need_service", wanted.pk)
            return saved(request, handover, agreed_before)
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "aftercare/need_edit.html", context, status=status)


def _known_services(handover, needs):
    """The services that help this client already, and those chosen for a need: offered without a search."""
    used = Service.objects.filter(referrals__client=handover.client_id) | Service.objects.filter(
        support_needs__handover=handover
    )
    return list(used.distinct().order_by("name", "id"))


@allow("aftercare.prepare_handover", records_look=True)
def need_refer(request, pk):
    """A referral to the service that meets a need; the next page sends it by its link."""
    ours = SupportNeed.objects.visible_to(request.user).of_teams(request.user)
    need = get_object_or_404(ours.select_related("handover__client", "service", "referral"), pk=pk)
    client = need.handover.client
    record_look(request, AccessAction.LOOK, client, detail=need._meta.label_lower)
    refusal = ""
    if request.method == "POST":
        try:
            referral = refer_need(need, by=request.user)
        except NotAllowed as error:
            refusal = str(error)
        else:
            return redirect("referrals:referral_send", referral.pk)
    context = record_context(client) | {"need": need, "refusal": refusal}
    return render(request, "aftercare/need_refer.html", context, status=422 if refusal else 200)


@allow("aftercare.prepare_handover", records_look=True)
def need_service(request, pk):
    """Finding a service in the directory for one need."""
    ours = SupportNeed.objects.visible_to(request.user).of_teams(request.user)
    need = get_object_or_404(ours.select_related("handover__client", "service"), pk=pk)
    client = need.handover.client
    record_look(request, AccessAction.LOOK, client, detail=need._meta.label_lower)
    form = ChosenServiceForm(sent(request), record=need)
    context = (
        record_context(client) | {"need": need, "form": form} | service_choice(request, need.domain, client=client)
    )
    if request.method == "POST" and form.is_valid():
        try:
            seen, service = form.cleaned_data["version"] or 0, form.cleaned_data["service"]
            workflow.link_service(need, service, by=request.user, seen=seen)
        except EditConflict as error:
            return conflict(request, form, error, "aftercare/need_service.html", context)
        except NotAllowed as error:
            messages.error(request, str(error))
            return redirect(need.handover)
        messages.success(request, _("The service is chosen. Add the next step."))
        return redirect(reverse("aftercare:need_edit", args=[need.handover_id]) + f"#{need.domain}")
    return render(request, "aftercare/need_service.html", context, status=422 if form.errors else 200)
