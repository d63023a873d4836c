"""One service: its public page, and the pages of its editors."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from accounts.proof import own_path
from core.forms import EditConflict, sent
from core.views import conflict

from .. import editing, workflow
from ..choices import ProblemStatus
from ..forms import ServiceForm
from ..models import Feed, Service
from .capacity import may_say as may_say_capacity

DETAILS = ("at_locations__location", "schedules__at_location__location", "costoptions", "contacts", "phones")


@allow("public", methods=READ)
def service_detail(request, pk):
    services = Service.objects.select_related("organisation", "run_by_team", "replaced_by")
    service = get_object_or_404(services.prefetch_related(*DETAILS), pk=pk)
    is_editor = request.user.has_perm("services_directory.change_service")
    problems = service.problems.filter(status=ProblemStatus.OPEN).select_related("created_by") if is_editor else []
    context = {
        "service": service,
        "feed": Feed.objects.filter(key=service.source).first() if service.source else None,
        "is_editor": is_editor,
        "problems": problems,
        "may_say_capacity": request.user.is_authenticated and may_say_capacity(request.user, service),
    }
    return render(request, "services_directory/service_detail.html", context)


@allow("services_directory.change_service")
def service_create(request):
    return _edit(request, Service(), _("Add a service"), _("The service is in the directory."))


@allow("services_directory.change_service")
def service_edit(request, pk):
    service = get_object_or_404(Service, pk=pk)
    return _edit(request, service, _("Edit this service"), _("The service is saved."))


def _edit(request, service, heading, done):
    """The form of a service with the lists that belong to it: all of it is saved, or nothing."""
    form = ServiceForm(sent(request), instance=service)
    sets = editing.row_sets(sent(request), service)
    known = None if service._state.adding else service
    context = {"form": form, "sets": sets, "heading": heading, "service": known}
    if request.method == "POST":
        fine = [form.is_valid(), *(rows.is_fine for rows in sets)]
        if all(fine):
            try:
                saved = editing.save_service(form, sets, by=request.user)
            except EditConflict as error:
                context["service"] = error.current
                return conflict(request, form, error, "services_directory/service_form.html", context)
            messages.success(request, done)
            return redirect(saved)
    failed = bool(form.errors) or any(rows.is_bound and rows.total_error_count() for rows in sets)
    return render(request, "services_directory/service_form.html", context, status=422 if failed else 200)


@allow("services_directory.change_service", methods=CHANGE)
def service_check(request, pk):
    service = get_object_or_404(Service, pk=pk)
    workflow.check_service(service, by=request.user)
    messages.success(request, _("Recorded: you have checked this today."))
    return redirect(own_path(request, request.POST.get("next", "")) or service)
