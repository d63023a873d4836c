"""Records opened by break-glass: who did it and why, and whether it was right. Records go by their reference."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from clients.emergency import review_break_glass
from clients.models import BreakGlass
from core.forms import PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.views import attempt

from ..choices import VerdictState
from ..forms import BreakGlassQuery, MonthQuery, ReviewForm
from ..lists import LOOKS_SHEET, looks_for, looks_sheet

WITH_PEOPLE = ["client", "user", "reason", "team", "told_keyworker", "reviewed_by"]
MOST_OF_A_MONTH = 1000


@savable("governance:break_glass_list", gettext_lazy("Break-glass"), lambda data, _user: BreakGlassQuery(data))
@allow("clients.view_breakglass", methods=READ)
def break_glass_list(request):
    """What waits for the user's review, the longest first; then everything else, the newest first."""
    query, looks = BreakGlassQuery(request.GET), looks_for(request.user)
    rows = query.narrow(looks).select_related(*WITH_PEOPLE)
    page = paginate(rows, *query.order, cursor=PageQuery(request.GET).values()["after"])
    numbers = numbers_of(query.narrow(looks, but="state"), "state")
    context = list_page(request, query, page) | tally(query, "state", numbers)
    return render(request, "governance/break_glass_list.html", context)


@allow("clients.view_breakglass", methods=READ, step_up=True)
def break_glass_export(request):
    """The list as it is narrowed, for a spreadsheet, without what was written."""
    query = BreakGlassQuery(request.GET)
    rows = query.narrow(looks_for(request.user)).select_related(*WITH_PEOPLE)
    rows = rows.order_by(*query.order)[:MOST_EXPORTED]
    return spreadsheet(request, "break-glass", LOOKS_SHEET, looks_sheet(rows))


@allow("clients.view_breakglass", methods=READ)
def break_glass_detail(request, pk):
    openings = BreakGlass.objects.visible_to(request.user).select_related(*WITH_PEOPLE)
    opening = get_object_or_404(openings, pk=pk)
    may_review = BreakGlass.objects.reviewable_by(request.user).to_review().filter(pk=pk).exists()
    return render(request, "governance/break_glass_detail.html", {"opening": opening, "may_review": may_review})


@allow("clients.review_breakglass")
def break_glass_review(request, pk):
    """Another person than the one who opened the record says whether it was justified."""
    openings = BreakGlass.objects.reviewable_by(request.user).select_related(*WITH_PEOPLE)
    opening = get_object_or_404(openings, pk=pk)
    form = ReviewForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, review_break_glass, opening, **form.cleaned_data, by=request.user):
            messages.success(request, _("Your review is saved."))
            return redirect(opening)
    context = {"opening": opening, "form": form}
    return render(request, "governance/break_glass_review.html", context, status=422 if form.errors else 200)


@allow("governance.view_overview", methods=READ)
def break_glass_month(request):
    """One month: how often, by team and by reason, and who; records by their reference."""
    query = MonthQuery(request.GET)
    first, last = query.month()
    rows = list(
        looks_for(request.user)
        .filter(started_at__gte=first, started_at__lt=last)
        .select_related(*WITH_PEOPLE)[:MOST_OF_A_MONTH]
    )
    context = {
        "query": query,
        "first": first,
        "rows": rows,
        "by_team": _counts(row.team for row in rows),
        "by_reason": _counts(row.reason for row in rows),
        "by_person": _counts(row.user for row in rows),
        "judged": _counts(_verdict(row) for row in rows),
    }
    return render(request, "governance/break_glass_month.html", context)


def _counts(things):
    """(thing, how often), the most frequent first."""
    return [[str(thing), str(count)] for thing, count in Counter(map(str, things)).most_common()]


def _verdict(row):
    return VerdictState(row.state).label
