"""The record of one person: looked up, added, read and changed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from accounts.choices import Role
from core.drafts import without_drafts
from core.forms import EditConflict, PageQuery, sent
from core.views import attempt, conflict

from .. import ahead, personal, timeline
from ..access import get_client
from ..banner import DIED, LINKED_HERE, warnings
from ..coaching import coach_view
from ..forms import AddClientForm, ClientForm, LookUpForm
from ..happened import CONTACTS
from ..matching import exact_elsewhere, exact_matches, look_up_is_allowed
from ..models import Client
from ..offers import offer
from ..reach import reach_of, with_reach
from .parts import form_page

LIMIT_REACHED = 429


@allow("clients.add_client")
def client_add(request):
    form = AddClientForm(sent(request), user=request.user)
    if request.method == "POST":
        if not look_up_is_allowed(request):
            return look_up_refused(request, "clients/client_add.html", form)
        if form.is_valid() and (client := attempt(form, personal.add_client, form, by=request.user)):
            messages.success(request, _("The client is added. Open an episode when there is a referral."))
            return redirect(client)
    return form_page(request, _("Add a client"), form, known(request, form), "clients/client_add.html")


def known(request, form):
    """The records that may be the same person, and the one with the same NHS number."""
    number = form.cleaned_data.get("nhs_number") if form.is_bound and hasattr(form, "cleaned_data") else ""
    same_number = exact_matches(request.user, nhs_number=number) if number else None
    return {"matches": getattr(form, "matches", None), "same_number": same_number}


def look_up_refused(request, template, form):
    form.is_valid()
    form.add_error(None, _("You have looked up many people in the last hour. Try again later, or ask your manager."))
    context = {"title": _("Too many look-ups"), "form": form}
    return render(request, template, context, status=LIMIT_REACHED)


@without_drafts
@allow("clients.view_record")
def client_lookup(request):
    form = LookUpForm(sent(request))
    matches, found = None, ""
    if request.method == "POST":
        if not look_up_is_allowed(request):
            return look_up_refused(request, "clients/client_lookup.html", form)
        if form.is_valid():
            matches = exact_matches(request.user, **form.cleaned_data)
            found = matches.elsewhere and offer(request, exact_elsewhere(request.user, **form.cleaned_data))
    context = {"matches": matches, "was_asked": matches is not None, "found": found}
    return form_page(request, _("Is this person known?"), form, context, "clients/client_lookup.html")


def linked_records(client, user):
    """The other records of the same person that the user may see; asked for only when the banner knows of some."""
    keys = [notice.key for notice in warnings(client, user) if notice.kind == LINKED_HERE]
    return list(Client.objects.visible_to(user).filter(pk__in=keys)) if keys else []


@allow("clients.view_client", methods=READ, records_look=True)
def client_detail(request, pk):
    client = get_client(request, pk, queryset=with_reach(Client.objects.select_related("registered_team")))
    is_coach = request.user.role == Role.RECOVERY_COACH
    cursor = PageQuery(request.GET).values()["after"]
    context = {
        "client": client,
        "tab": "overview",
        "warnings": warnings(client, request.user),
        "reach": reach_of(client, warnings(client, request.user)),
        "events": timeline.events_of(
            client,
            request.user,
            cursor=cursor,
            kinds=[CONTACTS] if is_coach else None,
            linked=linked_records(client, request.user),
        ),
        "is_first_page": not cursor,
    }
    if is_coach:
        return render(request, "clients/client_detail_coach.html", context | coach_view(client))
    episodes = client.episodes.select_related("team", "keyworker", "case_manager").with_substances()
    is_own = any(one.is_open and request.user.pk in (one.keyworker_id, one.case_manager_id) for one in episodes)
    context |= {"may_see_looks": is_own or request.user.role != Role.KEYWORKER}
    death = next((notice for notice in context["warnings"] if notice.kind == DIED), None)
    context |= {"episodes": episodes, "my_teams": request.user.team_ids, "death": death}
    context |= ahead.overview(client, request.user)
    if death:
        context["steps"] = []  # nothing lies ahead any more
    return render(request, "clients/client_detail.html", context)


@allow("clients.change_client", records_look=True)
def client_edit(request, pk):
    client = get_client(request, pk)
    form = ClientForm(sent(request), instance=client)
    context = {"client": client, "title": _("Change the client’s details"), "tab": "overview"}
    if request.method == "POST":
        number = request.POST.get("nhs_number", "")
        if number and number != Client.objects.values_list("nhs_number", flat=True).get(pk=pk):
            if not look_up_is_allowed(request):
                return look_up_refused(request, "clients/record_form.html", form)
        if form.is_valid():
            try:
                if attempt(form, personal.save_names, form, by=request.user):
                    messages.success(request, _("The details are saved."))
                    return redirect(client)
            except EditConflict as error:
                return conflict(request, form, error, "clients/record_form.html", context | {"client": error.current})
        client.refresh_from_db()
    return form_page(request, context["title"], form, context)
