"""What several of the pages share: a page with one form, a part of the person, and an address to go on to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.forms import EditConflict
from core.views import attempt, conflict

from ..choices import ConsentPurpose
from ..reading_up import of_clients


def form_page(request, title, form, context, template="clients/record_form.html"):
    """A page with one form; 422 when the form has errors."""
    context = {"title": title, "form": form, "tab": "overview"} | context
    return render(request, template, context, status=422 if form.errors else 200)


def part_page(request, client, title, form, *, verb=None, about=""):
    """A page that writes down one part of the person and goes back to all of them: `verb(form, by=…)`, or a plain save."""
    context = {"client": client, "title": title, "tab": "person", "about": about}
    if request.method == "POST" and form.is_valid():
        try:
            save = (verb, form) if verb else (form.save,)
            if attempt(form, *save, by=request.user):
                messages.success(request, _("Saved."))
                return redirect("clients:person_detail", client.pk)
        except EditConflict as error:
            return conflict(request, form, error, "clients/record_form.html", context)
    return form_page(request, title, form, context)


def recipient_of(client, asked):
    """What a form about sharing begins with: the recipient and the purpose that its link named.

    A release is planned with the prison where the client is now: its name stands in no address.
    """
    initial = {"recipient": asked["service"], "supporter": asked["supporter"], "purpose": asked["purpose"]}
    if asked["purpose"] == ConsentPurpose.RELEASE:
        stays = of_clients("custody_stays", client).select_related("establishment")
        stay = stays.order_by("-custody_started_on").first()
        initial["outside"] = stay.prison_name if stay else ""
    return initial


def our_address(request, target):
    """An address of ours to go on to, or nothing for any other."""
    is_ours = url_has_allowed_host_and_scheme(target or "", {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else ""
