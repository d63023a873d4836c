"""The verbs of people's rights: a copy of the record, limits to its use, how long it is kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import User
from alerts.workflow import plan
from clients.models import Client
from clients.reach import stop_messages
from core.workflow import NotAllowed, move

from .choices import LimitKind, LimitStatus, RequestStatus, RetentionChoice, RetentionStatus
from .contents import undecided_of
from .models import AccessRequest, ClockStop, ItemDecision, LegalHold, Limit, RetentionDecision


@transaction.atomic
def receive_request(request, *, by):
    """Write down that somebody asks for a copy; the clock runs from the day it was received."""
    request.save_by(by)
    plan(request)
    return request


@transaction.atomic
def stop_clock(request, *, on, why, by):
    """Ask the person who they are, or what they mean: the clock stands still until they answer."""
    request = _open(request)
    if request.stops.filter(resumed_on=None).exists():
        raise NotAllowed(_("The clock stands still already."))
    ClockStop(request=request, stopped_on=on, why=why).save_by(by)
    plan(request)
    return request


@transaction.atomic
def resume_clock(request, *, on, by):
    """The answer has come: the clock goes on."""
    request = _open(request)
    stop = request.stops.select_for_update().filter(resumed_on=None).first()
    if stop is None:
        raise NotAllowed(_("The clock is running."))
    if on < stop.stopped_on:
        raise NotAllowed(_("The clock cannot go on before it stopped."))
    stop.resumed_on = on
    stop.save_by(by, "resumed_on")
    plan(request)
    return request


@transaction.atomic
def extend_request(request, *, on, why, by):
    """Take three months in all, because it is complex; the person is told within the first month."""
    request = _open(request)
    if request.extended_on:
        raise NotAllowed(_("This was extended already."))
    if on > request.due_on:
        raise NotAllowed(_("The person must be told before the first month is over."))
    request.extended_on, request.extended_why = on, why
    request.save_by(by, "extended_on", "extended_why")
    plan(request)
    return request


@transaction.atomic
def decide_item(request, *, kind, item_id, is_shared, reason, shown_instead, by):
    """Share an item of the copy, or leave it out with a reason, or show other words instead."""
    request = _open(request)
    if request.status != RequestStatus.RECEIVED:
        raise NotAllowed(_("This was reviewed already. Take it back to change what goes out."))
    decision = request.decisions.filter(kind=kind, item_id=item_id).first()
    decision = decision or ItemDecision(request=request, kind=kind, item_id=item_id)
    decision.is_shared, decision.reason, decision.shown_instead = is_shared, reason, shown_instead
    decision.save_by(by)
    return decision


@transaction.atomic
def finish_review(request, *, by):
    """Everything was looked at: the copy may go out. Refused while an item about others is undecided."""
    request = _open(request)
    if left := undecided_of(request):
        raise NotAllowed(_("%(count)d items have still to be looked at.") % {"count": left})
    request.reviewed_by = by
    move(request, RequestStatus.REVIEWED, by=by, fields=["reviewed_by"])
    return request


@transaction.atomic
def reopen_review(request, *, by, reason):
    """Something must change before the copy goes out."""
    return move(_open(request), RequestStatus.RECEIVED, by=by, reason=reason)


@transaction.atomic
def send_copy(request, *, on, identity_checked_on, by):
    """The copy has gone out, to somebody of whom we know who they are."""
    request = _open(request)
    if request.stops.filter(resumed_on=None).exists():
        raise NotAllowed(_("The clock stands still: the person has not answered yet."))
    request.sent_on, request.identity_checked_on = on, identity_checked_on
    move(request, RequestStatus.SENT, by=by, fields=["sent_on", "identity_checked_on"])
    plan(request)
    return request


@transaction.atomic
def end_request(request, *, status, reason, by):
    """Refuse a request, or write down that it was taken back; the person is told why and how to complain."""
    request = move(_open(request), status, by=by, reason=reason)
    plan(request)
    return request


def _open(request):
    return AccessRequest.objects.select_for_update(of=("self",)).select_related("client").get(pk=request.pk)


@transaction.atomic
def decide_limit(limit, *, status, decision, by):
    """Decide what somebody asked; while a restriction is in force the record can be read and not changed or shared."""
    limit = Limit.objects.select_for_update(of=("self",)).select_related("client").get(pk=limit.pk)
    limit.decision = decision
    move(limit, status, by=by, reason=decision, fields=["decision"])
    _freeze_or_not(limit.client, by)
    return limit


def _freeze_or_not(client, by):
    client = Client.objects.select_for_update().get(pk=client.pk)
    is_frozen = client.limits.filter(kind=LimitKind.RESTRICTION, status=LimitStatus.IN_FORCE).exists()
    if client.is_frozen != is_frozen:
        client.is_frozen = is_frozen
        client.save_by(by, "is_frozen")
        if is_frozen:
            stop_messages(client)


@transaction.atomic
def place_hold(hold, *, by):
    """Keep the record whatever its time, until the hold ends."""
    Client.objects.select_for_update().get(pk=hold.client_id)
    if hold.client.legal_holds.filter(ends_on=None).exists():
        raise NotAllowed(_("There is a hold on this record already."))
    hold.save_by(by)
    return hold


@transaction.atomic
def end_hold(hold, *, on, by):
    """The record need no longer be kept because of the hold."""
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if hold.ends_on:
        raise NotAllowed(_("This hold has ended already."))
    hold.ends_on = on
    hold.save_by(by, "ends_on")
    return hold


def _plan_officers():
    """Plan again whether the governance officers are asked about records whose time has run out."""
    for officer in User.objects.filter(role=Role.GOVERNANCE_OFFICER, is_active=True).order_by("pk"):
        plan(officer)


@transaction.atomic
def propose_retention(decision, *, by):
    """Propose to keep a record longer, or to erase it; another person decides."""
    Client.objects.select_for_update().get(pk=decision.client_id)
    if decision.client.retention_decisions.filter(status=RetentionStatus.PROPOSED).exists():
        raise NotAllowed(_("There is a proposal for this record already."))
    decision.save_by(by)
    _plan_officers()
    return decision


@transaction.atomic
def answer_retention(decision, *, status, by):
    """A second person approves or refuses what the first one proposed."""
    decision = RetentionDecision.objects.select_for_update(of=("self",)).select_related("client").get(pk=decision.pk)
    if decision.created_by == by:
        raise NotAllowed(_("Somebody else must decide what you have proposed."))
    erases = decision.choice == RetentionChoice.ERASE and status == RetentionStatus.APPROVED
    if erases and decision.client.legal_holds.filter(ends_on=None).exists():
        raise NotAllowed(_("There is a hold on this record: it cannot be erased."))
    decision.approved_by = by
    move(decision, status, by=by, fields=["approved_by"])
    _plan_officers()
    return decision
