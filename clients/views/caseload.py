"""My work and the caseload."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import READ, allow
from core import audit
from core.choices import AccessAction
from core.drafts import without_drafts
from core.forms import PageQuery
from core.lists import list_page, spreadsheet
from core.pagination import PAGE_SIZE
from core.saved import savable

from .. import work
from ..alike import similar_names
from ..caseload import MOST_COUNTED, caseload, count, everybody
from ..caseload_rows import SPREADSHEET, headings_for, plain_rows, rows_of
from ..finding import understood
from ..forms import CaseloadQuery, remember, remembered
from ..sorting import LABELS, OF_ONE_PERSON, in_use


@allow("clients.view_client", methods=READ)
def my_work(request):
    return render(request, "clients/my_work.html", work.work_of(request.user))


@savable("clients:client_list", gettext_lazy("Clients"), lambda data, user: CaseloadQuery(data, user=user))
@without_drafts
@allow("clients.view_client")
def client_list(request):
    typed = request.POST if request.method == "POST" else remembered(request)
    query = CaseloadQuery(typed, auto_id="filter_%s", user=request.user)
    if request.method == "POST" and query.is_valid():
        return redirect(f"{request.path}?{remember(request, query)}")
    values = query.values()
    if values["words"]:
        audit.record(request, AccessAction.SEARCH)
    page = caseload(request.user, values, cursor=PageQuery(request.GET).values()["after"])
    context = list_page(request, query, page) | {
        "rows": rows_of(page, request.user),
        "similar": similar(request.user, values["words"]) if not page.rows and page.is_first else [],
        "headings": headings_for(request.user, in_use(request.user, values)),
        "sorted_by": sorted_by(request.user, values),
        "summary": how_many(request.user, values, page),
    }
    if request.method == "POST":
        return render(request, "clients/client_list.html", context | {"form": query}, status=422)
    return render(request, "clients/client_list.html", context)


def how_many(user, values, page):
    """How many there are in the whole list, in words; whom a search finds are counted no further than the page."""
    if values["words"]:
        number, limit = len(page.rows) + bool(page.next_cursor), PAGE_SIZE
    else:
        number, limit = count(user, values), MOST_COUNTED
    most = intcomma(min(number, limit))
    if number > limit:
        return _("%(number)s or more people") % {"number": most}
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": most}


@allow("clients.view_record", methods=READ, step_up=True)
def client_export(request):
    """The list as it is narrowed, for a spreadsheet; that somebody took it is written down."""
    values = CaseloadQuery(remembered(request), user=request.user).values()
    rows = plain_rows(everybody(request.user, values))
    return spreadsheet(request, "clients", SPREADSHEET, rows, detail="caseload")


def sorted_by(user, values):
    """In which order the list stands, in words; and why, where another one was chosen."""
    sort, chosen = in_use(user, values), values["sort"]
    if sort == chosen:
        return _("Sorted by: %(order)s") % {"order": LABELS[sort]}
    if chosen in OF_ONE_PERSON:
        return _("Sorted by: Name. The order that you chose is for your own clients: choose “Keyworker: Me” as well.")
    return _("Sorted by: Name. The order that you chose is for lists of open episodes.")


def similar(user, words):
    """Whom a name that nobody has may mean: names that sound or are spelt like it."""
    return similar_names(user, words) if words and understood(words).kind in ("name", "names") else []
