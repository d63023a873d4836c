"""Pages about leaving treatment: preparing a handover, receiving one, and aftercare."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.choices import ConsentPurpose, EpisodeStatus
from clients.models import Episode
from core import audit
from core.choices import AccessAction
from core.forms import EditConflict, sent
from core.pdf import render_pdf
from core.views import conflict
from core.workflow import NotAllowed
from custody.models import CustodyStay
from referrals.service_choice import service_choice
from services_directory.models import Service

from . import workflow
from .checklist import tasks
from .choices import CheckUpSchedule, HandoverStatus
from .forms import (
    AgreeForm,
    AnswerForm,
    BeginForm,
    CheckUpForm,
    ChosenServiceForm,
    CopyQuery,
    DeclineForm,
    EpisodeForm,
    HandoverForm,
    NeedForm,
    OverrideForm,
    QuestionForm,
    WithdrawForm,
)
from .models import CheckUp, Handover, SupportNeed
from .schedule import PRISON_LEAVER
from .sharing import clients_copy, shared_with_recipient

AHEAD = timedelta(days=28)
SHOWN = 50


@allow("aftercare.view_handover", methods=READ)
def handover_list(request):
    """What is to prepare, what is on its way, and what waits for this user to take over."""
    user = request.user
    visible = Handover.objects.visible_to(user).select_related("client", "receiving_service", "episode__team")
    received = Handover.objects.receivable_by(user).select_related("client", "consent", "episode__team")
    waiting = received.filter(status__in=[HandoverStatus.SENT, HandoverStatus.QUERIED]).order_by("sent_at")[:SHOWN]
    context = {
        "to_prepare": _leaving(user)[:SHOWN],
        "open_handovers": visible.filter(episode__team__in=user.team_ids).open()[:SHOWN],
        "to_begin": visible.filter(
            status=HandoverStatus.ACCEPTED, episode__status=EpisodeStatus.IN_TREATMENT, episode__team__in=user.team_ids
        )[:SHOWN],
        "received": [shared_with_recipient(handover) for handover in waiting],
        "taken_over": received.filter(status=HandoverStatus.ACCEPTED)[:SHOWN],
    }
    is_cut = any(len(rows) == SHOWN for rows in context.values())
    return render(request, "aftercare/handover_list.html", context | {"shown": SHOWN, "is_cut": is_cut})


def _leaving(user):
    """Episodes of the user's teams that are planned to end soon and have no handover."""
    current = Handover.objects.current().filter(episode=OuterRef("pk"))
    soon = Episode.objects.visible_to(user).filter(
        team__in=user.team_ids,
        status=EpisodeStatus.IN_TREATMENT,
        planned_exit_on__lte=timezone.localdate() + AHEAD,
    )
    rows = soon.filter(~Exists(current)).select_related("client", "team", "case_manager", "keyworker")
    return rows.order_by("planned_exit_on", "pk")


@allow("aftercare.view_handover|aftercare.record_checkup", methods=READ, records_look=True)
def client_aftercare(request, pk):
    """The tab: aftercare with its check-ups, and for staff the handovers. A coach sees no handover."""
    client = get_client(request, pk)
    aftercare = client.aftercare.select_related("handover", "episode__team").first()
    sees_handovers = request.user.has_perm("aftercare.view_handover")
    handovers = client.handovers.select_related("receiving_service", "episode__team")[:SHOWN] if sees_handovers else []
    current = aftercare.handover if aftercare else client.handovers.current().first()
    context = {
        "aftercare": aftercare,
        "handover": current,
        "handovers": handovers,
        "check_ups": aftercare.check_ups.all() if aftercare else [],
        "may_prepare": client.episodes.filter(status=EpisodeStatus.IN_TREATMENT, team__in=request.user.team_ids)
        .exclude(handovers__in=Handover.objects.current())
        .exists(),
    }
    return render(request, "aftercare/client_aftercare.html", _context(client) | context)


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
        try:
            handover = workflow.prepare_handover(form.cleaned_data["episode"], by=request.user)
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The handover is begun. Start with the support needs."))
            return redirect(handover)
    context = _context(client) | {"form": form, "heading": _("Prepare a handover"), "can_begin": mine.exists()}
    return render(request, "aftercare/handover_create.html", context, status=422 if form.errors else 200)


