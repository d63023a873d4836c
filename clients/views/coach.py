"""A recovery coach beside a client."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import workflow
from ..access import get_client, get_of_client
from ..forms import CoachForm, EndCoachingForm
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
    form = EndCoachingForm(
        sent(request), record=assignment, first=assignment.starts_on, initial={"on": timezone.localdate()}
    )
    about = _("%(coach)s sees the record until the end of the last day.") % {"coach": assignment.coach}
    context = {"client": assignment.client, "about": about, "title": _("End a coach’s assignment"), "tab": "overview"}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, workflow.end_coaching, assignment, **form.answer, by=request.user):
                messages.success(request, _("The assignment ends."))
                return redirect(assignment.client)
        except EditConflict as error:
            return conflict(request, form, error, "clients/record_form.html", context)
    return form_page(request, context["title"], form, context)
