"""What is asked for and due, and the rights of one person at a glance."""

from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import READ, allow
from accounts.choices import Role
from clients.models import Client
from core.lists import list_page, spreadsheet, tally
from core.saved import savable

from ..forms import ReferenceQuery, RetentionQuery
from ..models import AccessRequest, Erasure, Limit
from ..retention import due_by
from .parts import get_person, layout_for

SHOWN = 200
RETENTION_SHEET = [
    _("Our reference"), _("Last used on"), _("Died on"), _("Kept until"), _("Proposed"), _("Where it stands"),
]  # fmt: skip


def of(user, queryset):
    """The rows that a user may handle: an officer all, others those of their teams' clients."""
    return queryset if user.role == Role.GOVERNANCE_OFFICER else queryset.visible_to(user)


def clients_of(user):
    """The clients about whose rights a user may decide: an officer about anybody's."""
    return Client.objects.all() if user.role == Role.GOVERNANCE_OFFICER else Client.objects.visible_to(user)


@allow("rights.handle_requests", methods=READ)
def rights_list(request):
    """Requests by the day they are due, what waits for a decision, and a box to find a record by its reference."""
    query = ReferenceQuery(request.GET)
    if reference := query.values()["reference"]:
        if found := clients_of(request.user).filter(reference=reference).only("pk").first():
            return redirect("rights:client_rights", found.pk)
        query.add_error("reference", "")
    requests = of(request.user, AccessRequest.objects.open()).select_related("client").prefetch_related("stops")
    context = {
        "query": query,
        "not_found": bool(reference),
        "requests": sorted(requests[:200], key=lambda one: one.due_on),
        "limits": of(request.user, Limit.objects.filter(status="asked")).select_related("client")[:200],
    }
    return render(request, "rights/rights_list.html", context)


@allow("rights.handle_requests", methods=READ, records_look=True)
def client_rights(request, pk):
    client = get_person(request, pk)
    context = {
        "client": client,
        "tab": "rights",
        "layout": layout_for(request.user),
        "requests": client.access_requests.prefetch_related("stops"),
        "limits": client.limits.all(),
        "holds": client.legal_holds.all(),
        "decisions": client.retention_decisions.select_related("created_by", "approved_by"),
        "user_id": request.user.pk,
    }
    return render(request, "rights/client_rights.html", context)


@savable("rights:retention_list", _("Records whose time has run out"), lambda data, _user: RetentionQuery(data))
@allow("rights.decide_retention", methods=READ)
def retention_list(request):
    """The records whose time has run out by the end of the year, and what was erased; for a manager, in which they had a part."""
    user, query = request.user, RetentionQuery(request.GET)
    rows, numbers = due_by(end_of_year(), clients_of(user), query.values())
    erasures = Erasure.objects.select_related("approved_by")
    if user.role != Role.GOVERNANCE_OFFICER:
        erasures = erasures.filter(Q(proposed_by=user) | Q(approved_by=user))
    context = {
        "rows": rows[:SHOWN],
        "is_cut": len(rows) > SHOWN,
        "end_of_year": end_of_year(),
        "erasures": erasures[:50],
    }
    context |= list_page(request, query) | tally(query, "state", numbers)
    return render(request, "rights/retention_list.html", context)


@allow("rights.decide_retention", methods=READ, step_up=True)
def retention_export(request):
    """The list as it is narrowed, for a spreadsheet; records go by their reference."""
    rows, _how_many = due_by(end_of_year(), clients_of(request.user), RetentionQuery(request.GET).values())
    return spreadsheet(request, "retention", RETENTION_SHEET, retention_sheet(rows))


def retention_sheet(rows):
    for client, until, waiting in rows:
        proposed = [waiting.get_choice_display(), waiting.get_status_display()] if waiting else ["", ""]
        yield [client.reference, client.last_used_on, client.died_on, until, *proposed]


def end_of_year():
    return timezone.localdate().replace(month=12, day=31)
