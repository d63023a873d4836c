"""Contracts: which there are, and moving one to another provider."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms import sent
from core.views import attempt

from ..access import READ, allow
from ..contracts import move_contract, teams_of
from ..forms import ContractMoveForm
from ..models import Contract


@allow("accounts.manage_users", methods=READ)
def contract_list(request):
    contracts = Contract.objects.select_related("partnership", "provider", "follows__provider", "followed_by")
    return render(
        request, "accounts/contract_list.html", {"contracts": contracts.order_by("partnership", "-starts_on")}
    )


@allow("accounts.manage_users")
def contract_move(request, pk):
    contract = get_object_or_404(Contract.objects.select_related("partnership", "provider"), pk=pk)
    form = ContractMoveForm(sent(request), contract=contract, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, move_contract, contract, **form.cleaned_data, by=request.user):
            messages.success(request, _("The contract and its teams have moved. The past stays with the old provider."))
            return redirect("accounts:contract_list")
    context = {"contract": contract, "form": form, "teams": teams_of(contract)}
    return render(request, "accounts/contract_move.html", context, status=422 if form.errors else 200)
