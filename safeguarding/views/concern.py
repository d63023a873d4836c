"""Pages about safeguarding concerns."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from accounts.choices import Duty, Role
from clients.access import get_client, get_of_client
from clients.responsible import holder_of
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.views import attempt, conflict

from .. import workflow
from ..forms import CloseConcernForm, ConcernForm, ConcernQuery, DecideConcernForm, ReviewConcernForm
from ..models import Concern

FORM_PAGE = "safeguarding/concern_form.html"


@savable("safeguarding:concern_list", gettext_lazy("Safeguarding concerns"), lambda data, _user: ConcernQuery(data))
@allow("safeguarding.view_concern|safeguarding.raise_concern", methods=READ)
def concern_list(request):
    """The open concerns that the user may read; for a coach, those the coach has raised."""
    query = ConcernQuery(request.GET)
    visible = Concern.objects.visible_to(request.user)
    concerns = query.narrow(visible).select_related("client", "created_by")
    page = paginate(concerns, *query.order, cursor=PageQuery(request.GET).values()["after"])
    context = list_page(request, query, page) | {
        "overdue": visible.overdue().count(),
        **tally(query, "status", numbers_of(query.narrow(visible, but="status"), "status")),
    }
    return render(request, "safeguarding/concern_list.html", context)


@allow("safeguarding.view_concern", methods=READ, step_up=True)
def concern_export(request):
    """The list as it is narrowed, for a spreadsheet, without what was said; that somebody took it is written down."""
    query = ConcernQuery(request.GET)
    concerns = query.narrow(Concern.objects.visible_to(request.user)).select_related("client", "created_by")
    concerns = concerns.order_by(*query.order)[:MOST_EXPORTED]
    head = [
        _("Our reference"), _("Kind"), _("About"), _("Where it stands"), _("Look at it by"), _("Raised"), _("Raised by"),
    ]  # fmt: skip
    rows = (
        [
            concern.client.reference, concern.get_kind_display(), concern.get_about_display(), concern.get_status_display(),
            concern.review_on, timezone.localtime(concern.created_at).date(), concern.created_by,
        ]
        for concern in concerns
    )  # fmt: skip
    return spreadsheet(request, "concerns", head, rows)


@allow("safeguarding.raise_concern", records_look=True)
def concern_raise(request, pk):
    client = get_client(request, pk, in_emergency=True, in_rights=True)
    form = ConcernForm(sent(request), instance=Concern(client=client))
    if request.method == "POST" and form.is_valid():
        if concern := attempt(form, workflow.raise_concern, form.instance, by=request.user):
            messages.success(request, _("The concern is raised. The safeguarding lead has been told."))
            return redirect(concern)
    return _form_page(request, client, form, _("Raise a safeguarding concern"))


@allow("safeguarding.view_concern|safeguarding.raise_concern", methods=READ, records_look=True)
def concern_detail(request, pk):
    people = (
        "created_by",
        "consulted",
        "decided_by",
        "closed_by",
        "sharing_override__reason",
        "sharing_override__decided_by",
    )
    concern = get_of_client(request, Concern.objects.select_related(*people), pk)
    context = {"client": concern.client, "tab": "safety", "concern": concern}
    if request.user.role == Role.RECOVERY_COACH:
        return render(request, "safeguarding/concern_detail_coach.html", context)
    context |= {
        "reviews": concern.reviews.select_related("created_by"),
        "needs_another": concern.needs_another_than(request.user),
    }
    return render(request, "safeguarding/concern_detail.html", context)


@allow("safeguarding.change_concern", records_look=True)
def concern_decide(request, pk):
    concern = get_of_client(request, Concern.objects.all(), pk, in_rights=True)
    lead = holder_of(Duty.SAFEGUARDING_LEAD, concern.client)
    form = DecideConcernForm(sent(request), instance=concern, user=request.user, lead=lead)
    heading = _("Decide about the concern")
    if request.method == "POST" and form.is_valid():
        try:
            decided = attempt(form, workflow.decide_concern, form, by=request.user)
        except EditConflict as error:
            context = {"client": concern.client, "tab": "safety", "heading": heading, "concern": error.current}
            return conflict(request, form, error, FORM_PAGE, context)
        if decided:
            messages.success(request, _("The decision is recorded."))
            return redirect(concern)
    return _form_page(request, concern.client, form, heading, concern)


@allow("safeguarding.change_concern", records_look=True)
def concern_review(request, pk):
    heading, done = _("Review the concern"), _("The review is recorded.")
    return _verb_page(request, pk, ReviewConcernForm, workflow.review_concern, heading, done)


@allow("safeguarding.change_concern", records_look=True)
def concern_close(request, pk):
    return _verb_page(
        request, pk, CloseConcernForm, workflow.close_concern, _("Close the concern"), _("The concern is closed.")
    )


def _verb_page(request, pk, form_class, verb, heading, done):
    """A page with one form whose fields are the arguments of a verb about the concern."""
    concern = get_of_client(request, Concern.objects.all(), pk, in_rights=True)
    form = form_class(sent(request), record=concern)
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, verb, concern, by=request.user, **form.answer):
                messages.success(request, done)
                return redirect(concern)
        except EditConflict as error:
            context = {"client": concern.client, "tab": "safety", "heading": heading, "concern": error.current}
            return conflict(request, form, error, FORM_PAGE, context)
    return _form_page(request, concern.client, form, heading, concern)


def _form_page(request, client, form, heading, concern=None):
    context = {"client": client, "tab": "safety", "form": form, "heading": heading, "concern": concern}
    return render(request, FORM_PAGE, context, status=422 if form.errors else 200)
