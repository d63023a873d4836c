"""The plans tab of a client's record: every version, a draft in the making, agreement, copy and review."""

from io import BytesIO

from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client
from clients.responsible import current_episode
from core.choices import AccessAction
from core.forms import EditConflict, sent
from core.pdf import render_pdf
from recovery_capital.models import LOW_RATING, DomainRating

from . import workflow
from .choices import DOMAIN_AIMS, ActionStatus, PlanKind
from .drafting import draft_page, form_page, get_part, get_plan, keep_what_was_typed, remove_page
from .forms import (
    ActionDoneForm,
    ActionForm,
    AgreePlanForm,
    CopyGivenForm,
    CreatePlanForm,
    GoalForm,
    GoalQuery,
    InterventionForm,
    PlanForm,
    ReviewForm,
)
from .models import Action, Goal, Intervention, Review


@allow("careplans.view_careplan", methods=READ, records_look=True)
def care_plan_list(request, pk):
    client = get_client(request, pk)
    plans = list(client.care_plans.select_related("previous", "created_by"))
    kinds_in_use = {plan.kind for plan in plans if plan.is_current}
    context = {
        "client": client,
        "tab": "plans",
        "current": [plan for plan in plans if plan.is_current],
        "earlier": [plan for plan in plans if not plan.is_current],
        "low": _low_ratings(client),
        "can_create": set(PlanKind) - kinds_in_use,
    }
    return render(request, "careplans/care_plan_list.html", context)


@allow("careplans.change_careplan", records_look=True)
def care_plan_create(request, pk):
    client = get_client(request, pk)
    form = CreatePlanForm(sent(request))
    return form_page(
        request,
        client,
        form,
        lambda: workflow.create_plan(client, kind=form.cleaned_data["kind"], by=request.user),
        heading=_("Begin a plan"),
        done=_("The plan is begun. Add goals in the client’s words."),
    )


@allow("careplans.view_careplan", methods=READ, records_look=True)
def care_plan_detail(request, pk):
    plan = get_plan(request, pk)
    context = _everything(plan)
    context["low"] = _without_goal(plan, context["goals"])
    return render(request, "careplans/care_plan_detail.html", context)


@allow("careplans.change_careplan", records_look=True)
def care_plan_edit(request, pk):
    plan = get_plan(request, pk)
    return draft_page(request, plan, PlanForm, plan, heading=_("What matters, and if things go wrong"))


@allow("careplans.change_careplan", records_look=True)
def goal_add(request, pk):
    plan = get_plan(request, pk)
    domain = GoalQuery(request.GET).values()["domain"]
    goal = Goal(plan=plan, domain=domain, aim=DOMAIN_AIMS.get(domain, ""), position=plan.goals.count())
    return draft_page(request, plan, GoalForm, goal, heading=_("Add a goal"))


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Goal, GoalForm)
def goal_edit(request, pk):
    goal = get_part(request, Goal, pk)
    return draft_page(request, goal.plan, GoalForm, goal, heading=_("Change a goal"))


@allow("careplans.change_careplan", records_look=True)
def goal_remove(request, pk):
    return remove_page(request, get_part(request, Goal, pk), heading=_("Remove this goal and its actions?"))


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Goal, ActionForm)
def action_add(request, pk):
    goal = get_part(request, Goal, pk)
    action = Action(goal=goal, position=goal.actions.count())
    return draft_page(request, goal.plan, ActionForm, action, heading=_("Add an action"), about=goal.words)


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Action, ActionForm)
def action_edit(request, pk):
    action = get_part(request, Action, pk)
    return draft_page(request, action.plan, ActionForm, action, heading=_("Change an action"), about=action.goal.words)


@allow("careplans.change_careplan", records_look=True)
def action_done(request, pk):
    action = get_part(request, Action, pk)
    form = ActionDoneForm(sent(request), instance=action)

    def save():
        form.check_version()
        done_on = form.cleaned_data["done_on"]
        to = ActionStatus.DONE if done_on else ActionStatus.TO_DO
        return workflow.move_action(action, to, done_on=done_on, by=request.user)

    return form_page(
        request, action.plan.client, form, save, heading=_("Is it done?"), about=action.what, plan=action.plan
    )


@allow("careplans.change_careplan", records_look=True)
def action_remove(request, pk):
    return remove_page(request, get_part(request, Action, pk), heading=_("Remove this action?"))


@allow("careplans.change_careplan", records_look=True)
def intervention_add(request, pk):
    plan = get_plan(request, pk)
    return draft_page(request, plan, InterventionForm, Intervention(plan=plan), heading=_("Add an intervention"))


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Intervention, InterventionForm)
def intervention_edit(request, pk):
    intervention = get_part(request, Intervention, pk)
    return draft_page(request, intervention.plan, InterventionForm, intervention, heading=_("Change an intervention"))


@allow("careplans.change_careplan", records_look=True)
def intervention_remove(request, pk):
    return remove_page(request, get_part(request, Intervention, pk), heading=_("Remove this intervention?"))


@allow("careplans.change_careplan", records_look=True)
def care_plan_agree(request, pk):
    plan = get_plan(request, pk)
    if request.method != "POST" and not plan.is_draft:
        return redirect(plan)
    form = AgreePlanForm(sent(request), instance=plan)

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
        done=_("The plan is active. Give the client a copy."),
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


@allow("careplans.change_careplan", records_look=True)
def care_plan_review(request, pk):
    plan = get_plan(request, pk)
    if request.method != "POST" and not plan.is_active:
        return redirect(plan)
    form = ReviewForm(sent(request), instance=Review(plan=plan), goals=plan.goals.all())
    return form_page(
        request,
        plan.client,
        form,
        lambda: workflow.review_plan(plan, by=request.user, **form.answer),
        heading=_("Review the plan"),
        advice=_("Goals that you still work on are copied into the next version. This version stays as it is."),
        plan=plan,
        done=_("The review is saved, and this is the draft of the next version."),
    )


@allow("careplans.view_careplan", methods=READ, records_look=True)
def care_plan_pdf(request, pk):
    plan = get_plan(request, pk, action=AccessAction.PRINT)
    title = _("%(kind)s, version %(number)s – %(reference)s") % {
        "kind": plan.get_kind_display(),
        "number": plan.number,
        "reference": plan.client.reference,
    }
    episode = plan.episode or current_episode(plan.client)
    context = _everything(plan) | {
        "keyworker": episode.keyworker if episode else None,
        "team": episode.team if episode else plan.client.registered_team,
    }
    pdf = render_pdf("careplans/pdf/care_plan.html", context, title=title, printed_by=str(request.user))
    name = f"plan-{plan.client.reference}-{plan.number}.pdf"
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=name)


def _everything(plan):
    """What the page and the printed plan show."""
    return {
        "client": plan.client,
        "tab": "plans",
        "plan": plan,
        "goals": list(plan.goals.prefetch_related("actions")),
        "interventions": plan.interventions.all(),
        "versions": plan.versions,
    }


def _low_ratings(client):
    """The newest ratings of a client that are low."""
    rated = DomainRating.objects.exclude(rating=None).latest_of(client)
    return [rating for rating in rated if rating.rating <= LOW_RATING]


def _without_goal(plan, goals):
    """Low ratings for which a current plan has no goal yet."""
    covered = {goal.domain for goal in goals}
    return [rating for rating in _low_ratings(plan.client) if rating.domain not in covered] if plan.is_current else []
