"""Restricted records: asked for, decided by a second person, and who is named on them. They go by their reference."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from clients.access import get_client
from clients.models import NamedReader
from core.forms import PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.views import attempt

from .. import workflow
from ..forms import DecisionForm, ReaderForm, RestrictionForm, RestrictionQuery, WhyForm
from ..lists import RESTRICTIONS_SHEET, restrictions_for, restrictions_sheet
from ..models import Restriction

WITH_PEOPLE = ["client", "created_by", "approved_by", "declined_by", "lift_asked_by", "lifted_by"]


def get_restriction(request, pk):
    restrictions = Restriction.objects.visible_to(request.user).select_related(*WITH_PEOPLE)
    return get_object_or_404(restrictions, pk=pk)


@allow("governance.propose_restriction", records_look=True)
def restriction_propose(request, pk):
    client = get_client(request, pk)
    form = RestrictionForm(sent(request), instance=Restriction(client=client), user=request.user)
    if request.method == "POST" and form.is_valid():
        readers = form.cleaned_data["readers"]
        if attempt(form, workflow.propose_restriction, form.instance, readers=readers, by=request.user):
            messages.success(request, _("Asked for. A second manager or the governance officer decides."))
            return redirect(client)
    context = {"client": client, "form": form, "title": _("Restrict this record"), "tab": "overview"}
    return render(request, "clients/record_form.html", context, status=422 if form.errors else 200)


@savable("governance:restriction_list", gettext_lazy("Restricted records"), lambda data, _user: RestrictionQuery(data))
@allow("governance.decide_restriction", methods=READ)
def restriction_list(request):
    """What waits for the user's decision, then everything else, the newest first."""
    query, restrictions = RestrictionQuery(request.GET), restrictions_for(request.user)
    rows = query.narrow(restrictions).select_related(*WITH_PEOPLE)
    page = paginate(rows, *query.order, cursor=PageQuery(request.GET).values()["after"])
    numbers = numbers_of(query.narrow(restrictions, but="state"), "state")
    context = list_page(request, query, page) | tally(query, "state", numbers)
    return render(request, "governance/restriction_list.html", context)


@allow("governance.decide_restriction", methods=READ, step_up=True)
def restriction_export(request):
    """The list as it is narrowed, for a spreadsheet, without what was written."""
    query = RestrictionQuery(request.GET)
    rows = query.narrow(restrictions_for(request.user)).select_related(*WITH_PEOPLE)
    rows = rows.order_by(*query.order)[:MOST_EXPORTED]
    return spreadsheet(request, "restricted", RESTRICTIONS_SHEET, restrictions_sheet(rows))


@allow("governance.decide_restriction", methods=READ)
def restriction_detail(request, pk):
    restriction = get_restriction(request, pk)
    context = {
        "restriction": restriction,
        "readers": NamedReader.objects.filter(client=restriction.client).select_related("user", "created_by"),
        "may_decide": restriction.waits_for and restriction.first_person != request.user,
    }
    return render(request, "governance/restriction_detail.html", context)


@allow("governance.decide_restriction")
def restriction_decide(request, pk):
    restriction = get_restriction(request, pk)
    done = _("Your decision is saved.")
    return _one_form(request, restriction, DecisionForm(sent(request)), workflow.decide, _("Decide"), done)


@allow("governance.decide_restriction")
def restriction_lift(request, pk):
    restriction = get_restriction(request, pk)
    done = _("Asked for. Somebody else decides.")
    title = _("Ask to lift the restriction")
    return _one_form(request, restriction, WhyForm(sent(request)), workflow.ask_to_lift, title, done)


@allow("governance.decide_restriction")
def reader_add(request, pk):
    restriction = get_restriction(request, pk)
    done = _("The person is on the list.")
    title = _("Add somebody to the list")
    return _one_form(request, restriction, ReaderForm(sent(request)), workflow.add_reader, title, done)


@allow("governance.decide_restriction")
def reader_remove(request, pk):
    """The key is that of the entry on the list."""
    allowed = Restriction.objects.visible_to(request.user).standing().values("client")
    reader = get_object_or_404(NamedReader.objects.filter(client__in=allowed).select_related("client", "user"), pk=pk)
    restriction = get_restriction(request, reader.client.restrictions.standing().get().pk)
    form, title = WhyForm(sent(request)), _("Take %(person)s off the list") % {"person": reader.user}
    done = _("The person is off the list.")
    return _one_form(request, restriction, form, workflow.remove_reader, title, done, about=reader)


def _one_form(request, restriction, form, verb, title, done, about=None):
    """A page about a restriction with one form, whose fields are the arguments of a verb."""
    if request.method == "POST" and form.is_valid():
        if attempt(form, verb, about or restriction, **form.cleaned_data, by=request.user):
            messages.success(request, done)
            return redirect("governance:restriction_list")
        restriction.refresh_from_db()
    context = {"restriction": restriction, "form": form, "title": title}
    return render(request, "governance/restriction_form.html", context, status=422 if form.errors else 200)
