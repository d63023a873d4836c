"""One's own saved lists: saving one, opening it, giving it another name, removing it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve
from django.utils.translation import gettext as _

from core import saved
from core.forms import EditConflict, sent
from core.models import SavedView
from core.views import attempt, conflict

from ..access import CHANGE, READ, allow
from ..forms import RenameViewForm, SavedViewForm, SavedViewQuery

FORM_PAGE = "accounts/saved_view_form.html"


def own(request):
    """The user's saved lists, but for those of lists that exist no longer."""
    return SavedView.objects.filter(user=request.user, route__in=saved.LISTS)


def lists_of(user):
    """The lists that a user may open, by URL name."""
    return {route: one for route, one in saved.LISTS.items() if resolve(one.url).func.access_rule.admits(user)}


@allow("signed_in", methods=READ)
def saved_view_list(request):
    rows = [(view, saved.LISTS[view.route].title, saved.in_words(view)) for view in own(request)]
    return render(request, "accounts/saved_view_list.html", {"rows": rows, "lists": lists_of(request.user).values()})


@allow("signed_in")
def saved_view_add(request):
    """Keep the list of which the address speaks under a name."""
    about = SavedViewQuery(request.GET, lists=lists_of(request.user)).values()
    view = SavedView(user=request.user, route=about["route"], query=about["query"])
    form = SavedViewForm(sent(request), instance=view, lists=lists_of(request.user), user=request.user)
    if request.method == "POST" and form.is_valid():
        if attempt(form, saved.save, form, by=request.user):
            messages.success(request, _("The list is saved."))
            return redirect("accounts:saved_view_open", view.pk)
    words = saved.in_words(view) if view.route in saved.LISTS else []
    context = {"form": form, "title": _("Save a list"), "words": words, "known": saved.LISTS.get(view.route)}
    return render(request, FORM_PAGE, context, status=422 if form.errors else 200)


@allow("signed_in", methods=READ)
def saved_view_open(request, pk):
    """To the list; a filter that no longer holds is left out, and said."""
    address, lost = saved.opened(get_object_or_404(own(request), pk=pk))
    if lost:
        text = _("These filters of the saved list no longer hold and are left out: %(filters)s")
        messages.warning(request, text % {"filters": ", ".join(lost)})
    return redirect(address)


@allow("signed_in")
def saved_view_rename(request, pk):
    view = get_object_or_404(own(request), pk=pk)
    form = RenameViewForm(sent(request), instance=view)
    context = {"title": _("Give the saved list another name"), "words": saved.in_words(view)}
    context["known"] = saved.LISTS[view.route]
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, saved.save, form, by=request.user):
                messages.success(request, _("The list has its new name."))
                return redirect("accounts:saved_view_list")
        except EditConflict as error:
            return conflict(request, form, error, FORM_PAGE, context)
    return render(request, FORM_PAGE, context | {"form": form}, status=422 if form.errors else 200)


@allow("signed_in", methods=CHANGE)
def saved_view_remove(request, pk):
    get_object_or_404(own(request), pk=pk).delete()
    messages.success(request, _("The saved list is removed."))
    return redirect("accounts:saved_view_list")
