"""The timeline of a record, narrowed."""

from django.shortcuts import redirect, render

from accounts.access import allow
from core.drafts import without_drafts
from core.forms import PageQuery

from .. import timeline
from ..access import get_client
from ..forms import TimelineQuery, remember, remembered


@without_drafts
@allow("clients.view_record", records_look=True)
def client_timeline(request, pk):
    client = get_client(request, pk, in_emergency=True, in_rights=True)  # a search is sent, and is reading all the same
    typed = request.POST if request.method == "POST" else remembered(request)
    query = TimelineQuery(typed, auto_id="filter_%s", user=request.user, client=client)
    if request.method == "POST" and query.is_valid():
        return redirect(f"{request.path}?{remember(request, query)}")
    cursor = PageQuery(request.GET).values()["after"]
    events = timeline.events_of(client, request.user, cursor=cursor, filters=query.filters())
    context = {
        "client": client,
        "tab": "timeline",
        "query": query,
        "tags": query.tags(),
        "events": events,
        "first_url": f"?{query.address()}" if cursor else "",
        "next_url": f"?{query.address(after=events.next_cursor)}" if events.next_cursor else "",
    }
    if request.method == "POST":
        return render(request, "clients/client_timeline.html", context | {"form": query}, status=422)
    return render(request, "clients/client_timeline.html", context)