@allow("aftercare.view_handover", methods=READ, records_look=True)
def handover_detail(request, pk):
    handover = get_of_client(request, Handover.objects.with_people(), pk)
    needs = handover.needs_in_order()
    context = {
        "handover": handover,
        "tasks": [_task_row(task, handover) for task in tasks(handover)] if handover.can_be_edited else [],
        "named_needs": [need for need in needs if need.has_need],
        "no_need": [need.get_domain_display() for need in needs if need.has_need is False],
        "not_asked": [need.get_domain_display() for need in needs if need.has_need is None],
        "story": handover.status_changes.select_related("changed_by"),
        "consent": handover.consent or handover.live_consent(),
        "has_aftercare": hasattr(handover, "aftercare"),
        "may_override": handover.can_be_edited
        and any(need.is_unanswered for need in needs)
        and request.user.has_perm("aftercare.override_need")
        and request.user.pk not in (handover.created_by_id, handover.episode.case_manager_id),
    }
    return render(request, "aftercare/handover_detail.html", _context(handover.client) | context)


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
    handover = get_of_client(request, Handover.objects.select_related("episode"), pk)
    form = HandoverForm(sent(request), instance=handover)
    context = _context(handover.client) | {"handover": handover, "heading": _("Relapse plan, way back, who takes over")}
    agreed_before = handover.agreed_on
    if request.method == "POST" and form.is_valid():
        try:
            handover = workflow.save_handover(form, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "aftercare/handover_form.html", context)
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            return _saved(request, handover, agreed_before)
    return _form_page(request, handover, form, context["heading"])


def _saved(request, handover, agreed_before):
    handover.refresh_from_db()
    if agreed_before and not handover.agreed_on:
        messages.success(request, _("Saved. It has changed since the client agreed: go through it together again."))
    else:
        messages.success(request, _("Saved."))
    return redirect(handover)


@allow("aftercare.prepare_handover", records_look=True)
def need_edit(request, pk):
    """The assessment of ongoing support needs: all domains on one page."""
    handover = get_of_client(request, Handover.objects.select_related("episode"), pk)
    needs = handover.needs_in_order()
    services = _known_services(handover, needs)
    forms = [NeedForm(sent(request), instance=need, prefix=need.domain, services=services) for need in needs]
    context = _context(handover.client) | {"handover": handover, "forms": forms}
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        agreed_before = handover.agreed_on
        try:
            workflow.save_needs(handover, forms, by=request.user)
        except EditConflict as error:
            clashing = next(form for form in forms if form.instance.pk == error.current.pk)
            return conflict(request, clashing, error, "aftercare/need_edit.html", context)
        except NotAllowed as error:
            messages.error(request, str(error))
            return redirect(handover)
        wanted = next((need for need in needs if need.domain == request.POST.get("find")), None)
        if wanted:
            return redirect("aftercare:need_service", wanted.pk)
        return _saved(request, handover, agreed_before)
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "aftercare/need_edit.html", context, status=status)


def _known_services(handover, needs):
    """The services that help this client already, and those chosen for a need: offered without a search."""
    used = Service.objects.filter(referrals__client=handover.client_id) | Service.objects.filter(
        support_needs__handover=handover
    )
    return list(used.distinct().order_by("name", "id"))


@allow("aftercare.prepare_handover", records_look=True)
def need_service(request, pk):
    """Finding a service in the directory for one need."""
    need = get_object_or_404(
        SupportNeed.objects.visible_to(request.user).select_related("handover__client", "service"), pk=pk
    )
    client = need.handover.client
    audit.record(request, AccessAction.LOOK, client, detail=need._meta.label_lower)
    form = ChosenServiceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.link_service(need, form.cleaned_data["service"], by=request.user)
        except NotAllowed as error:
            messages.error(request, str(error))
            return redirect(need.handover)
        messages.success(request, _("The service is chosen. Add the next step."))
        return redirect(reverse("aftercare:need_edit", args=[need.handover_id]) + f"#{need.domain}")
    context = _context(client) | {"need": need, "form": form} | service_choice(request, need.domain)
    return render(request, "aftercare/need_service.html", context, status=422 if form.errors else 200)


@allow("aftercare.prepare_handover", records_look=True)
def handover_agree(request, pk):
    heading, done = _("Agreed with the client"), _("The agreement is recorded.")
    return _verb_page(request, pk, AgreeForm, workflow.agree_handover, heading, done)


