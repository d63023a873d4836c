"""Figures of programmes: attendance, misses by reason, engagement and completion, for a period and a team."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from core.lists import spreadsheet
from core.templatetags.ui import day

from ..figures import figures, in_order
from ..forms.figures import FiguresQuery

FIGURES = "programmes.view_figures"
HEAD = [
    gettext_lazy("Programme"), gettext_lazy("What"), gettext_lazy("Number"), gettext_lazy("Of"), gettext_lazy("Per cent"),
    gettext_lazy("From"), gettext_lazy("Until"),
]  # fmt: skip


@allow(FIGURES, methods=READ)
def figures_overview(request):
    """A row for each programme, their sum, and why people did not come."""
    query = FiguresQuery(request.GET, user=request.user)
    since, until = query.period
    context = {
        "query": query,
        "tags": query.tags(),
        "clear_url": request.path,
        "figures": figures(query.teams, since, until),
        "since": since,
        "until": until,
        "address": query.address(),
    }
    return render(request, "programmes/figures_overview.html", context)


@allow(FIGURES, methods=READ, step_up=True)
def figures_export(request):
    """The same, one line for each figure, for a spreadsheet."""
    query = FiguresQuery(request.GET, user=request.user)
    since, until = query.period
    counted = figures(query.teams, since, until)
    rows = [
        [name, what, number, of, percent, day(since), day(until)]
        for row in [*counted.rows, counted.total]
        for name, what, number, of, percent in _lines(row)
    ]
    share = counted.appointments
    rows.append([_("Appointments"), _("Missed"), share.number, share.of, share.percent, day(since), day(until)])
    for reason, number in counted.appointment_reasons:
        rows.append([_("Appointments"), f"{_('Missed')}: {reason}", number, share.of, None, day(since), day(until)])
    return spreadsheet(request, "attendance", HEAD, rows)


def _lines(row):
    """(programme, what, number, of, per cent) of one row."""
    name = str(row.programme or _("All programmes"))
    shares = [
        (_("Attendance"), row.attendance), (_("Missed"), row.missed), (_("Engaged weeks"), row.engaged),
        (_("Completed"), row.completed),
    ]  # fmt: skip
    yield from ((name, what, share.number, share.of, share.percent) for what, share in shares)
    plain = [
        (_("Sessions held"), row.held), (_("Sessions cancelled"), row.cancelled), (_("People who came"), row.people),
        (_("Walked in"), row.walk_ins), (_("Excused"), row.excused),
    ]  # fmt: skip
    yield from ((name, what, number, None, None) for what, number in plain)
    yield from (
        (name, f"{_('Missed')}: {reason}", number, row.missed.of, None) for reason, number in in_order(row.reasons)
    )
