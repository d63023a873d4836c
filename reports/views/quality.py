"""Data quality: who cannot be counted because of what is missing, listed for those who can mend it."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from accounts.access import CHANGE, READ, allow
from core.forms import PageQuery
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable

from .. import quality
from ..forms import QualityQuery
from .documents import make_paper

WHO = "clients.change_episode"


@savable("reports:quality_list", gettext_lazy("Data quality"), lambda data, user: QualityQuery(data, user=user))
@allow(WHO, methods=READ)
def quality_list(request):
    """A row for each person and measure: why nothing can be said of them, and where that is mended."""
    query, mine = QualityQuery(request.GET, user=request.user), quality.missing_of(request.user)
    rows = quality.with_people(query.narrow(mine))
    page = paginate(rows, *query.order, cursor=PageQuery(request.GET).values()["after"])
    quality.complete(page.rows)
    numbers = numbers_of(query.narrow(mine, but="measure"), "measure")
    context = list_page(request, query, page) | tally(query, "measure", numbers)
    return render(request, "reports/quality_list.html", context)


@allow(WHO, methods=READ, step_up=True)
def quality_export(request):
    """The list as it is narrowed, by reference and without names."""
    query = QualityQuery(request.GET, user=request.user)
    rows = quality.with_people(query.narrow(quality.missing_of(request.user))).order_by(*query.order)[:MOST_EXPORTED]
    return spreadsheet(
        request, "data-quality", quality.SPREADSHEET, map(quality.plain_row, quality.complete(list(rows)))
    )


@allow(quality.READ_TEAMS, methods=CHANGE)
def quality_request(request):
    """The list of whoever reads a team’s caseload as a PDF, as it is narrowed, but for somebody who was looked for."""
    query = QualityQuery(request.GET, user=request.user)
    return make_paper(request, "data_quality", query=query.to_save())
