"""What the pages of rights share: whose record it is, and a page with one form."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.choices import Role
from clients.access import get_client, get_of_client
from clients.models import Client
from core import audit
from core.choices import AccessAction
from core.views import attempt


def get_person(request, pk):
    """The client whose rights these are: an officer any, by the reference alone; others those they see. Raises Http404."""
    if request.user.role != Role.GOVERNANCE_OFFICER:
        return get_client(request, pk, in_rights=True)
    client = get_object_or_404(Client, pk=pk)
    audit.record(request, AccessAction.LOOK, client)
    return client


def get_right(request, queryset, pk):
    """A record about somebody's rights, on the same terms. Raises Http404."""
    if request.user.role != Role.GOVERNANCE_OFFICER:
        return get_of_client(request, queryset, pk, in_rights=True)
    record = get_object_or_404(queryset.select_related("client"), pk=pk)
    audit.record(request, AccessAction.LOOK, record.client, detail=record._meta.label_lower)
    return record


def layout_for(user):
    """An officer is shown no frame of the record: the banner names the person."""
    return "base.html" if user.role == Role.GOVERNANCE_OFFICER else "clients/record.html"


def right_page(request, client, title, form, *, verb, about="", done="", back=None):
    """A page with one form that does one thing and goes back to the rights of the person."""
    if request.method == "POST" and form.is_valid() and attempt(form, verb, form.cleaned_data) is not None:
        messages.success(request, done)
        return redirect(back) if back else redirect("rights:client_rights", client.pk)
    context = {"client": client, "title": title, "form": form, "about": about, "layout": layout_for(request.user)}
    context |= {"tab": "rights", "back": back}
    return render(request, "rights/rights_form.html", context, status=422 if form.errors else 200)
