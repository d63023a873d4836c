"""“Something is wrong here”: anybody says so, an editor settles it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import tries
from accounts.access import allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import upkeep
from ..forms.upkeep import ProblemForm, SettleProblemForm
from ..models import Service, ServiceProblem


@allow("public")
def problem_report(request, pk):
    service = get_object_or_404(Service, pk=pk)
    by = request.user if request.user.is_authenticated else None
    form = ProblemForm(sent(request), is_known=bool(by))
    if request.method == "POST" and form.is_valid():
        if form.is_robot or _report(request, form, service, by):
            messages.success(request, _("Thank you. Somebody who keeps this directory will look at it."))
            return redirect(service)
    context = {"form": form, "service": service}
    return render(request, "services_directory/problem_report.html", context, status=422 if form.errors else 200)


def _report(request, form, service, by):
    if by is None:
        tries.take(request, "problem", service.pk)
    return attempt(form, upkeep.report_problem, service, by=by, **form.answer)


@allow("services_directory.change_service")
def problem_settle(request, pk):
    """One thing that somebody said, beside the entry; settled, it says how."""
    people = ("service__organisation", "created_by", "updated_by")
    problem = get_object_or_404(ServiceProblem.objects.select_related(*people), pk=pk)
    form = SettleProblemForm(sent(request), record=problem)
    context = {"form": form, "problem": problem, "service": problem.service}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, upkeep.settle_problem, problem, by=request.user, **form.answer):
                messages.success(request, _("Settled."))
                return redirect(problem.service)
        except EditConflict as error:
            context["problem"] = error.current
            return conflict(request, form, error, "services_directory/problem_settle.html", context)
    return render(request, "services_directory/problem_settle.html", context, status=422 if form.errors else 200)
