"""The provision map: which kinds of service there are in each area, as the directory knows it, and how many of them are checked."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from accounts.models import Area
from core import audit
from core.choices import AccessAction
from core.lists import spreadsheet
from services_directory.choices import Need

from ..provision import OF_FRAMEWORK, Holding, holdings
from ..reading import stock_for

KEY = "provision"


@allow("reports.view_partnership_counts|reports.view_team_caseload", methods=READ)
def provision_report(request):
    """What there is for each need in each of the reader's areas; where there is nothing, that is said."""
    stock = stock_for(request.user, timezone.localdate())
    areas = areas_of(stock.reader)
    audit.record(request, AccessAction.LOOK, detail=f"{KEY}: {', '.join(areas.values())}")
    found = holdings(areas)
    context = {
        "stock": stock,
        "columns": columns_of(areas),
        "framework": rows_of(OF_FRAMEWORK, found, areas),
        "others": rows_of([need for need in Need if need not in OF_FRAMEWORK], found, areas),
    }
    return render(request, "reports/provision_report.html", context)


@allow("reports.view_partnership_counts|reports.view_team_caseload", methods=READ)
def provision_export(request):
    """A line for each need and place."""
    areas = areas_of(stock_for(request.user, timezone.localdate()).reader)
    found = holdings(areas)
    head = [_("Need"), _("Area"), _("Services"), _("Checked within a year"), _("Only by a guess")]
    names = areas | {None: _("Names no area of ours")}
    lines = (
        [need.label, name, (held := found.get(need, {}).get(area, Holding())).number, held.checked,
         _("Yes") if held.is_guess and held.number else _("No")]
        for need in Need for area, name in names.items()
    )  # fmt: skip
    return spreadsheet(request, KEY, head, lines)


def areas_of(reader):
    """{key: name} of the areas of the teams whose figures somebody may read."""
    return dict(Area.objects.filter(teams__in=reader.teams).distinct().values_list("pk", "name"))


def columns_of(areas):
    return [{"label": _("Need")}, *({"label": name} for name in areas.values()), {"label": _("Names no area of ours")}]


def rows_of(needs, found, areas):
    return [[need.label, *(in_words(found.get(need, {}).get(area), area) for area in [*areas, None])] for need in needs]


def in_words(held, area):
    """What a cell says: of an area none plainly, else how many, and of how many a person has said so lately."""
    if held is None or not held.number:
        return {"text": _("None"), "overdue": True} if area else "–"
    if held.is_guess:
        return _("%(number)d, by a guess only") % {"number": held.number}
    return _("%(number)d, of which %(checked)d checked") % {"number": held.number, "checked": held.checked}
