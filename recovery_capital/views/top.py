"""The Treatment Outcomes Profile: one interview to record, one to read."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from core.forms import sent

from .. import workflow
from ..choices import WeeklyItem
from ..forms import TopForm
from ..measures import top
from ..models import TopAssessment
from .parts import episode_for, stage_of

NOT_DISCLOSED = "NA"


@allow("recovery_capital.add_assessment", records_look=True)
def top_add(request, pk):
    """The interview on one page: days week by week, ratings, yes or no."""
    client = get_client(request, pk)
    form = TopForm(sent(request), stage=stage_of(client.top_assessments))
    if request.method == "POST" and form.is_valid():
        assessment = form.fill(TopAssessment(client=client, episode=episode_for(request, client)))
        workflow.record_top(assessment, form.weeks, by=request.user)
        messages.success(request, _("The profile is saved"))
        return redirect(assessment)
    context = {"client": client, "tab": "recovery_capital", "form": form}
    return render(request, "recovery_capital/top_add.html", context, status=422 if form.errors else 200)


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def top_detail(request, pk):
    """One interview: the grid, the ratings, the answers; what was not disclosed stands as NA."""
    assessments = TopAssessment.objects.select_related("created_by").prefetch_related("weeks")
    assessment = get_of_client(request, assessments, pk)
    context = {
        "client": assessment.client,
        "tab": "recovery_capital",
        "assessment": assessment,
        "columns": [_("What"), *(_("Week %(week)d") % {"week": week} for week in top.WEEKS), _("Days of 28"), _("Amount")],
        "grid": [_grid_row(assessment, item) for item in WeeklyItem],
        "answers": [
            {"label": capfirst(assessment._meta.get_field(name).verbose_name), "value": _said(getattr(assessment, name))}
            for name in (*top.RATINGS, *top.YES_OR_NO)
        ],
    }  # fmt: skip
    context["columns"] = [{"label": label, "number": number > 0} for number, label in enumerate(context["columns"])]
    return render(request, "recovery_capital/top_detail.html", context)


def _grid_row(assessment, item):
    days = getattr(assessment, f"{item.value}_days")
    weeks = {week.week: week.days for week in assessment.weeks.all() if week.item == item}
    known = [str(weeks.get(week, 0 if days == 0 else "–")) for week in top.WEEKS]
    label = f"{item.label}: {assessment.other_substance}" if item == WeeklyItem.OTHER and days else item.label
    amount = getattr(assessment, f"{item.value}_amount", None)
    unit = top.AMOUNTS.get(item, "")
    said = f"{amount.normalize():f} {unit}" if amount is not None else None
    return [str(label), *known, NOT_DISCLOSED if days is None else str(days), said]


def _said(value):
    """An answer in words."""
    if value is None:
        return NOT_DISCLOSED
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _("%(number)d of 20") % {"number": value}
