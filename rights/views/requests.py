"""A request for a copy of the record: its clock, its review, and the copy."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core import audit
from core.choices import AccessAction
from core.forms import sent
from core.views import attempt
from core.workflow import NotAllowed

from .. import printing, workflow
from ..choices import RequestStatus
from ..contents import as_json, item_of, parts_of, undecided_of
from ..forms import DayForm, EndForm, ItemForm, ItemQuery, RequestForm, SendForm, WhyForm
from ..models import AccessRequest
from .parts import get_person, get_right, layout_for, right_page


def get_request(request, pk):
    return get_right(request, AccessRequest.objects.prefetch_related("stops"), pk)


@allow("rights.handle_requests", records_look=True)
def request_add(request, pk):
    client = get_person(request, pk)
    form = RequestForm(sent(request), instance=AccessRequest(client=client))
    return right_page(
        request, client, _("A request for a copy of the record"), form, done=_("The request is written down."),
        verb=lambda data: workflow.receive_request(form.instance, by=request.user),
    )  # fmt: skip


@allow("rights.handle_requests", methods=READ, records_look=True)
def request_detail(request, pk):
    one = get_request(request, pk)
    context = {
        "client": one.client, "tab": "rights", "layout": layout_for(request.user), "one": one,
        "is_stopped": any(stop.resumed_on is None for stop in one.stops.all()),
        "changes": one.status_changes.select_related("changed_by"),
    }  # fmt: skip
    return render(request, "rights/request_detail.html", context)


def _about_request(request, one, title, form, verb, done, about=""):
    return right_page(
        request, one.client, title, form, done=done, about=about, back=one.get_absolute_url(),
        verb=lambda data: verb(one, **data, by=request.user),
    )  # fmt: skip


@allow("rights.handle_requests", records_look=True)
def request_stop(request, pk):
    one, form = get_request(request, pk), WhyForm(sent(request))
    form.fields["why"].label = _("What did we ask the person?")
    about = _("The clock stands still until the person has answered.")
    return _about_request(
        request, one, _("Stop the clock"), form, workflow.stop_clock, _("The clock stands still."), about
    )


@allow("rights.handle_requests", records_look=True)
def request_resume(request, pk):
    one, form = get_request(request, pk), DayForm(sent(request))
    return _about_request(request, one, _("The answer has come"), form, workflow.resume_clock, _("The clock goes on."))


@allow("rights.handle_requests", records_look=True)
def request_extend(request, pk):
    one, form = get_request(request, pk), WhyForm(sent(request))
    form.fields["on"].label = _("When was the person told?")
    title, done = _("Take three months in all"), _("The day is moved.")
    return _about_request(request, one, title, form, workflow.extend_request, done)


@allow("rights.handle_requests", records_look=True)
def request_send(request, pk):
    one = get_request(request, pk)
    form = SendForm(sent(request), initial={"identity_checked_on": one.identity_checked_on})
    return _about_request(
        request, one, _("The copy has gone out"), form, workflow.send_copy, _("The request is answered.")
    )


@allow("rights.handle_requests", records_look=True)
def request_end(request, pk):
    one, form = get_request(request, pk), EndForm(sent(request))
    return _about_request(request, one, _("End the request"), form, workflow.end_request, _("The request has ended."))


@allow("rights.review_copy", methods=READ, records_look=True)
def request_review(request, pk):
    """Everything that the copy would hold, and what must still be decided."""
    one = get_request(request, pk)
    parts = parts_of(one)
    context = {
        "client": one.client, "tab": "rights", "one": one, "parts": parts,
        "undecided": sum(part.undecided for part in parts),
        "may_decide": one.status == RequestStatus.RECEIVED,
    }  # fmt: skip
    return render(request, "rights/request_review.html", context)


@allow("rights.review_copy", records_look=True)
def item_decide(request, pk):
    """One item of the copy, named by the query string."""
    one = get_request(request, pk)
    asked = ItemQuery(request.GET).values()
    item, form = item_of(one, asked["kind"], asked["item"]), ItemForm(sent(request))
    if item is None:
        if asked["kind"] or asked["item"]:
            raise Http404
        return redirect("rights:request_review", one.pk)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, workflow.decide_item, one, kind=item.kind, item_id=item.key, **form.cleaned_data, by=request.user
        )
        if done:
            messages.success(request, _("Decided."))
            return redirect("rights:request_review", one.pk)
    context = {"client": one.client, "tab": "rights", "one": one, "item": item, "form": form}
    return render(request, "rights/item_decide.html", context, status=422 if form.errors else 200)


@allow("rights.review_copy", methods=CHANGE, records_look=True)
def request_finish(request, pk):
    one = get_request(request, pk)
    try:
        workflow.finish_review(one, by=request.user)
        messages.success(request, _("Reviewed: the copy may go out."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(one)


@allow("rights.review_copy", methods=CHANGE, records_look=True)
def request_reopen(request, pk):
    one = get_request(request, pk)
    try:
        workflow.reopen_review(one, by=request.user, reason=_("To be looked at again"))
        messages.success(request, _("The copy can be changed again."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(one)


def why_not_yet(one):
    """Why the copy cannot be made now; empty when it can."""
    if one.status not in (RequestStatus.REVIEWED, RequestStatus.SENT):
        return _("Review the copy first.")
    if one.status == RequestStatus.REVIEWED and undecided_of(one):
        return _("Something was written or changed since the review. Take the review up again, and decide about it.")
    return ""


@allow("rights.review_copy", methods=CHANGE, records_look=True, step_up=True)
def request_copy(request, pk):
    """Ask the worker for the copy on paper."""
    one = get_request(request, pk)
    if why := why_not_yet(one):
        messages.error(request, why)
        return redirect(one)
    audit.record(request, AccessAction.EXPORT, one.client)
    return redirect("reports:document_detail", printing.request_copy(one, by=request.user).pk)


@allow("rights.review_copy", methods=READ, records_look=True, step_up=True)
def request_download(request, pk):
    """The copy for a machine."""
    one = get_request(request, pk)
    if why := why_not_yet(one):
        messages.error(request, why)
        return redirect(one)
    audit.record(request, AccessAction.EXPORT, one.client)
    response = JsonResponse(as_json(one), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="copy-{one.client.reference}.json"'
    return response
