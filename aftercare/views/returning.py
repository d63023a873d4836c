"""Occasional support, sustained outcomes, an unplanned exit written up, and coming back in one action."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from accounts.models import Team
from clients.access import get_client, get_of_client
from clients.choices import ContactOutcome
from core.forms import sent
from core.views import attempt

from .. import returning
from ..forms import ExitForm, OutcomeForm, ReturnForm, SupportForm
from ..models import CheckUp, Handover, ReturnToTreatment, UnplannedExit
from .check_ups import check_up_context
from .episodes import get_episode
from .pages import record_context

SHOWN = 20
MONTHS = CheckUp.objects.select_related("client", "aftercare__handover", "aftercare__episode").prefetch_related("use")


def page(request, template, client, form, **context):
    context = record_context(client) | {"form": form} | context
    return render(request, f"aftercare/{template}.html", context, status=422 if form.errors else 200)


@allow("aftercare.record_checkup", records_look=True)
def support_add(request, pk):
    """Whoever has completed treatment may come without a plan or an episode: what was given, and what was given before."""
    client = get_client(request, pk)
    form = SupportForm(sent(request), initial={"came_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        team = Team.objects.filter(pk__in=request.user.team_ids).order_by("pk").first()
        if attempt(form, returning.note_support, client, by=request.user, team=team, **form.cleaned_data):
            messages.success(request, _("The support is recorded."))
            return redirect("aftercare:client_aftercare", client.pk)
    given = client.occasional_support.select_related("team", "created_by")[:SHOWN]
    return page(request, "support_add", client, form, given=given, may_come=returning.has_completed(client))


@allow("aftercare.record_checkup", records_look=True)
def outcome_record(request, pk):
    """How things stand at the check-up after 3, 6 or 12 months."""
    check_up = get_of_client(request, MONTHS, pk)
    form = OutcomeForm(sent(request), check_up=check_up)
    if request.method == "POST" and form.is_valid():
        if attempt(form, returning.record_outcome, check_up, by=request.user, **form.cleaned_data):
            messages.success(request, _("The outcome is recorded."))
            return redirect("aftercare:client_aftercare", check_up.client_id)
    context = check_up_context(check_up) | {"form": form, "month": returning.month_of(check_up)}
    return render(request, "aftercare/outcome_record.html", context, status=422 if form.errors else 200)


@allow("clients.change_episode", records_look=True)
def exit_record(request, pk):
    """How an episode ended that ended unplanned: what was tried stands beside the form; once written it is read here."""
    episode = get_episode(request, pk)
    client, written = episode.client, UnplannedExit.objects.visible_to(request.user).filter(episode=episode).first()
    form = ExitForm(sent(request), initial={"decided_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, returning.write_up_exit, episode, by=request.user, **form.cleaned_data):
            messages.success(request, _("How it ended is written down."))
            return redirect("aftercare:client_aftercare", client.pk)
    tried = client.contacts.valid().filter(episode=episode, outcome=ContactOutcome.MISSED)
    context = {
        "episode": episode, "written": written, "tried": tried.select_related("created_by")[:SHOWN],
        "paths": client.missed_paths.filter(episode=episode).prefetch_related("steps")[:SHOWN],
    }  # fmt: skip
    return page(request, "exit_record", client, form, **context)


@allow("clients.change_episode", records_look=True)
def return_create(request, pk):
    """Coming back in one action: what is carried over stands beside the form."""
    client = get_client(request, pk)
    left = returning.left_before(client, request.user)
    form = ReturnForm(sent(request), left=left)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, returning.come_back, client, by=request.user, **form.cleaned_data)
        if row:
            messages.success(request, _("The person is back: everything that was written is carried over."))
            return redirect(row)
    handover = Handover.objects.passed_on().filter(client=client).first()
    anew = bool(left and returning.needs_assessment(left, timezone.localdate()))
    return page(request, "return_create", client, form, left=left, handover=handover, anew=anew)


@allow("aftercare.view_handover", methods=READ, records_look=True)
def return_detail(request, pk):
    """What is carried over from the time before."""
    rows = ReturnToTreatment.objects.select_related(
        "client", "left__team", "episode__team", "episode__keyworker", "referral", "handover", "created_by"
    )
    row = get_of_client(request, rows, pk)
    needs = [need for need in row.handover.needs_in_order() if need.has_need] if row.handover else []
    assessed = row.client.capital_assessments.filter(status="recorded").order_by("-assessed_on").first()
    context = {"row": row, "handover": row.handover, "needs": needs, "assessed": assessed}
    return render(request, "aftercare/return_detail.html", record_context(row.client) | context)
