"""Pages of the open door: the log, one visit, signposting, and becoming a client."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import CHANGE, READ, allow
from clients.forms import AddClientForm
from clients.matching import look_up_is_allowed
from clients.views.client import known, look_up_refused
from clients.views.parts import form_page
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.views import attempt, conflict
from services_directory.models import Service

from .. import open_access
from ..choices import NEEDS_OF_TOPIC
from ..forms import ChosenServiceQuery, OpenAccessForm, OpenAccessQuery
from ..models import OpenAccessContact
from ..service_choice import service_choice

PERMISSION = "referrals.log_open_access"
ORDERS = {"": ("-happened_on", "-created_at", "-id"), "oldest": ("happened_on", "created_at", "id")}


@savable("referrals:open_access_list", gettext_lazy("Open door"), lambda data, _user: OpenAccessQuery(data))
@allow(PERMISSION, methods=READ)
def open_access_list(request):
    """Who came to the user's teams without a record, counted and row by row."""
    query = OpenAccessQuery(request.GET)
    visible = OpenAccessContact.objects.visible_to(request.user)
    contacts = query.narrow(visible)
    order, after = ORDERS[query.values()["sort"]], PageQuery(request.GET).values()["after"]
    page = paginate(contacts.select_related("team"), *order, cursor=after)
    context = list_page(request, query, page) | {
        "tallies": open_access.tallies(contacts) if page.is_first and page.rows else [],
        **tally(query, "way", numbers_of(query.narrow(visible, but="way"), "way")),
    }
    return render(request, "referrals/open_access_list.html", context)


@allow(PERMISSION, methods=READ)
def open_access_export(request):
    """The list as it is narrowed, for a spreadsheet."""
    query = OpenAccessQuery(request.GET)
    contacts = query.narrow(OpenAccessContact.objects.visible_to(request.user)).select_related("team")
    contacts = contacts.order_by(*ORDERS[query.values()["sort"]])[:MOST_EXPORTED]
    head = [
        _("Day"), _("Team"), _("How they came"), _("Age"), _("Postcode sector"), _("Talked about"), _("Given"),
        _("How they heard of us"), _("Code on the poster"), _("Became"),
    ]  # fmt: skip
    rows = (
        [
            each.happened_on, each.team, each.get_way_display(), each.get_age_band_display(), each.postcode_sector,
            "; ".join(map(str, each.topic_labels)), "; ".join(map(str, each.given_labels)),
            each.get_heard_from_display(), each.poster_code, each.get_turned_into_display(),
        ]
        for each in contacts
    )  # fmt: skip
    return spreadsheet(request, "open-door", head, rows)


@allow(PERMISSION)
def open_access_create(request):
    form = OpenAccessForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        contact = form.save(by=request.user)
        messages.success(request, _("Saved. Here you can note what they were told about."))
        return redirect(contact)
    return form_page(request, _("Log a visit"), form, {}, "referrals/open_access_form.html")


@allow(PERMISSION)
def open_access_edit(request, pk):
    contact = _contact(request, pk)
    form = OpenAccessForm(sent(request), instance=contact, user=request.user)
    title = _("Correct a visit")
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "referrals/open_access_form.html", {"title": title})
        messages.success(request, _("The visit is saved."))
        return redirect(contact)
    return form_page(request, title, form, {}, "referrals/open_access_form.html")


@allow(PERMISSION, methods=READ)
def open_access_detail(request, pk):
    """One visit, and the directory beside it to say what the person was told about."""
    contact = _contact(request, pk)
    needs = [need for topic in contact.topics for need in NEEDS_OF_TOPIC.get(topic, [])]
    context = {"contact": contact, "told": contact.signposted.select_related("organisation").order_by("name_key")}
    context |= {"by_topics": needs and not {"words", "need"} & request.GET.keys()} | service_choice(
        request, needs=needs
    )
    return render(request, "referrals/open_access_detail.html", context)


@allow(PERMISSION, methods=CHANGE)
def open_access_signpost(request, pk):
    return _signposted(request, pk, Service.objects.listed(), open_access.signpost, _("Noted."))


@allow(PERMISSION, methods=CHANGE)
def open_access_take_back(request, pk):
    return _signposted(request, pk, Service.objects.all(), open_access.take_back_signpost, _("Taken back."))


def _signposted(request, pk, services, verb, done):
    contact = _contact(request, pk)
    chosen = ChosenServiceQuery(request.POST).values()["service"]
    if service := services.filter(pk=chosen).first():
        verb(contact, service, by=request.user)
        messages.success(request, done)
    else:
        messages.error(request, _("Choose a service that is on the list."))
    return redirect(contact)


@allow("clients.add_client")
def open_access_turn(request, pk):
    """The person wishes to become a client: the form of the add page, and the same look for somebody known."""
    contact = _contact(request, pk)
    form = AddClientForm(sent(request), user=request.user, initial={"registered_team": contact.team_id})
    if request.method == "POST":
        if not look_up_is_allowed(request):
            return look_up_refused(request, "clients/client_add.html", form)
        if form.is_valid() and (client := attempt(form, open_access.turn_into_client, contact, form, by=request.user)):
            messages.success(request, _("The client is added, with this visit as the first contact."))
            return redirect("clients:episode_open", client.pk)
    context = {"contact": contact} | known(request, form)
    return form_page(
        request, _("Make a record, as the person wishes"), form, context, "referrals/open_access_turn.html"
    )


@allow(PERMISSION, methods=CHANGE)
def open_access_known(request, pk):
    contact = _contact(request, pk)
    open_access.mark_known(contact, by=request.user)
    messages.success(request, _("Noted. Write the contact on the person’s own record."))
    return redirect("clients:client_list")


def _contact(request, pk):
    return get_object_or_404(OpenAccessContact.objects.visible_to(request.user).select_related("team"), pk=pk)
