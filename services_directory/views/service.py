"""The directory: public pages to find a service, and the pages of its editors."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core.forms import EditConflict, PageQuery, sent
from core.pagination import paginate
from core.views import conflict

from .. import search, workflow
from ..forms import ServiceForm, ServiceQuery
from ..models import Service


@allow("public", methods=READ)
def service_list(request):
    """Services by words and need; an editor also sees those that cannot be offered now."""
    query = ServiceQuery(request.GET)
    is_editor = request.user.has_perm("services_directory.change_service")
    found = (search.matching if is_editor else search.offered)(**query.values())
    page = paginate(found, *search.ORDER, cursor=PageQuery(request.GET).values()["after"])
    context = {
        "query": query,
        "searched": any(query.values().values()),
        "page": page,
        "next_url": f"?{query.address(after=page.next_cursor)}" if page.next_cursor else "",
        "first_url": "" if page.is_first else f"?{query.address()}",
        "crisis_services": Service.objects.crisis_lines()[:3] if page.is_first else [],
        "is_editor": is_editor,
    }
    return render(request, "services_directory/service_list.html", context)


@allow("public", methods=READ)
def service_detail(request, pk):
    services = Service.objects.select_related("organisation", "run_by_team")
    details = ("at_locations__location", "schedules__at_location__location", "costoptions", "contacts", "phones")
    service = get_object_or_404(services.prefetch_related(*details), pk=pk)
    is_editor = request.user.has_perm("services_directory.change_service")
    return render(request, "services_directory/service_detail.html", {"service": service, "is_editor": is_editor})


@allow("services_directory.change_service")
def service_create(request):
    form = ServiceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        service = form.save(by=request.user)
        messages.success(request, _("The service is in the directory."))
        return redirect(service)
    return _form_page(request, form, _("Add a service"))


@allow("services_directory.change_service")
def service_edit(request, pk):
    service = get_object_or_404(Service, pk=pk)
    form = ServiceForm(sent(request), instance=service)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "services_directory/service_form.html", _context(error.current))
        messages.success(request, _("The service is saved."))
        return redirect(service)
    return _form_page(request, form, _("Edit this service"), service)


@allow("services_directory.change_service", methods=CHANGE)
def service_check(request, pk):
    service = get_object_or_404(Service, pk=pk)
    workflow.check_service(service, by=request.user)
    messages.success(request, _("Recorded: you have checked this today."))
    return redirect(service)


def _form_page(request, form, heading, service=None):
    context = {"form": form, "heading": heading, "service": service}
    return render(request, "services_directory/service_form.html", context, status=422 if form.errors else 200)


def _context(service):
    return {"heading": _("Edit this service"), "service": service}
