"""An assessment in progress: its sections as a list of tasks, one section, the answers checked, recorded or discarded."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_of_client
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import workflow
from ..forms import DiscardForm, RecordForm
from ..models import Assessment
from ..sections import find_section, rows_of, sections_of, with_answers


@allow("recovery_capital.add_assessment", methods=READ, records_look=True)
def assessment_sections(request, pk):
    """What has been answered and what has not, in any order."""
    assessment = _get_assessment(request, pk)
    if not assessment.is_in_progress:
        return redirect(assessment)
    tasks = [_task(assessment, section) for section in _sections(request, assessment)]
    context = _context(assessment) | {"tasks": tasks, "answered": sum(task["is_answered"] for task in tasks)}
    return render(request, "recovery_capital/assessment_sections.html", context)


@allow("recovery_capital.add_assessment", records_look=True)
def assessment_section(request, pk, section):
    """One section with its forms, saved together or not at all."""
    assessment = _get_assessment(request, pk)
    if not assessment.is_in_progress and request.method != "POST":
        return redirect(assessment)
    section = find_section(assessment, section)
    if section is None:
        raise Http404
    section = section.seen_by(request.user)
    template = "recovery_capital/assessment_section.html"
    forms = section.forms(assessment, sent(request))
    context = _context(assessment) | {"section": section, "forms": forms}
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        try:
            attempt(forms[0], _saving(assessment, forms), by=request.user)
        except EditConflict as error:
            clashing = next(form for form in forms if form.instance.pk == error.current.pk)
            return conflict(request, clashing, error, template, context)
        if not forms[0].errors:
            messages.success(request, _("Saved"))
            return redirect("recovery_capital:assessment_sections", assessment.pk)
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, template, context, status=status)


@allow("recovery_capital.add_assessment", records_look=True)
def assessment_check(request, pk):
    """Every answer in order, to look through together before they are recorded."""
    assessment = _get_assessment(request, pk)
    if not assessment.is_in_progress and request.method != "POST":
        return redirect(assessment)
    form = RecordForm(sent(request), record=assessment)
    context = _context(assessment) | {
        "form": form,
        "cards": [_card(assessment, each) for each in _sections(request, assessment)],
    }
    if request.method == "POST" and form.is_valid():
        try:
            recorded = attempt(form, workflow.record_assessment, assessment, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "recovery_capital/assessment_check.html", context)
        if recorded:
            messages.success(request, _("Recovery capital recorded"))
            return redirect(recorded)
    return render(request, "recovery_capital/assessment_check.html", context, status=422 if form.errors else 200)


@allow("recovery_capital.add_assessment", records_look=True)
def assessment_discard(request, pk):
    """Take back an assessment that was begun and in which nothing was answered."""
    assessment = _get_assessment(request, pk)
    if not assessment.is_in_progress and request.method != "POST":
        return redirect(assessment)
    form = DiscardForm(sent(request), record=assessment)
    context = _context(assessment) | {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, workflow.discard_assessment, assessment, by=request.user)
        except EditConflict as error:
            return conflict(request, form, error, "recovery_capital/assessment_discard.html", context)
        if not form.errors:
            messages.success(request, _("Discarded"))
            return redirect("recovery_capital:assessment_list", assessment.client_id)
    return render(request, "recovery_capital/assessment_discard.html", context, status=422 if form.errors else 200)


def _get_assessment(request, pk):
    return get_of_client(request, with_answers(Assessment.objects.all()), pk)


def _sections(request, assessment):
    """The sections, without the facts that the user's role may not see."""
    return [section.seen_by(request.user) for section in sections_of(assessment)]


def _context(assessment):
    return {"client": assessment.client, "tab": "recovery_capital", "assessment": assessment}


def _saving(assessment, forms):
    return lambda *, by: workflow.save_section(assessment, forms, by=by)


def _address(assessment, section):
    return reverse("recovery_capital:assessment_section", args=[assessment.pk, section.key])


def _task(assessment, section):
    """A section on the list of tasks."""
    is_answered = bool(section.said(assessment))
    return {
        "title": section.title,
        "url": _address(assessment, section),
        "is_answered": is_answered,
        "status": "answered" if is_answered else "not_started",
        "status_label": _("Answered") if is_answered else _("Not started"),
    }


def _card(assessment, section):
    """A section among the answers to check; one without an answer says so."""
    rows = rows_of(section.said(assessment))
    change = {"label": _("Change"), "url": _address(assessment, section)}
    return {"title": section.title, "rows": rows, "actions": [change], "prompts": section.prompts(assessment)}
