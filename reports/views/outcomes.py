"""Outcome-payment evidence: what may be claimed and what was, and the administrator's switch for each partnership."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from clients.access import get_of_client
from core import audit
from core.choices import AccessAction
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, spreadsheet
from core.pagination import paginate
from core.views import attempt, conflict

from .. import outcomes, workflow
from ..choices import PaidOutcome
from ..forms import ClaimForm, OutcomePaymentForm, OutcomeQuery, WithdrawClaimForm
from ..models import OutcomeClaim, OutcomePayment, OutcomeReached
from .documents import make_paper

WHO = "reports.claim_outcome"
SWITCH = "reference.change_reference"
PAYMENT_FORM = "reports/payment_form.html"


@allow(WHO, methods=READ)
def outcome_list(request):
    """The outcomes of the manager's teams, by reference; nothing but that it is off where no partnership pays so."""
    payments = outcomes.payments_for(request.user)
    if not payments:
        return render(request, "reports/outcome_list.html", {"is_off": True})
    query = OutcomeQuery(request.GET)
    page = paginate(query.rows(request.user), *outcomes.ORDER, cursor=PageQuery(request.GET).values()["after"])
    outcomes.complete(page.rows)
    people = {row.client_id: (row.client, None) for row in page.rows}
    audit.record_each(request, AccessAction.LOOK, people.values(), detail="reports.outcomeclaim")
    context = {"payments": payments, "has_claims": query.values()["state"] != outcomes.TO_CLAIM}
    return render(request, "reports/outcome_list.html", list_page(request, query, page) | context)


@allow(WHO, methods=READ, step_up=True)
def outcome_export(request):
    """The list as it is narrowed, by reference and without names."""
    rows = outcomes.complete(
        list(OutcomeQuery(request.GET).rows(request.user).order_by(*outcomes.ORDER)[:MOST_EXPORTED])
    )
    return spreadsheet(request, "outcome-evidence", outcomes.SPREADSHEET, map(outcomes.plain_row, rows))


@allow(WHO, methods=CHANGE)
def outcome_request(request):
    return make_paper(request, "outcome_evidence")


@allow(WHO, records_look=True)
def outcome_claim(request, pk):
    reached = get_of_client(request, OutcomeReached.objects.by_now().filter(team__in=request.user.team_ids), pk)
    needs_paper = reached.outcome == PaidOutcome.JOB
    form = ClaimForm(sent(request), initial={"on": timezone.localdate()}, is_needed=needs_paper)
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.claim_outcome, reached, **form.cleaned_data, by=request.user):
            messages.success(request, _("The claim is recorded."))
            return redirect("reports:outcome_list")
    return _claim_page(request, reached, form, _("Claim for an outcome"))


@allow(WHO, records_look=True)
def claim_withdraw(request, pk):
    claim = get_of_client(request, OutcomeClaim.objects.filter(team__in=request.user.team_ids), pk)
    form = WithdrawClaimForm(sent(request), record=claim, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("on", "why")}
        try:
            if attempt(form, workflow.withdraw_claim, claim, **values, by=request.user):
                messages.success(request, _("The claim is withdrawn."))
                return redirect("reports:outcome_list")
        except EditConflict as error:
            return conflict(request, form, error, "reports/claim_form.html", {"row": claim})
    return _claim_page(request, claim, form, _("Withdraw a claim"))


def _claim_page(request, row, form, heading):
    context = {"row": outcomes.complete([row])[0], "form": form, "heading": heading}
    return render(request, "reports/claim_form.html", context, status=422 if form.errors else 200)


@allow(SWITCH, methods=READ)
def payment_list(request):
    """Which partnerships pay by outcomes, for which, and between which days."""
    payments = OutcomePayment.objects.select_related("partnership")
    return render(request, "reports/payment_list.html", {"payments": payments})


@allow(SWITCH)
def payment_add(request):
    return _payment_page(request, OutcomePaymentForm(sent(request)), _("Switch outcome payment on"))


@allow(SWITCH)
def payment_edit(request, pk):
    form = OutcomePaymentForm(sent(request), instance=get_object_or_404(OutcomePayment, pk=pk))
    return _payment_page(request, form, _("Outcome payment"))


def _payment_page(request, form, heading):
    context = {"form": form, "heading": heading}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, form.save, by=request.user):
                messages.success(request, _("Saved. Outcomes are listed by it from tomorrow on."))
                return redirect("reports:payment_list")
        except EditConflict as error:
            return conflict(request, form, error, PAYMENT_FORM, context)
    return render(request, PAYMENT_FORM, context, status=422 if form.errors else 200)
