"""The provision map: which kinds of service there are in each area, as the directory knows it, and how many of them are checked."""

from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import CHANGE, READ, allow
from core import audit
from core.choices import AccessAction
from core.lists import spreadsheet

from ..catalogue import READERS
from ..list_papers import request_provision
from ..provision_map import SPREADSHEET, ProvisionMap

KEY = "provision"


@allow(READERS, methods=READ)
def provision_report(request):
    """What there is for each need in each of the reader’s areas; where there is nothing, that is said."""
    found = ProvisionMap(request.user)
    audit.record(request, AccessAction.LOOK, detail=f"{KEY}: {', '.join(found.areas.values())}")
    return render(request, "reports/provision_report.html", {"map": found})


@allow(READERS, methods=READ)
def provision_export(request):
    """A line for each need and place."""
    return spreadsheet(request, KEY, SPREADSHEET, ProvisionMap(request.user).lines())


@allow(READERS, methods=CHANGE)
def provision_request(request):
    return redirect("reports:document_detail", request_provision(request.user, timezone.localdate()).pk)
