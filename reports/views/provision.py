"""The provision map: which kinds of service there are in each area, as the directory knows it, and how many of them are checked."""

from django.shortcuts import render

from accounts.access import CHANGE, READ, allow
from core import audit
from core.choices import AccessAction
from core.lists import spreadsheet

from ..catalogue import READERS
from ..provision_map import SPREADSHEET, ProvisionMap
from .documents import make_paper

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
    return make_paper(request, KEY)
