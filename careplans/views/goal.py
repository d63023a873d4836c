"""Pages about goals, their actions, and interventions."""

from django.utils.translation import gettext as _

from accounts.access import allow
from careplans import workflow
from careplans.choices import DOMAIN_AIMS, ActionStatus
from careplans.drafting import draft_page, form_page, get_part, get_plan, keep_what_was_typed, remove_page
from careplans.forms.goal import ActionDoneForm, ActionForm, GoalForm, GoalQuery, InterventionForm
from careplans.models import Action, Goal, Intervention
from core.forms import sent


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
