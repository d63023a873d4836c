"""What is asked for and due, and the rights of one person at a glance."""

from functools import partial

from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import READ, allow
from accounts.choices import Role
from clients.models import Client
from core.forms import PageQuery
from core.lists import headings, list_page, spreadsheet, tally
from core.pagination import page_of_all
from core.saved import savable

from .. import lists
from ..forms import ReferenceQuery, RetentionQuery, RightsQuery
from ..models import Erasure
from ..retention import MOST, due_by
from .parts import get_person, layout_for

SORTED_COLUMNS = {"": (4, "ascending"), "newest": (2, "descending"), "reference": (0, "ascending")}
RETENTION_SHEET = [
    _("Our reference"), _("Last used on"), _("Died on"), _("Kept until"), _("Proposed"), _("Where it stands"),
]  # fmt: skip


def of(user, queryset):
    """The rows that a user may handle: an officer all, others those of their teams' clients."""
    return queryset if user.role == Role.GOVERNANCE_OFFICER else queryset.visible_to(user)


def clients_of(user):
    """The clients about whose rights a user may decide: an officer about anybody's."""
    return Client.objects.all() if user.role == Role.GOVERNANCE_OFFICER else Client.objects.visible_to(user)


@savable("rights:rights_list", _("People’s rights"), lambda data, _user: RightsQuery(data))
@allow("rights.handle_requests", methods=READ)
def rights_list(request):
    """What people have asked for, by the day it is due; and a box to find a record by its reference."""
    box, query = ReferenceQuery(request.GET), RightsQuery(request.GET)
    if reference := box.values()["reference"]:
        if found := clients_of(request.user).filter(reference=reference).only("pk").first():
            return redirect("rights:client_rights", found.pk)
        box.add_error("reference", "")
    values = query.values()
    rows, numbers = lists.asked_for(partial(of, request.user), values)
    page = page_of_all(rows, PageQuery(request.GET).values()["after"])
    context = list_page(request, query, page) | tally(query, "state", numbers)
    context |= {
        "box": box,
        "not_found": bool(reference),
        "columns": headings(lists.COLUMNS, *SORTED_COLUMNS[values["sort"]]),
        "rows": list(lists.cells(page.rows)),
    }
    return render(request, "rights/rights_list.html", context)


@allow("rights.handle_requests", methods=READ, step_up=True)
def rights_export(request):
    """The list as it is narrowed, for a spreadsheet, without anybody's words."""
    rows, _numbers = lists.asked_for(partial(of, request.user), RightsQuery(request.GET).values())
    return spreadsheet(request, "rights", lists.SHEET, lists.sheet(rows))


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
    page = page_of_all(rows, PageQuery(request.GET).values()["after"])
    erasures = Erasure.objects.select_related("approved_by")
    if user.role != Role.GOVERNANCE_OFFICER:
        erasures = erasures.filter(Q(proposed_by=user) | Q(approved_by=user))
    context = {
        "rows": page.rows,
        "is_cut": len(rows) == MOST,
        "end_of_year": end_of_year(),
        "erasures": erasures[:50],
    }
    context |= list_page(request, query, page) | tally(query, "state", numbers)
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
