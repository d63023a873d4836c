"""The report of unusual access."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from accounts.access import READ, allow
from core.calendar import london

from ..forms import UnusualQuery
from ..unusual import findings

LATEST_DAYS = 7


@allow("governance.view_overview", methods=READ)
def unusual_access(request):
    """The last seven days, or the days asked for, at most a quarter of a year."""
    query = UnusualQuery(request.GET)
    last = query.values()["last_day"] or timezone.localdate()
    first = query.values()["first_day"] or last - timedelta(days=LATEST_DAYS - 1)
    first = max(first, last - timedelta(days=UnusualQuery.MOST_DAYS))
    context = {
        "query": query,
        "first": first,
        "last": last,
        "findings": findings(london(first, 0), london(last + timedelta(days=1), 0)),
        "settings": settings,
    }
    return render(request, "governance/unusual_access.html", context)
