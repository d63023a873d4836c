"""A recovery coach beside a client."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent
from core.views import attempt

from .. import workflow
from ..access import get_client, get_of_client
from ..forms import CoachForm, DayForm
from ..models import CoachAssignment
from .parts import form_page


@allow("clients.assign_coach", records_look=True)
def coach_assign(request, pk):
    client = get_client(request, pk)
    assignment = CoachAssignment(client=client)
    form = CoachForm(sent(request), instance=assignment, user=request.user, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.assign_coach, form.instance, by=request.user):
            messages.success(request, _("The coach is assigned."))
            return redirect(client)
    return form_page(request, _("Assign a recovery coach"), form, {"client": client})


@allow("clients.assign_coach", records_look=True)
def coach_end(request, pk):
    assignment = get_of_client(request, CoachAssignment.objects.select_related("coach"), pk)
    form = DayForm(sent(request), first=assignment.starts_on, initial={"on": timezone.localdate()})
    form.submit_label = _("End the assignment")
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.end_coaching, assignment, **form.cleaned_data, by=request.user):
            messages.success(request, _("The assignment ends."))
            return redirect(assignment.client)
    about = _("%(coach)s sees the record until the end of the last day.") % {"coach": assignment.coach}
    return form_page(request, _("End a coach’s assignment"), form, {"client": assignment.client, "about": about})
