"""Prisons and what was agreed with them; early routes and surge days."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import workflow
from ..board import leaving_around
from ..forms import EarlyRouteForm, PrisonForm, SurgeDayForm
from ..models import EarlyRoute, Prison, SurgeDay

TEMPLATE = "custody/reference_form.html"


@allow("custody.view_custodystay|custody.change_prison", methods=READ)
def prison_list(request):
    """Every prison with whom to call, and what is missing of what should be agreed."""
    return render(request, "custody/prison_list.html", {"prisons": Prison.objects.all()})


@allow("custody.change_prison")
def prison_add(request):
    return _form_page(request, PrisonForm(sent(request)), _("Add a prison"), "custody:prison_list")


@allow("custody.change_prison")
def prison_edit(request, pk):
    prison = get_object_or_404(Prison, pk=pk)
    return _form_page(request, PrisonForm(sent(request), instance=prison), prison.name, "custody:prison_list")


@allow("custody.view_custodystay|reference.change_reference", methods=READ)
def scheme_list(request):
    """The routes by which people leave earlier, and the days on which many leave at once."""
    context = {"routes": EarlyRoute.objects.all(), "surge_days": SurgeDay.objects.all()}
    return render(request, "custody/scheme_list.html", context)


@allow("reference.change_reference")
def early_route_add(request):
    return _form_page(request, EarlyRouteForm(sent(request)), _("Add an early route"), "custody:scheme_list")


@allow("reference.change_reference")
def early_route_edit(request, pk):
    form = EarlyRouteForm(sent(request), instance=get_object_or_404(EarlyRoute, pk=pk))
    return _form_page(request, form, _("Early route"), "custody:scheme_list")


@allow("reference.change_reference")
def surge_day_add(request):
    form = SurgeDayForm(sent(request))
    return _form_page(request, form, _("Add a surge day"), "custody:scheme_list", workflow.save_surge_day)


@allow("reference.change_reference")
def surge_day_edit(request, pk):
    form = SurgeDayForm(sent(request), instance=get_object_or_404(SurgeDay, pk=pk))
    return _form_page(request, form, _("Surge day"), "custody:scheme_list", workflow.save_surge_day)


@allow("custody.view_custodystay|reference.change_reference", methods=READ)
def surge_day_detail(request, pk):
    """One such day, and who of the user's teams is expected out around it."""
    surge = get_object_or_404(SurgeDay, pk=pk)
    context = {"surge": surge, "stays": leaving_around(request.user, surge.day)}
    return render(request, "custody/surge_day_detail.html", context)


def _form_page(request, form, heading, back, verb=None):
    """A page with one form about a row that belongs to no client."""
    up_label = _("Prisons") if back == "custody:prison_list" else _("Early routes and surge days")
    context = {"form": form, "heading": heading, "back": back, "up_label": up_label}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, *((verb, form) if verb else (form.save,)), by=request.user):
                messages.success(request, _("Saved."))
                return redirect(back)
        except EditConflict as error:
            return conflict(request, form, error, TEMPLATE, context)
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)
