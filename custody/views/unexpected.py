"""Somebody was released today without notice: found or added, and the steps of the day begin."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import allow
from clients.access import get_client
from clients.matching import look_up_is_allowed
from core.drafts import without_drafts
from core.views import attempt

from .. import workflow
from ..finding import found_by
from ..forms import ReleasedStrangerForm, ReleasedTodayForm, WhoForm

MOST_FOUND = 10
LIMIT_REACHED = 429


@without_drafts
@allow("custody.change_custodystay")
def unexpected_release(request):
    """One page for a phone: a search, a button beside each person found, and below it the form for somebody new."""
    sent = request.POST if request.method == "POST" else None
    if sent and "released" in sent:
        return _release(request, ReleasedTodayForm(sent))
    if sent and "who" in sent:
        return _found(request, WhoForm(sent))
    form = ReleasedStrangerForm(sent, user=request.user)
    if sent is not None:
        if not look_up_is_allowed(request):
            form.is_valid()
            form.add_error(None, _("You have looked up many people in the last hour. Try again later."))
            return _page(request, {"form": form, "is_new": True}, status=LIMIT_REACHED)
        if form.is_valid() and (stay := attempt(form, workflow.add_and_release, form, by=request.user)):
            return _done(request, stay)
    return _page(request, {"form": form, "is_new": sent is not None}, status=422 if form.errors else 200)


def _found(request, finder):
    """Whom the words mean, among those whom the user may see."""
    found = None
    if finder.is_valid():
        found = found_by(request.user, finder.cleaned_data["who"], MOST_FOUND)
    context = {"form": ReleasedStrangerForm(user=request.user), "finder": finder, "found": found, "most": MOST_FOUND}
    return _page(request, context, status=422 if finder.errors else 200)


def _release(request, form):
    """The button beside somebody who was found."""
    if form.is_valid():
        client = get_client(request, form.cleaned_data["released"])
        if stay := attempt(form, workflow.release_today, client, by=request.user):
            return _done(request, stay)
    context = {"form": ReleasedStrangerForm(user=request.user), "refused": form.non_field_errors()}
    return _page(request, context, status=422)


def _done(request, stay):
    messages.success(request, _("The release today is recorded. What must happen today stands below."))
    return redirect(stay)


def _page(request, context, status):
    """The finder has errors of its own: where it failed, base.html sums up those instead of the form's."""
    finder = context.pop("finder", None) or WhoForm()
    return render(request, "custody/unexpected_release.html", {"finder": finder, **context}, status=status)
