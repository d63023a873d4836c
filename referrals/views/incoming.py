"""Referrals to us: the triage board, one referral, and everything that is decided about it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import CHANGE, READ, allow
from clients.access import record_look
from clients.alike import alike, similar_names
from clients.forms import AddClientForm
from clients.matching import look_up_is_allowed
from clients.models import Client
from clients.views.client import known, look_up_refused
from core.choices import AccessAction
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, spreadsheet, tally
from core.saved import savable
from core.views import attempt, conflict
from core.workflow import NotAllowed
from services_directory.models import Service

from .. import incoming
from ..board import ORDERS, in_rows, numbers_for, page_for, ranked
from ..choices import IncomingStatus
from ..clocks import clock_of
from ..forms import (
    ChosenServiceQuery,
    DeclineForm,
    ExpireForm,
    IncomingForm,
    IncomingQuery,
    MatchForm,
    ReasonForm,
    StartForm,
    TakeOnForm,
    TransferForm,
    TriageForm,
)
from ..models import ENDED_INCOMING, IncomingReferral
from ..offering import last_words
from ..service_choice import service_choice

VIEW, TRIAGE = "referrals.view_incoming", "referrals.triage_incoming"
FORM = "referrals/incoming_form.html"


@savable("referrals:incoming_list", gettext_lazy("Referrals in"), IncomingQuery)
@allow(VIEW, methods=READ)
def incoming_list(request):
    """The triage board: danger and urgency first unless asked otherwise, with the clocks as they run."""
    query = IncomingQuery(request.GET, request.user)
    page = page_for(request.user, query.values(), cursor=PageQuery(request.GET).values()["after"])
    numbers = numbers_for(request.user, query.values())
    return render(
        request,
        "referrals/incoming_list.html",
        list_page(request, query, page) | tally(query, "status", numbers) | {"rows": in_rows(page.rows)},
    )


@allow(VIEW, methods=READ, step_up=True)
def incoming_export(request):
    """The board as it is narrowed, for a spreadsheet."""
    query = IncomingQuery(request.GET, request.user)
    rows = ranked(query.narrow(IncomingReferral.objects.visible_to(request.user)))
    head = [
        _("Reference"), _("Name"), _("Date of birth"), _("Team"), _("Where it stands"), _("How it came"),
        _("Who referred"), _("Referred on"), _("Urgency"), _("Comes first because"), _("Clock"), _("Due on"),
        _("Stopped on"), _("Who goes on with it"), _("Client"),
    ]  # fmt: skip
    return spreadsheet(
        request,
        "referrals-in",
        head,
        map(_line, rows.with_all().order_by(*ORDERS[query.values()["sort"]])[:MOST_EXPORTED]),
    )


def _line(row):
    clock = clock_of(row)
    return [
        row.reference, row.name, row.date_of_birth, row.team, row.get_status_display(), row.get_way_display(),
        row.get_source_display(), row.referred_on, row.get_urgency_display(), "; ".join(map(str, row.danger_labels)),
        clock.name, clock.due_on, clock.stopped_on, row.whose, row.client and row.client.reference,
    ]  # fmt: skip


def get_incoming(request, pk, *, action=AccessAction.LOOK):
    """A referral to the user's teams; a look at one that belongs to a record is written down."""
    found = IncomingReferral.objects.visible_to(request.user).with_all().select_related("onward_service")
    referral = get_object_or_404(found, pk=pk)
    if referral.client:
        record_look(request, action, referral.client, detail="referrals.incomingreferral")
    return referral


def about(referral):
    """What every page about a referral shows; once the record is known, in its frame."""
    client = referral and referral.client
    frame = {"frame": "clients/record.html", "client": client, "tab": "referrals"} if client else {"frame": "base.html"}
    return {"referral": referral, **frame}


@allow(VIEW, methods=READ, records_look=True)
def incoming_detail(request, pk):
    """What was said, what happens next, whose record it may be, and what became of it."""
    referral = get_incoming(request, pk)
    may_change = request.user.has_perm(TRIAGE)
    ended_without_us = referral.status in ENDED_INCOMING
    context = {
        **about(referral),
        "clock": clock_of(referral),
        "may_change": may_change,
        "offers": (offers := list(referral.offers.select_related("created_by"))),
        "last_offer": offers[-1] if offers else None,
        "story": referral.status_changes.select_related("changed_by"),
        "near": _near(request.user, referral) if referral.status == IncomingStatus.RECEIVED and may_change else [],
        "may_pass_on": ended_without_us and may_change and not referral.onward_service,
    }
    if context["may_pass_on"]:
        context |= service_choice(request)
    return render(request, "referrals/incoming_detail.html", context)


def _near(user, referral):
    """The records that may be of this person."""
    if referral.client:
        return []
    if referral.date_of_birth is None:
        return similar_names(user, f"{referral.first_name} {referral.family_name}")
    names = {"first_name": referral.first_name, "family_name": referral.family_name}
    more = {"nhs_number": referral.nhs_number, "postcode": referral.postcode}
    return [found.client for found in alike(user, **names, date_of_birth=referral.date_of_birth, **more)]


@allow(TRIAGE)
def incoming_create(request):
    """A referral that came by phone, by letter or at the door."""
    form = IncomingForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        if referral := attempt(form, incoming.receive, form.instance, by=request.user):
            messages.success(request, _("The referral is written down. Its number is %s.") % referral.reference)
            return redirect(referral)
    return _form_page(request, _("Write down a referral"), form)


