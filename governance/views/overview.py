"""The first page of a governance officer: what waits."""

from django.shortcuts import render

from accounts.access import READ, allow
from alerts.models import Alert
from clients.models import BreakGlass

MOST_ALERTS = 100


@allow("governance.view_overview", methods=READ)
def overview(request):
    context = {
        "alerts": Alert.objects.visible_to(request.user).due().order_by("due_at")[:MOST_ALERTS],
        "to_review": BreakGlass.objects.reviewable_by(request.user).to_review().count(),
    }
    return render(request, "governance/overview.html", context)
