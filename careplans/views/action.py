"""Pages about actions: who does what, and how it stands."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import allow
from careplans import workflow
from careplans.drafting import draft_page, form_page, get_part, keep_what_was_typed, remove_page
from careplans.forms.action import ActionForm, ActionMoveForm, ActionQuery
from careplans.models import Action, Goal
from core.forms import sent

ACTION_PAGE = "careplans/action_form.html"


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Goal, ActionForm)
def action_add(request, pk):
    goal = get_part(request, Goal, pk)
    action = Action(goal=goal, position=goal.actions.count())
    return _action_page(request, action, heading=_("Add an action"))


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Action, ActionForm)
def action_edit(request, pk):
    return _action_page(request, get_part(request, Action, pk), heading=_("Change an action"))


def _action_page(request, action, *, heading):
    """The form of an action. Looking for a service shows it again with what was typed and the services found."""
    plan, about = action.plan, {"heading": heading, "about": action.goal.words}
    if request.method == "POST" and "search" in request.POST and plan.is_draft:
        form = ActionForm(instance=action, initial=request.POST.dict())
        form.initial["version"] = request.POST.get("version", "")
        context = {"client": plan.client, "tab": "plans", "plan": plan, "form": form, "looked": True} | about
        return render(request, ACTION_PAGE, context)
    return draft_page(request, plan, ActionForm, action, template=ACTION_PAGE, **about)


@allow("careplans.change_careplan", records_look=True)
def action_move(request, pk):
    """How an action stands: on its way, done on a day, or not yet and why."""
    action = get_part(request, Action, pk)
    if request.method != "POST" and not action.plan.is_current:
        return redirect(action.plan)
    suggested = ActionQuery(request.GET).values()["to"]
    form = ActionMoveForm(sent(request), record=action, initial={"to": suggested or action.status})

    def save():
        form.check_version()
        return workflow.move_action(action, **form.answer, by=request.user)

    return form_page(
        request, action.plan.client, form, save, heading=_("How does it stand?"), about=action.what, plan=action.plan
    )


@allow("careplans.change_careplan", records_look=True)
def action_remove(request, pk):
    return remove_page(request, get_part(request, Action, pk), heading=_("Remove this action?"))
