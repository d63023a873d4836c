"""Members of staff, kept by administrators: adding them by invitation, what they do, and ending what they have lost."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import audit
from core.choices import AccessAction
from core.forms import sent
from core.workflow import NotAllowed

from .. import second_factors, workflow
from ..access import CHANGE, READ, allow
from ..forms import StaffForm, StaffQuery
from ..models import User

MANAGE = "accounts.manage_users"


@allow(MANAGE, methods=READ)
def staff_list(request):
    query = StaffQuery(request.GET)
    page = query.page()
    context = {"query": query, "page": page, "next_url": f"?{query.address(after=page.next_cursor)}"}
    return render(request, "accounts/staff_list.html", context)


@allow(MANAGE, step_up=True)
def staff_add(request):
    """Add somebody, who gets a link to set their password."""
    form = StaffForm(sent(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        person = workflow.add_staff(form.save(commit=False), form.cleaned_data["teams"], by=request.user)
        audit.record(request, AccessAction.INVITED, detail=f"user {person.pk}")
        messages.success(request, _("They are added, and a link to set a password is on its way to them."))
        return redirect("accounts:staff_detail", person.pk)
    return render(request, "accounts/staff_form.html", {"form": form}, status=422 if form.errors else 200)


@allow(MANAGE, methods=READ)
def staff_detail(request, pk):
    person = get_object_or_404(User, pk=pk)
    context = {
        "person": person,
        "teams": person.teams.all(),
        "factors": second_factors.of(person).count(),
        "sessions": person.sessions.current().count(),
        "invitation": person.invitations.first(),
        "is_oneself": person == request.user,
    }
    return render(request, "accounts/staff_detail.html", context)


@allow(MANAGE, step_up=True)
def staff_edit(request, pk):
    person = get_object_or_404(User, pk=pk)
    form = StaffForm(sent(request), instance=person, by=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. It holds from their next page on."))
        return redirect("accounts:staff_detail", pk)
    context = {"form": form, "person": person}
    return render(request, "accounts/staff_form.html", context, status=422 if form.errors else 200)


@allow(MANAGE, methods=CHANGE, step_up=True)
def staff_invite(request, pk):
    """A new link for somebody who has not used theirs, or has lost the password."""
    done = _("A link to set a password is on its way to them. Links sent before have ended.")
    return change(request, pk, workflow.invite, AccessAction.INVITED, done)


@allow(MANAGE, methods=CHANGE, step_up=True)
def staff_sessions_end(request, pk):
    return change(request, pk, workflow.end_sessions, AccessAction.SESSION_ENDED, _("They are signed out everywhere."))


@allow(MANAGE, methods=CHANGE, step_up=True)
def staff_factors_reset(request, pk):
    """For somebody who has lost telephone and recovery codes, and whom the administrator knows by voice or face."""
    done = _("Their second factors are removed. They set up new ones when they sign in.")
    return change(request, pk, workflow.reset_factors, AccessAction.FACTOR_REMOVED, done)


def change(request, pk, verb, action, done):
    """Do something about a member of staff, write it down, and go back to their page."""
    person = get_object_or_404(User, pk=pk)
    try:
        verb(person, by=request.user)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        audit.record(request, action, detail=f"user {person.pk}")
        messages.success(request, done)
    return redirect("accounts:staff_detail", pk)