@allow("aftercare.override_need", records_look=True)
def handover_override(request, pk):
    heading, done = _("Let it go ahead with needs unmet"), _("Recorded, with your name and reason.")
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
    handover = get_of_client(request, Handover.objects.with_people(), pk)
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
    return render(request, "aftercare/handover_send.html", _context(handover.client) | context, status=status)


@allow("aftercare.view_handover", methods=READ, records_look=True)
def handover_pdf(request, pk):
    """The handover on paper: for its recipient by consent, or (`?copy=client`) whole, for the client."""
    handover = get_of_client(request, Handover.objects.with_people(), pk, action=AccessAction.PRINT)
    is_clients = CopyQuery(request.GET).values()["copy"] == "client"
    return _pdf(request, clients_copy(handover) if is_clients else shared_with_recipient(handover))


@allow("aftercare.prepare_handover", records_look=True)
def aftercare_begin(request, pk):
    handover = get_of_client(request, Handover.objects.select_related("episode"), pk)
    since = timezone.localdate() - PRISON_LEAVER
    has_left_prison = CustodyStay.objects.filter(client=handover.client_id, released_on__gte=since).exists()
    first = CheckUpSchedule.AFTER_PRISON_OR_DETOX if has_left_prison else CheckUpSchedule.STANDARD
    form = BeginForm(sent(request), initial={"schedule": first, "started_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.begin_aftercare(handover, by=request.user, **form.cleaned_data)
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The care plan is complete and aftercare has begun."))
            return redirect("aftercare:client_aftercare", handover.client_id)
    return _form_page(request, handover, form, _("Complete the care plan and begin aftercare"))


def get_received(request, pk, action=AccessAction.LOOK):
    """A handover sent to this user or team; the look at the client is recorded. Raises Http404."""
    handover = get_object_or_404(Handover.objects.receivable_by(request.user).with_people(), pk=pk)
    audit.record(request, action, handover.client, detail=handover._meta.label_lower)
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
    return _pdf(request, shared_with_recipient(get_received(request, pk, AccessAction.PRINT)))


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


@allow("aftercare.record_checkup", records_look=True)
def check_up_record(request, pk):
    rows = CheckUp.objects.select_related("aftercare__handover", "aftercare__episode")
    check_up = get_of_client(request, rows, pk)
    form = CheckUpForm(sent(request), initial={"done_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.record_check_up(check_up, by=request.user, **form.cleaned_data)
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The check-up is recorded."))
            return redirect("aftercare:client_aftercare", check_up.client_id)
    context = {"check_up": check_up, "handover": check_up.aftercare.handover, "form": form}
    context = _context(check_up.client) | context
    return render(request, "aftercare/check_up_record.html", context, status=422 if form.errors else 200)


def _verb_page(request, pk, form_class, verb, heading, done):
    """A page with one form whose fields are the arguments of a verb about the handover."""
    handover = get_of_client(request, Handover.objects.select_related("episode"), pk)
    form = form_class(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            verb(handover, by=request.user, **form.cleaned_data)
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(handover)
    return _form_page(request, handover, form, heading)


def _receiver_page(request, pk, form, verb, heading, done):
    """A page of the receiver with one form whose fields are the arguments of a verb about the handover."""
    handover = get_received(request, pk)
    if request.method == "POST" and form.is_valid():
        try:
            verb(handover, by=request.user, **form.cleaned_data)
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("aftercare:handover_list")
    context = {"handover": handover, "form": form, "heading": heading, "shared": shared_with_recipient(handover)}
    return render(request, "aftercare/receiver_form.html", context, status=422 if form.errors else 200)


def _form_page(request, handover, form, heading):
    context = _context(handover.client) | {"handover": handover, "form": form, "heading": heading}
    return render(request, "aftercare/handover_form.html", context, status=422 if form.errors else 200)


def _context(client):
    return {"client": client, "tab": "aftercare"}


def _pdf(request, shared):
    handover = shared.handover
    pdf = render_pdf(
        "aftercare/handover_pdf.html",
        {"shared": shared, "handover": handover},
        title=_("Aftercare handover %(reference)s") % {"reference": handover.client.reference},
        printed_by=str(request.user),
    )
    name = f"handover-{handover.client.reference}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