@allow(TRIAGE, records_look=True)
def incoming_edit(request, pk):
    referral = get_incoming(request, pk)
    form = IncomingForm(sent(request), instance=referral, user=request.user)
    title = _("Correct what was said")
    if request.method == "POST" and form.is_valid():
        try:
            incoming.save_incoming(form, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, FORM, {"title": title, **about(referral)})
        messages.success(request, _("The referral is saved."))
        return redirect(referral)
    return _form_page(request, title, form, referral)


@allow(TRIAGE, records_look=True)
def incoming_triage(request, pk):
    referral = get_incoming(request, pk)
    form = TriageForm(sent(request), record=referral)
    return _decided(request, referral, form, _("Triage"), incoming.triage, _("The triage is saved."))


@allow(TRIAGE, methods=CHANGE, records_look=True)
def incoming_match(request, pk):
    """The referral is about this record, which the user sees."""
    referral, form = get_incoming(request, pk), MatchForm(request.POST)
    chosen = form.cleaned_data["client"] if form.is_valid() else None
    client = Client.objects.visible_to(request.user).filter(pk=chosen).first()
    if client is None:
        messages.error(request, _("Choose a record of the list."))
        return redirect(referral)
    record_look(request, AccessAction.LOOK, client)
    return _pressed(request, referral, incoming.match, client, done=_("The referral is about this record."))


@allow(TRIAGE, methods=CHANGE, records_look=True)
def incoming_unmatch(request, pk):
    return _pressed(request, get_incoming(request, pk), incoming.match, None, done=_("The match is undone."))


@allow(TRIAGE, records_look=True)
def incoming_client_add(request, pk):
    """Nobody of the list: a new record, with what the referral says already filled in."""
    referral = get_incoming(request, pk)
    same = (
        "first_name",
        "family_name",
        "preferred_name",
        "date_of_birth",
        "nhs_number",
        "phone",
        "email",
        "address",
        "postcode",
    )
    filled = {name: getattr(referral, name) for name in same}
    filled |= {"registered_team": referral.team_id, "contact_rule": referral.reach_note}
    form = AddClientForm(sent(request), user=request.user, initial=filled)
    if request.method == "POST":
        if not look_up_is_allowed(request):
            return look_up_refused(request, "clients/client_add.html", form)
        if form.is_valid() and attempt(form, incoming.add_client, referral, form, by=request.user):
            messages.success(request, _("The record is made, and the referral is about it."))
            return redirect(referral)
    return _form_page(request, _("Add the person as a client"), form, referral, **known(request, form))


@allow(TRIAGE, records_look=True)
def incoming_take_on(request, pk):
    referral = get_incoming(request, pk)
    form = TakeOnForm(sent(request), record=referral)
    done = _("Taken on. Next: offer the first appointment, and begin the initial care plan.")
    return _decided(request, referral, form, _("Take the person on"), incoming.take_on, done)


@allow(TRIAGE, records_look=True)
def incoming_start(request, pk):
    referral = get_incoming(request, pk)
    form = StartForm(sent(request), record=referral)
    return _decided(request, referral, form, _("Treatment starts"), incoming.start, _("Treatment has started."))


@allow(TRIAGE, records_look=True)
def incoming_decline(request, pk):
    referral = get_incoming(request, pk)
    form = DeclineForm(sent(request), record=referral)
    done = _("Written down. Below you can say to which service the person was passed.")
    return _decided(request, referral, form, _("Do not take on"), incoming.decline, done)


@allow(TRIAGE, methods=CHANGE, records_look=True)
def incoming_pass_on(request, pk):
    referral = get_incoming(request, pk)
    chosen = ChosenServiceQuery(request.POST).values()["service"]
    if service := Service.objects.listed().filter(pk=chosen).first():
        return _pressed(request, referral, incoming.pass_on, service, done=_("Noted."))
    messages.error(request, _("Choose a service that is on the list."))
    return redirect(referral)


@allow(TRIAGE, records_look=True)
def incoming_withdraw(request, pk):
    referral = get_incoming(request, pk)
    form = ReasonForm(sent(request), record=referral, button=_("Take it back"))
    return _decided(request, referral, form, _("It was taken back"), incoming.withdraw, _("Written down."))


@allow(TRIAGE, records_look=True)
def incoming_reopen(request, pk):
    referral = get_incoming(request, pk)
    form = ReasonForm(sent(request), record=referral, button=_("Reopen"))
    return _decided(request, referral, form, _("Reopen the referral"), incoming.reopen, _("It is open again."))


@allow(TRIAGE, records_look=True)
def incoming_transfer(request, pk):
    referral = get_incoming(request, pk)
    form = TransferForm(sent(request), record=referral)
    done = _("The other team has it now.")
    return _decided(request, referral, form, _("Pass it to another team"), incoming.transfer, done, to="incoming_list")


@allow(TRIAGE, records_look=True)
def incoming_expire(request, pk):
    referral = get_incoming(request, pk)
    words = last_words(referral, by=request.user) if referral.client else ""
    form = ExpireForm(sent(request), record=referral, initial={"answer_note": words})
    return _decided(request, referral, form, _("Stop asking"), incoming.expire, _("The referral has ended."))


def _decided(request, referral, form, title, verb, done, to=""):
    """A page that decides something about a referral: its verb takes the referral and the answers of the form."""
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, verb, referral, **form.answer, by=request.user):
                messages.success(request, done)
                return redirect(f"referrals:{to}") if to else redirect(referral)
        except EditConflict as error:
            return conflict(request, form, error, FORM, {"title": title, **about(referral)})
    return _form_page(request, title, form, referral)


def _pressed(request, referral, verb, *args, done):
    try:
        verb(referral, *args, by=request.user)
        messages.success(request, done)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(referral)


def _form_page(request, title, form, referral=None, **more):
    context = {"title": title, "form": form, **about(referral)} | more
    return render(request, FORM, context, status=422 if form.errors else 200)
