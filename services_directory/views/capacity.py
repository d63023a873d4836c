"""Whether somebody can start at a service: said by its editors and by the team that runs it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import EditConflict, sent
from core.views import conflict

from ..forms.check import CapacityForm
from ..models import Service


def may_say(user, service):
    """Whether a user may say what the capacity of a service is."""
    if user.has_perm("services_directory.change_service"):
        return True
    ours = service.run_by_team_id is not None and service.run_by_team_id in user.team_ids
    return ours and user.has_perm("services_directory.say_capacity")


@allow("services_directory.say_capacity|services_directory.change_service")
def capacity_edit(request, pk):
    service = get_object_or_404(Service, pk=pk)
    if not may_say(request.user, service):
        raise Http404
    form = CapacityForm(sent(request), instance=service)
    context = {"form": form, "service": service}
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except EditConflict as error:
            return conflict(
                request, form, error, "services_directory/capacity_form.html", context | {"service": error.current}
            )
        messages.success(request, _("The capacity is saved."))
        return redirect(service)
    return render(request, "services_directory/capacity_form.html", context, status=422 if form.errors else 200)
