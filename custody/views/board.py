"""The board of releases from prison."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from core.forms import PageQuery
from core.lists import MOST_EXPORTED, list_page, spreadsheet
from core.saved import savable

from ..board import SPREADSHEET, board, describe, plain_rows, shown
from ..forms import ReleaseBoardQuery

SHOWN = 300


@savable(
    "custody:release_list", gettext_lazy("Releases from prison"), lambda data, user: ReleaseBoardQuery(data, user=user)
)
@allow("custody.view_custodystay", methods=READ)
def release_list(request):
    """Who leaves prison in the coming weeks, the next one first; and who has been released and not been seen."""
    query = ReleaseBoardQuery(request.GET, user=request.user)
    after = PageQuery(request.GET).values()["after"]
    parts, page = shown(board(request.user, query), after, SHOWN)
    context = {"weeks": query.values()["weeks"] or 12, "to_agree": describe(parts)} | parts
    context |= list_page(request, query, page)
    return render(request, "custody/release_list.html", context)


@allow("custody.view_custodystay", methods=READ, step_up=True)
def release_export(request):
    """The board as it is narrowed, for a spreadsheet; that somebody took it is written down."""
    parts = board(request.user, ReleaseBoardQuery(request.GET, user=request.user))
    return spreadsheet(request, "releases", SPREADSHEET, plain_rows(parts, MOST_EXPORTED))
