"""Aftercare and its check-ups."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.choices import EpisodeStatus
from clients.responsible import coach_of
from core.forms import sent
from core.views import attempt
from custody.models import CustodyStay
from reference import wordings
from reference.choices import WordingKey, WordingKind

from .. import check_ups
from ..choices import OUTCOME_MONTHS, UNPLANNED, CheckUpSchedule
from ..forms import ActForm, BeginForm, CheckUpForm, TryForm
from ..models import CheckUp, Handover
from ..returning import month_of
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
        "check_ups": aftercare.check_ups.prefetch_related("attempts") if aftercare else [],
        "coach": coach_of(client),
        "outcomes": outcomes_of(aftercare) if aftercare else [],
        "support": client.occasional_support.all()[:SHOWN],
        "returns": client.returns.all()[:SHOWN],
        "unplanned": client.episodes.filter(discharge_reason__in=UNPLANNED).select_related("unplanned_exit")[:SHOWN],
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
    first_values = {"schedule": first, "started_on": timezone.localdate()}
    running = handover.episode.interventions.running().with_codes()
    form = BeginForm(sent(request), initial=first_values, running=running)
    if request.method == "POST" and form.is_valid():
        if attempt(form, check_ups.begin_aftercare, handover, by=request.user, **form.cleaned_data):
            messages.success(request, _("The care plan is complete and aftercare has begun."))
            return redirect("aftercare:client_aftercare", handover.client_id)
    return form_page(request, handover, form, _("Complete the care plan and begin aftercare"))


def outcomes_of(aftercare):
    """How things stand after 3, 6 and 12 months: each month with what was recorded, else with its check-up."""
    recorded = {row.month: row for row in aftercare.outcomes.all()}
    check_ups_of = {month_of(row): row for row in aftercare.check_ups.all()}
    return [
        {"month": month, "outcome": recorded.get(month), "check_up": check_ups_of.get(month)}
        for month in OUTCOME_MONTHS
    ]


CHECK_UPS = CheckUp.objects.select_related("client", "aftercare__handover", "aftercare__episode__team")


@allow("aftercare.record_checkup", records_look=True)
def check_up_record(request, pk):
    """The phone script on one screen: the words to say and the client's own beside the form."""
    check_up = get_of_client(request, CHECK_UPS.prefetch_related("attempts__created_by", "use"), pk)
    form = CheckUpForm(sent(request), check_up=check_up)
    if request.method == "POST" and form.is_valid():
        if attempt(form, check_ups.record_check_up, check_up, by=request.user, **form.answer):
            messages.success(request, _("The check-up is recorded."))
            return redirect("aftercare:client_aftercare", check_up.client_id)
    context = check_up_context(check_up) | {"form": form, "script": script_for(check_up, request.user)}
    return render(request, "aftercare/check_up_record.html", context, status=422 if form.errors else 200)


@allow("aftercare.record_checkup", records_look=True)
def check_up_try(request, pk):
    """Somebody tried to reach the client; whoever was reached is asked how they are next."""
    check_up = get_of_client(request, CHECK_UPS.prefetch_related("attempts__created_by"), pk)
    form = TryForm(sent(request), initial={"tried_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, check_ups.try_to_reach, check_up, by=request.user, **form.cleaned_data)
        if tried and tried.reached:
            return redirect("aftercare:check_up_record", check_up.pk)
        if tried:
            messages.success(request, _("The try is written down."))
            return redirect("aftercare:client_aftercare", check_up.client_id)
    context = check_up_context(check_up) | {"form": form}
    return render(request, "aftercare/check_up_try.html", context, status=422 if form.errors else 200)


@allow("aftercare.record_checkup", records_look=True)
def check_up_act(request, pk):
    """What was done about something that could not wait."""
    check_up = get_of_client(request, CHECK_UPS.prefetch_related("attempts", "use"), pk)
    form = ActForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, check_ups.act_on, check_up, by=request.user, **form.cleaned_data):
            messages.success(request, _("What was done is recorded."))
            return redirect("aftercare:client_aftercare", check_up.client_id)
    context = check_up_context(check_up) | {"form": form}
    return render(request, "aftercare/check_up_act.html", context, status=422 if form.errors else 200)


def check_up_context(check_up):
    return record_context(check_up.client) | {"check_up": check_up, "handover": check_up.aftercare.handover}


def script_for(check_up, user):
    """The words to say, as the service has written them, with the client's name in them."""
    client = check_up.client
    row = wordings.words(WordingKey.CHECK_UP, WordingKind.SCRIPT)
    team = check_up.aftercare.episode.team
    gaps = {"called": client.called, "worker": user.first_name, "team": team.name, "team_phone": team.phone}
    return wordings.fill(row.body, gaps)
