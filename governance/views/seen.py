"""Who has seen or changed one record."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from accounts.choices import Role
from clients.access import get_client
from clients.models import Client
from core import audit
from core.choices import AccessAction
from core.spreadsheets import csv_response

from ..forms import SeenQuery
from ..seen import all_entries, entries_of


def get_for_audit(request, pk, action=AccessAction.LOOK):
    """The client, to read who saw the record: managers their teams', keyworkers their own, officers any. Raises Http404."""
    if request.user.role == Role.GOVERNANCE_OFFICER:
        client = get_object_or_404(Client, pk=pk)
        audit.record(request, action, client)
        return client
    own = Client.objects.kept_by(request.user) if request.user.role == Role.KEYWORKER else None
    return get_client(request, pk, queryset=own, action=action)


@allow("clients.view_access", methods=READ, records_look=True)
def record_seen(request, pk):
    """An officer is shown the reference alone, without the frame of the record."""
    client = get_for_audit(request, pk)
    query = SeenQuery(request.GET)
    page = entries_of(client, request.user, cursor=query.values()["after"], **query.narrowed())
    context = {
        "client": client,
        "tab": "seen",
        "query": query,
        "page": page,
        "layout": "base.html" if request.user.role == Role.GOVERNANCE_OFFICER else "clients/record.html",
        "next_url": f"?{query.address(after=page.next_cursor)}",
        "everybody_url": f"?{query.address(person='', after='')}",
        "csv_query": query.address(after=""),
    }
    return render(request, "governance/record_seen.html", context)


@allow("clients.view_access", methods=READ, step_up=True)
def record_seen_download(request, pk):
    client = get_for_audit(request, pk, AccessAction.EXPORT)
    head = [_("When"), _("Who"), _("Role"), _("What"), _("Where in the record"), _("Why"), _("From")]
    rows = (
        [timezone.localtime(row.at).isoformat(" ", "seconds"), row.user or "", row.role, row.what, row.where, row.why,
         row.address]
        for row in all_entries(client, request.user, **SeenQuery(request.GET).narrowed())
    )  # fmt: skip
    return csv_response(f"seen-{client.reference}.csv", head, rows)
