"""What partnerships themselves call recovery: the list with its dates, and the administrator's form."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from ..forms import RecoveryDefinitionForm
from ..measures.outcome_words import WORDS
from ..models import RecoveryDefinition

TEMPLATE = "reports/definition_form.html"


@allow("reports.view_partnership_counts|reports.view_team_caseload|reference.change_reference", methods=READ)
def definition_list(request):
    """Every definition, the newest of each partnership first, and what the words mean that it is made of."""
    definitions = RecoveryDefinition.objects.select_related("partnership")
    return render(request, "reports/definition_list.html", {"definitions": definitions, "words": WORDS})


@allow("reference.change_reference")
def definition_add(request):
    return _form_page(request, RecoveryDefinitionForm(sent(request)), _("Add a definition of recovery"))


@allow("reference.change_reference")
def definition_edit(request, pk):
    form = RecoveryDefinitionForm(sent(request), instance=get_object_or_404(RecoveryDefinition, pk=pk))
    return _form_page(request, form, _("Definition of recovery"))


def _form_page(request, form, heading):
    context = {"form": form, "heading": heading}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, form.save, by=request.user):
                messages.success(request, _("Saved. Reports count by it from tomorrow on."))
                return redirect("reports:definition_list")
        except EditConflict as error:
            return conflict(request, form, error, TEMPLATE, context)
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)
