"""Aftercare and its check-ups."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.choices import EpisodeStatus
from core.forms import sent
from core.views import attempt
from custody.models import CustodyStay

from .. import workflow
from ..choices import CheckUpSchedule
from ..forms import BeginForm, CheckUpForm
from ..models import CheckUp, Handover
from ..schedule import PRISON_LEAVER
from .pages import form_page, get_handover, record_context

SHOWN = 50


@allow("aftercare.view_handover|aftercare.record_checkup", methods=READ, records_look=True)
def client_aftercare(request, pk):
    """The tab: aftercare with its check-ups, and for staff the handovers. A coach sees no handover."""
    client = get_client(request, pk)
    aftercare = client.aftercare.select_related("handover", "episode__team").first()
    sees_handovers = request.user.has_perm("aftercare.view_handover")
    handovers = client.handovers.select_related("receiving_service", "episode__team")[:SHOWN] if sees_handovers else []
    shown = client.handovers.current() if sees_handovers else client.handovers.passed_on()
    context = {
        "aftercare": aftercare,
        "handover": aftercare.handover if aftercare else shown.first(),
        "handovers": handovers,
        "check_ups": aftercare.check_ups.all() if aftercare else [],
        "may_prepare": client.episodes.filter(status=EpisodeStatus.IN_TREATMENT, team__in=request.user.team_ids)
        .exclude(handovers__in=Handover.objects.current())
        .exists(),
    }
    return render(request, "aftercare/client_aftercare.html", record_context(client) | context)


@allow("aftercare.prepare_handover", records_look=True)
def aftercare_begin(request, pk):
    handover = get_handover(request, pk)
    since = timezone.localdate() - PRISON_LEAVER
    has_left_prison = CustodyStay.objects.filter(client=handover.client_id, released_on__gte=since).exists()
    first = CheckUpSchedule.AFTER_PRISON_OR_DETOX if has_left_prison else CheckUpSchedule.STANDARD
    form = BeginForm(sent(request), initial={"schedule": first, "started_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.begin_aftercare, handover, by=request.user, **form.cleaned_data):
            messages.success(request, _("The care plan is complete and aftercare has begun."))
            return redirect("aftercare:client_aftercare", handover.client_id)
    return form_page(request, handover, form, _("Complete the care plan and begin aftercare"))


@allow("aftercare.record_checkup", records_look=True)
def check_up_record(request, pk):
    rows = CheckUp.objects.select_related("aftercare__handover", "aftercare__episode")
    check_up = get_of_client(request, rows, pk)
    form = CheckUpForm(sent(request), initial={"done_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.record_check_up, check_up, by=request.user, **form.cleaned_data):
            messages.success(request, _("The check-up is recorded."))
            return redirect("aftercare:client_aftercare", check_up.client_id)
    context = {"check_up": check_up, "handover": check_up.aftercare.handover, "form": form}
    context = record_context(check_up.client) | context
    return render(request, "aftercare/check_up_record.html", context, status=422 if form.errors else 200)
