"""Outcome measures in the recovery capital tab: all of them with their change, one to answer, one result, what was done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.forms import ErrorForm
from clients.workflow import may_correct
from core import charts
from core.forms import EditConflict, PageQuery, sent
from core.pagination import paginate
from core.templatetags.ui import short_day
from core.views import attempt, conflict

from .. import workflow
from ..forms import MeasureForm, SettleForm, WhichMeasureForm
from ..measures import texts, top
from ..measures.change import signed, trends
from ..models import MeasureResult, TopAssessment
from .parts import episode_for, stage_of

MOST_RESULTS, SHOWN_IN_CHART = 500, 8
SETTLE_PAGE = "recovery_capital/measure_settle.html"


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def measure_list(request, pk):
    """What waits for an action, what may be asked, how each measure changed, and every result."""
    client = get_client(request, pk)
    results = client.measure_results.select_related("created_by", "error_by")
    page = paginate(
        results, "-answered_on", "-created_at", "-id", cursor=PageQuery(request.GET).values()["after"], size=20
    )
    profiles = list(TopAssessment.objects.filter(client=client)[:50])
    context = {
        "client": client,
        "tab": "recovery_capital",
        "waiting": MeasureResult.objects.unsettled().filter(client=client),
        "offered": texts.offered(),
        "page": page,
        "trends": [_trend_row(trend) for trend in trends(client.measure_results.valid()[:MOST_RESULTS])],
        "profiles": profiles,
        "profile_rows": _profile_rows(profiles),
    }
    return render(request, "recovery_capital/measure_list.html", context)


@allow("recovery_capital.add_assessment", records_look=True)
def measure_add(request, pk):
    """One measure on one page, to be answered by the person; without a choice, the first that is offered."""
    client = get_client(request, pk)
    measure, text = texts.offered_measure(WhichMeasureForm(request.GET).values()["measure"])
    if measure is None:
        measure, text = texts.offered()[0]
    form = MeasureForm(
        sent(request), measure=measure, text=text, stage=stage_of(client.measure_results.valid(), measure.name)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        result = MeasureResult(
            client=client, episode=episode_for(request, client), measure=measure.name, answers=form.answers,
            answered_on=data["answered_on"], stage=data["stage"], follow_up=data.get("follow_up"),
        )  # fmt: skip
        return _saved(request, workflow.record_result(result, by=request.user))
    context = {"client": client, "tab": "recovery_capital", "form": form, "measure": measure, "text": text}
    return render(request, "recovery_capital/measure_add.html", context, status=422 if form.errors else 200)


def _saved(request, result):
    """To the result; after a safety item, to the assessment of risks."""
    if not result.flags:
        messages.success(request, _("The answers are saved"))
        return redirect(result)
    messages.warning(
        request,
        _("The answers are saved, and one of them speaks of suicide or self-harm. Talk about it now: assess the risk, or write "
          "down what was done. It stays on My work until then."),
    )  # fmt: skip
    return redirect("safeguarding:risk_assess", result.client_id)


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def measure_detail(request, pk):
    """One result: what it means, what it warns of, each answer, and how it changed."""
    results = MeasureResult.objects.select_related("created_by", "settled_by", "error_by")
    result = get_of_client(request, results, pk)
    same = result.client.measure_results.valid().filter(measure=result.measure, total__isnull=False)
    trend = None if result.is_in_error else next(trends(same[:SHOWN_IN_CHART]), None)
    context = {
        "client": result.client,
        "tab": "recovery_capital",
        "result": result,
        "measure": result.instrument,
        "text": texts.text_of(result.instrument),
        "trend": trend,
        "is_unsettled": result.is_unsettled,
        "may_correct": may_correct(result, request.user) and not result.is_in_error,
    }
    if context["text"] and result.follow_up is not None:
        context["follow_up"] = context["text"].follow_up.label(result.follow_up)
    if trend and len(trend.results) > 1:
        context |= _chart(trend)
    return render(request, "recovery_capital/measure_detail.html", context)


@allow("recovery_capital.add_assessment", records_look=True)
def measure_settle(request, pk):
    """What was done about a safety item, and why that is enough."""
    result = get_of_client(request, MeasureResult.objects.all(), pk)
    form = SettleForm(sent(request), record=result)
    context = {"client": result.client, "tab": "recovery_capital", "result": result, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            settled = attempt(form, workflow.settle_safety, result, **form.answer, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, SETTLE_PAGE, context)
        if settled:
            messages.success(request, _("What was done is written down"))
            return redirect(result)
    return render(request, SETTLE_PAGE, context, status=422 if form.errors else 200)


@allow("recovery_capital.add_assessment", records_look=True)
def measure_error(request, pk):
    """A result that should not be on this record: marked with its reason, kept, and counted nowhere any more."""
    result = get_of_client(request, MeasureResult.objects.all(), pk)
    form = ErrorForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.mark_result_in_error, result, **form.cleaned_data, by=request.user):
            messages.success(
                request, _("It is marked as entered in error. It stays readable, and is no longer counted.")
            )
            return redirect(result)
    context = {"title": _("Entered in error"), "form": form, "client": result.client, "tab": "recovery_capital"}
    context |= {
        "back_url": result.get_absolute_url(),
        "about": f"{result.get_measure_display()}, {short_day(result.answered_on)}",
    }
    return render(request, "clients/record_form.html", context, status=422 if form.errors else 200)


def _chart(trend):
    """The last totals as columns, and as a table."""
    title = _("%(measure)s: the highest total is %(most)d") % {
        "measure": trend.measure.label,
        "most": trend.measure.most,
    }
    rows = [(short_day(result.answered_on), float(result.total)) for result in trend.results]
    return {
        "chart": charts.columns(title, [(label, int(total) if total == int(total) else total) for label, total in rows]),
        "chart_title": title,
        "columns": [{"label": _("Day")}, {"label": _("Total"), "number": True}, {"label": _("Band")}],
        "rows": [
            [{"text": short_day(result.answered_on), "url": result.get_absolute_url()}, result.number,
             str(result.band_now.label) if result.band_now else "–"]
            for result in trend.results
        ],
    }  # fmt: skip


def _trend_row(trend):
    first, last = trend.first, trend.last
    title = _("%(measure)s over time") % {"measure": trend.measure.label}
    return {
        "trend": trend,
        "first": first if first is not last else None,
        "last": last,
        "line": charts.sparkline(title, [float(result.total) for result in trend.results], maximum=trend.measure.most),
    }


def _profile_rows(profiles):
    """What changed from the first profile to the last; empty before there are two."""
    if len(profiles) < 2:
        return []
    return [
        [capfirst(change.label), str(change.first), str(change.last), signed(change.difference), change.verdict.label if change.verdict else "–"]
        for change in top.changes(profiles[-1], profiles[0])
    ]  # fmt: skip
