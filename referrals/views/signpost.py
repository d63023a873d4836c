"""Pages of signposting: what a client was told about, telling them, and sending it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.banner import warnings
from clients.models import ContactWay
from clients.reach import CHANNELS, to_weigh
from core.choices import Channel
from core.drafts import without_drafts
from core.forms import PageQuery, sent
from core.pagination import paginate
from core.views import attempt
from services_directory.forms.search import ticked_keys
from services_directory.leaflet import chosen

from .. import signposting
from ..forms import SendForm, TellForm

NEWEST = ["-created_at", "-id"]


@allow("referrals.signpost", methods=READ, records_look=True)
def signpost_list(request, pk):
    """What a client was told about, and what became of each message."""
    client = get_client(request, pk)
    rows = client.signposts.select_related("client", "service__organisation", "created_by")
    page = paginate(rows, *NEWEST, cursor=PageQuery(request.GET).values()["after"])
    signposting.with_deliveries(page.rows)
    more = f"?{urlencode({'after': page.next_cursor})}" if page.next_cursor else ""
    context = {"client": client, "tab": "referrals", "page": page, "next_url": more}
    return render(request, "referrals/signpost_list.html", context)


@without_drafts
@allow("referrals.signpost", records_look=True)
def signpost_add(request, pk):
    """The services that were ticked: told, or on to what would be sent. `?keep=` and `?tick=` are the services."""
    client = get_client(request, pk)
    services = chosen(ticked_keys(request.GET))
    form = TellForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, signposting.tell, client, services, by=request.user, **form.answer):
            messages.success(request, _("Recorded: they were told."))
            return redirect("referrals:signpost_list", client.pk)
    may_send = request.user.has_perm("referrals.change_referral")
    context = {"client": client, "tab": "referrals", "form": form, "services": services, "keep": _keep(services)}
    context["ways"] = signposting.ways_of(client, request.user) if may_send and services else []
    return render(request, "referrals/signpost_add.html", context, status=422 if form.errors else 200)


@without_drafts
@allow("referrals.change_referral", records_look=True)
def signpost_send(request, pk):
    """Word for word what is sent by one way, to whom, and why it may not be where it may not. `?keep=`: the services."""
    way = get_of_client(request, ContactWay.objects.all(), pk)
    client, services = way.client, chosen(ticked_keys(request.GET))
    known = warnings(client, request.user)
    message = signposting.message_of(services, CHANNELS.get(way.kind, ""))
    weighed = to_weigh(way, known)
    label = _("Send this text") if message.channel == Channel.TEXT else _("Send this email")
    form = SendForm(sent(request), mark=message.mark, submit_label=label, to_weigh=weighed)
    if request.method == "POST" and form.is_valid():
        mark = form.cleaned_data["mark"]
        if attempt(form, signposting.send, way, services, mark=mark, by=request.user):
            messages.success(request, _("It goes out now. What became of it is shown here."))
            return redirect("referrals:signpost_list", client.pk)
    context = {"client": client, "tab": "referrals", "form": form, "way": way, "message": message, "weighed": weighed}
    context["refusal"] = signposting.refusal_of(client, way, known) or message.fault
    context["keep"] = _keep(services)
    return render(request, "referrals/signpost_send.html", context, status=422 if form.errors else 200)


def _keep(services):
    return ",".join(str(service.pk) for service in services)
