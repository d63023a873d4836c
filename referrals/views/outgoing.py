"""The list of referrals to others, across clients."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from core.forms import PageQuery
from core.lists import MOST_EXPORTED, list_page, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable

from .. import outgoing
from ..forms import OutgoingQuery


@savable("referrals:outgoing_list", gettext_lazy("Referrals out"), lambda data, user: OutgoingQuery(data, user=user))
@allow("referrals.view_referral", methods=READ)
def outgoing_list(request):
    """What was asked of others for the user's clients, the oldest first: where it stands, and who must act."""
    query, visible = OutgoingQuery(request.GET, user=request.user), outgoing.outgoing_of(request.user)
    rows = outgoing.with_people(query.narrow(visible))
    page = paginate(rows, *query.order, cursor=PageQuery(request.GET).values()["after"])
    outgoing.complete(page.rows)
    numbers = outgoing.numbers(query.narrow(visible, but="status"))
    if query.counts_steps:
        numbers[""] = numbers["all"]
    context = list_page(request, query, page) | tally(query, "status", numbers)
    return render(request, "referrals/outgoing_list.html", context)


@allow("referrals.view_referral", methods=READ, step_up=True)
def outgoing_export(request):
    """The list as it is narrowed, for a spreadsheet, without what was said; that somebody took it is written down."""
    query = OutgoingQuery(request.GET, user=request.user)
    rows = outgoing.with_people(query.narrow(outgoing.outgoing_of(request.user)))
    found = outgoing.complete(list(rows.order_by(*query.order)[:MOST_EXPORTED]))
    return spreadsheet(request, "referrals", outgoing.SPREADSHEET, map(outgoing.plain_row, found))
