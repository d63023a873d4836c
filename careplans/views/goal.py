"""Pages about goals."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import allow
from careplans import workflow
from careplans.choices import DOMAIN_AIMS
from careplans.drafting import (
    draft_page,
    form_page,
    get_part,
    get_plan,
    keep_what_was_typed,
    remove_page,
)
from careplans.forms.goal import GoalForm, GoalMoveForm, GoalQuery
from careplans.models import Goal
from careplans.starters import last_rating, starters_for
from core.forms import sent

GOAL_PAGE = "careplans/goal_form.html"


@allow("careplans.change_careplan", records_look=True)
def goal_add(request, pk):
    plan = get_plan(request, pk)
    asked = GoalQuery(request.GET).values()
    domain, starters, rating = asked["domain"], starters_for(plan, asked["domain"]), last_rating(plan, asked["domain"])
    begun = next((starter.label for starter in starters if starter.code == asked["starter"]), "")
    goal = Goal(plan=plan, domain=domain, aim=DOMAIN_AIMS.get(domain, ""), words=begun, position=plan.goals.count())
    goal.strengths = rating.strengths if rating else ""
    about = {"starters": starters, "rating": rating, "goal": goal}
    return draft_page(request, plan, GoalForm, goal, heading=_("Add a goal"), template=GOAL_PAGE, more=about)


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Goal, GoalForm)
def goal_edit(request, pk):
    goal = get_part(request, Goal, pk)
    about = {"rating": last_rating(goal.plan, goal.domain), "goal": goal}
    return draft_page(request, goal.plan, GoalForm, goal, heading=_("Change a goal"), template=GOAL_PAGE, more=about)


@allow("careplans.change_careplan", records_look=True)
def goal_remove(request, pk):
    return remove_page(request, get_part(request, Goal, pk), heading=_("Remove this goal and its actions?"))


@allow("careplans.change_careplan", records_look=True)
def goal_move(request, pk):
    """How a goal of an active plan ended, without waiting for the review."""
    goal = get_part(request, Goal, pk)
    if request.method != "POST" and not (goal.plan.is_active and goal.is_open):
        return redirect(goal.plan)
    form = GoalMoveForm(sent(request), record=goal)

    def save():
        form.check_version()
        workflow.move_goal(goal, form.cleaned_data["to"], by=request.user)

    return form_page(
        request, goal.plan.client, form, save, heading=_("How did this goal end?"), about=goal.words, plan=goal.plan
    )
