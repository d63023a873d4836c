"""Pages about clients: my work, the caseload, and the record of one person."""

from django.shortcuts import render

from accounts.access import READ, allow
from accounts.choices import Role

from . import ahead, timeline
from .access import get_client
from .banner import warnings
from .forms import TimelineQuery
from .models import Client


@allow("clients.view_client", methods=READ, records_look=True)
def client_detail(request, pk):
    client = get_client(request, pk, queryset=Client.objects.select_related("registered_team"))
    is_coach = request.user.role == Role.RECOVERY_COACH
    cursor = TimelineQuery(request.GET).values()["after"]
    context = {
        "client": client,
        "tab": "overview",
        "warnings": warnings(client, request.user),
        "events": timeline.events_of(client, cursor=cursor, kinds=[timeline.CONTACTS] if is_coach else None),
        "is_first_page": not cursor,
    }
    if is_coach:
        return render(request, "clients/client_detail.html", context)
    episodes = client.episodes.select_related("team", "keyworker", "case_manager").with_substances()
    return render(request, "clients/client_detail.html", context | {"episodes": episodes, "steps": ahead.steps(client)})
