"""Pages about the client's answer to a plan, the manager's countersign, the copy, and what a team asks for."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from careplans import workflow
from careplans.drafting import form_page, get_plan
from careplans.forms.agreement import AgreePlanForm, CopyGivenForm, CountersignForm, PlanningRulesForm
from careplans.models import PlanningRules
from core.forms import EditConflict, sent
from core.views import attempt, conflict


@allow("careplans.change_careplan", records_look=True)
def care_plan_agree(request, pk):
    plan = get_plan(request, pk)
    if request.method != "POST" and not plan.is_draft:
        return redirect(plan)
    rules = workflow.rules_of(plan)
    form = AgreePlanForm(sent(request), instance=plan, weeks=rules.review_weeks)
    waits = _("The plan waits for a manager now.")

    def save():
        try:
            form.check_version()
            return workflow.agree_plan(plan, by=request.user, **form.answer)
        except (EditConflict, workflow.PlanChanged) as error:
            form.show_again(error.current)
            raise

    return form_page(
        request,
        plan.client,
        form,
        save,
        heading=_("What the client says of the plan"),
        advice=_("Read the plan with the client first, or print it."),
        plan=plan,
        more={"back_to_answers": reverse("careplans:care_plan_check", args=[plan.pk])},
        done=waits if rules.countersign else _("The plan is active. Give the client a copy."),
    )


@allow("careplans.change_careplan", records_look=True)
def care_plan_copy(request, pk):
    plan = get_plan(request, pk)
    form = CopyGivenForm(sent(request), record=plan)

    def save():
        form.check_version()
        return workflow.give_copy(plan, **form.answer, by=request.user)

    return form_page(
        request,
        plan.client,
        form,
        save,
        heading=_("Copy for the client"),
        plan=plan,
    )


@allow("careplans.countersign_careplan", records_look=True)
def care_plan_countersign(request, pk):
    plan = get_plan(request, pk)
    if request.method != "POST" and not plan.is_awaiting_countersign:
        return redirect(plan)
    form = CountersignForm(sent(request), record=plan)

    def save():
        form.check_version()
        return workflow.countersign_plan(plan, **form.answer, by=request.user)

    return form_page(
        request,
        plan.client,
        form,
        save,
        heading=_("Countersign the plan"),
        advice=_("Read the plan first. Approved, it is active; sent back, it is a draft again and needs a new answer."),
        plan=plan,
    )


@allow("careplans.change_planningrules", methods=READ)
def planning_rules_list(request):
    """The teams of a manager, and what each asks of its plans."""
    teams = request.user.teams.select_related("planning_rules").order_by("name")
    rows = [getattr(team, "planning_rules", None) or PlanningRules(team=team) for team in teams]
    return render(request, "careplans/planning_rules_list.html", {"rows": rows})


@allow("careplans.change_planningrules")
def planning_rules_edit(request, pk):
    team = get_object_or_404(request.user.teams, pk=pk)
    rules = PlanningRules.objects.filter(team=team).first() or PlanningRules(team=team)
    form = PlanningRulesForm(sent(request), instance=rules)
    context, status = {"form": form, "team": team}, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if attempt(form, form.save, by=request.user):
                    messages.success(request, _("Saved"))
                    return redirect("careplans:planning_rules_list")
            except EditConflict as error:
                return conflict(request, form, error, "careplans/planning_rules_edit.html", context)
    return render(request, "careplans/planning_rules_edit.html", context, status=status)
