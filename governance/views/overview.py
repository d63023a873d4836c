"""The first page of governance: what waits, and who may see what. A manager's own alerts stand on My work."""

from django.shortcuts import render

from accounts.access import READ, allow
from alerts.models import Alert
from clients.models import BreakGlass

MOST_ALERTS = 100


@allow("clients.review_breakglass", methods=READ)
def overview(request):
    alerts = Alert.objects.visible_to(request.user).due().order_by("due_at")
    context = {
        "alerts": [] if request.user.has_perm("clients.view_client") else alerts[:MOST_ALERTS],
        "to_review": BreakGlass.objects.reviewable_by(request.user).to_review().count(),
    }
    return render(request, "governance/overview.html", context)
