"""Opening the record of another team in an emergency."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import allow
from core import audit
from core.choices import AccessAction
from core.forms import sent
from core.views import attempt

from .. import emergency, offers
from ..forms import BreakGlassForm, FoundQuery


@allow("clients.break_glass")
def break_glass(request):
    """Says nothing about the person, and answers a word that is no longer good like one that never was."""
    asked = FoundQuery(request.POST if request.method == "POST" else request.GET).values()["found"]
    clients = offers.offered(request, asked)
    form = BreakGlassForm(sent(request), initial={"found": asked})
    if request.method == "POST" and form.is_valid():
        if not clients:
            form.add_error(None, _("This look-up has expired. Look the person up again."))
        elif openings := attempt(form, emergency.break_glass, clients, **_why(form), by=request.user):
            offers.withdraw(request, asked)
            return _answer(request, openings)
    context = {"form": form, "is_offered": bool(clients)}
    return render(request, "clients/break_glass.html", context, status=422 if form.errors else 200)


def _why(form):
    return {name: form.cleaned_data[name] for name in ("reason", "text")}


def _answer(request, openings):
    """On to the record; or the same words whatever the reason that none was opened."""
    opening = openings[0]
    if opening.was_opened:
        messages.success(request, _("The record is open to you for 24 hours. The keyworker has been told."))
        return redirect(opening.client)
    for asked in openings:
        audit.record(request, AccessAction.REFUSED, asked.client, detail="break-glass", break_glass=asked.pk)
    return render(request, "clients/break_glass_refused.html")
