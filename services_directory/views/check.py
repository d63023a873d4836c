"""The link of an email that asks whether an entry is still right: no account; looking changes nothing."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import reminders
from ..api.throttle import Throttle
from ..forms.check import CheckForm
from .service import DETAILS

guesses = Throttle()
PAGE = "services_directory/check_by_link.html"


@allow("public")
def check_by_link(request, token):
    """The entry, and whether all of it is right. A link that is used, too old or guessed answers as any other one."""
    asked = reminders.asked_by(token)
    if asked is None:
        return _no_such_link(request)
    service = (
        type(asked.service).objects.select_related("organisation").prefetch_related(*DETAILS).get(pk=asked.service_id)
    )
    form = CheckForm(sent(request), record=service)
    context = {"form": form, "service": service}
    if request.method == "POST" and form.is_valid():
        try:
            if _answer(form, asked):
                messages.success(request, _("Thank you. Your answer is in the directory."))
                return redirect(service)
        except EditConflict as error:
            error.current.updated_by = None  # names of our staff are not for everybody
            return conflict(request, form, error, PAGE, context | {"service": error.current})
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _answer(form, asked):
    if form.is_right:
        return attempt(form, reminders.confirm, asked)
    return attempt(form, reminders.object_to, asked, form.words)


def _no_such_link(request):
    if seconds := guesses.wait(request):
        until = timezone.now() + timedelta(seconds=seconds)
        response = render(request, "429.html", {"until": until}, status=429)
        response["Retry-After"] = str(seconds)
        return response
    return render(request, "services_directory/check_link_dead.html", status=404)
