"""Preparing a handover and sending it."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.choices import ConsentPurpose, EpisodeStatus
from clients.models import Episode
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, spreadsheet
from core.pagination import parts_of
from core.saved import savable
from core.views import attempt, conflict
from core.workflow import NotAllowed

from .. import workflow
from ..checklist import gate, tasks, to_decide
from ..choices import HandoverPart
from ..forms import (
    AgreeForm,
    AnswerForm,
    EpisodeForm,
    HandoverForm,
    HandoverQuery,
    OverrideForm,
    WithdrawForm,
)
from ..lists import SPREADSHEET, let_pass, lists_of, plain_rows
from ..models import Handover, OccasionalSupport
from ..sharing import Capital, shared_with_recipient
from .pages import form_page, get_handover, record_context, saved

SHOWN = 50


@savable("aftercare:handover_list", gettext_lazy("Handovers"), lambda data, _user: HandoverQuery(data))
@allow("aftercare.view_handover", methods=READ)
def handover_list(request):
    """What is to prepare, what is on its way, and what waits for this user to take over."""
    query = HandoverQuery(request.GET)
    after = PageQuery(request.GET).values()["after"]
    parts, page = parts_of({part.value: rows for part, rows in lists_of(request.user, query).items()}, after, SHOWN)
    if waiting := parts.get(HandoverPart.RECEIVED):
        waiting.rows = [shared_with_recipient(handover) for handover in waiting.rows]
    lately = OccasionalSupport.objects.visible_to(request.user).filter(team__in=request.user.team_ids).lately()
    support = lately.aggregate(times=Count("pk"), people=Count("client", distinct=True))
    context = {"support": support, "shown": SHOWN, "is_cut": any(part.is_cut for part in parts.values())}
    if request.user.has_perm("aftercare.override_need"):
        context["overridden"] = let_pass(request.user)
    return render(request, "aftercare/handover_list.html", list_page(request, query, page) | context | parts)


@allow("aftercare.view_handover", methods=READ, step_up=True)
def handover_export(request):
    """The lists as they are narrowed, for a spreadsheet; that somebody took them is written down."""
    parts = lists_of(request.user, HandoverQuery(request.GET))
    return spreadsheet(request, "handovers", SPREADSHEET, plain_rows(parts, MOST_EXPORTED))


@allow("aftercare.view_handover", methods=READ)
def handover_prepare(request, pk):
    """From an episode to its handover, or to the page that begins one."""
    episode = get_object_or_404(Episode.objects.visible_to(request.user), pk=pk)
    handover = episode.handovers.current().first()
    return redirect(handover or reverse("aftercare:handover_create", args=[episode.client_id]))


@allow("aftercare.prepare_handover", records_look=True)
def handover_create(request, pk):
    client = get_client(request, pk)
    mine = Episode.objects.filter(client=client, status=EpisodeStatus.IN_TREATMENT, team__in=request.user.team_ids)
    form = EpisodeForm(sent(request), episodes=mine.select_related("team"))
    if request.method == "POST" and form.is_valid():
        if handover := attempt(form, workflow.prepare_handover, form.cleaned_data["episode"], by=request.user):
            messages.success(request, _("The handover is begun. Start with the support needs."))
            return redirect(handover)
    context = record_context(client) | {"form": form, "heading": _("Prepare a handover"), "can_begin": mine.exists()}
    return render(request, "aftercare/handover_create.html", context, status=422 if form.errors else 200)


@allow("aftercare.view_handover", methods=READ, records_look=True)
def handover_detail(request, pk):
    handover = get_of_client(request, Handover.objects.with_people(), pk)
    needs = handover.needs_in_order()
    is_ours = handover.episode.team_id in request.user.team_ids
    context = {
        "handover": handover,
        "may_prepare": is_ours and request.user.has_perm("aftercare.prepare_handover"),
        "tasks": [_task_row(task, handover) for task in _shown_tasks(handover)],
        "capital": Capital(handover.episode),
        "named_needs": [need for need in needs if need.has_need],
        "no_need": [need.get_domain_display() for need in needs if need.has_need is False],
        "not_asked": [need.get_domain_display() for need in needs if need.has_need is None],
        "story": handover.status_changes.select_related("changed_by"),
        "consent": handover.consent or handover.live_consent(),
        "sharing_override": handover.sharing_override or handover.live_override(),
        "shares": handover.shares.select_related("supporter", "consent", "created_by"),
        "has_aftercare": hasattr(handover, "aftercare"),
        "may_override": is_ours
        and handover.can_be_decided
        and request.user.has_perm("aftercare.override_need")
        and not handover.is_work_of(request.user)
        and bool(to_decide(handover)),
    }
    return render(request, "aftercare/handover_detail.html", record_context(handover.client) | context)


def _shown_tasks(handover):
    """What it takes to send it, and later what it takes to begin aftercare, where something is missing."""
    if handover.can_be_edited:
        return tasks(handover)
    found = gate(handover) if handover.can_be_decided else []
    return found if any(task.missing for task in found) else []


def _task_row(task, handover):
    """A task as the task list draws it."""
    url = reverse(task.url_name, args=[handover.pk])
    if task.url_name == "clients:consent_add":
        service = handover.receiving_service_id or ""
        purpose = ConsentPurpose.AFTERCARE_HANDOVER.value
        back = handover.get_absolute_url()
        url = reverse(task.url_name, args=[handover.client_id]) + f"?service={service}&purpose={purpose}&next={back}"
    return {
        "title": task.title,
        "url": url,
        "hint": task.missing,
        "status": task.state,
        "status_label": task.state_label,
    }


@allow("aftercare.prepare_handover", records_look=True)
def handover_edit(request, pk):
    handover = get_handover(request, pk)
    form = HandoverForm(sent(request), instance=handover)
    context = record_context(handover.client) | {
        "handover": handover,
        "heading": _("Relapse plan, way back, who takes over"),
    }
    agreed_before = handover.agreed_on
    if request.method == "POST" and form.is_valid():
        try:
            handover = workflow.save_handover(form, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "aftercare/handover_form.html", context)
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            return saved(request, handover, agreed_before)
    return form_page(request, handover, form, context["heading"])


@allow("aftercare.prepare_handover", records_look=True)
def handover_agree(request, pk):
    heading, done = _("Agreed with the client"), _("The agreement is recorded.")
    return _verb_page(request, pk, AgreeForm, workflow.agree_handover, heading, done)


@allow("aftercare.override_need", records_look=True)
def handover_override(request, pk):
    heading, done = _("Let it go ahead all the same"), _("Recorded, with your name and reason.")
    return _verb_page(request, pk, OverrideForm, workflow.override_needs, heading, done)


@allow("aftercare.prepare_handover", records_look=True)
def handover_answer(request, pk):
    heading, done = _("Answer the question"), _("Answered and sent again.")
    return _verb_page(request, pk, AnswerForm, workflow.answer_handover, heading, done)


@allow("aftercare.prepare_handover", records_look=True)
def handover_withdraw(request, pk):
    heading, done = _("Withdraw the handover"), _("Withdrawn. The receiver no longer sees it.")
    return _verb_page(request, pk, WithdrawForm, workflow.withdraw_handover, heading, done)


@allow("aftercare.prepare_handover", records_look=True)
def handover_send(request, pk):
    """What the recipient will read, by the consent there is, and the button that sends it."""
    handover = get_handover(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            workflow.send_handover(handover, by=request.user)
        except NotAllowed as error:
            refusal = str(error)
        else:
            messages.success(request, _("The handover is sent. You see here when it is accepted."))
            return redirect(handover)
    context = {
        "handover": handover,
        "missing": [task.missing for task in tasks(handover) if task.missing],
        "shared": shared_with_recipient(handover),
        "consent": handover.live_consent(),
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "aftercare/handover_send.html", record_context(handover.client) | context, status=status)


def _verb_page(request, pk, form_class, verb, heading, done):
    """A page with one form whose fields are the arguments of a verb about the handover."""
    handover = get_handover(request, pk)
    form = form_class(sent(request), record=handover)
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, verb, handover, by=request.user, **form.answer):
                messages.success(request, done)
                return redirect(handover)
        except EditConflict as error:
            context = record_context(handover.client) | {"handover": handover, "heading": heading}
            return conflict(request, form, error, "aftercare/handover_form.html", context)
    return form_page(request, handover, form, heading)
