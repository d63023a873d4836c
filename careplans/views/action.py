"""Pages about actions: who does what, and how it stands."""

from functools import partial

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import allow
from careplans import workflow
from careplans.drafting import draft_page, form_page, get_part, keep_what_was_typed, remove_page
from careplans.forms.action import ActionForm, ActionMoveForm, ActionQuery
from careplans.models import Action, Goal
from core.forms import sent
from programmes.models import Enrolment
from programmes.views.enrolment import enrol_page
from referrals.models import Referral
from referrals.views.referral import service_then_form

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


@allow("referrals.change_referral", records_look=True)
def action_refer(request, pk):
    """A referral for an action: its service, part of life and the words of its goal are there already."""
    action = get_part(request, Action, pk)
    if request.method != "POST" and (action.referral_id or not action.plan.is_current):
        return redirect(action.referral or action.plan)
    client, goal = action.plan.client, action.goal
    referral = Referral(client=client, domain=goal.domain, reason=goal.words)
    referral.service = action.service if action.service_id and action.service.is_listed else None
    heading = _("Refer for: %(what)s") % {"what": action.what[:80]}
    return service_then_form(request, referral, heading, partial(workflow.refer_action, action))


@allow("programmes.change_enrolment", records_look=True)
def action_enrol(request, pk):
    """An enrolment for an action: the words of its goal are there already. One that is open is linked, not made twice."""
    action = get_part(request, Action, pk)
    if request.method != "POST" and (action.enrolment_id or not action.plan.is_current):
        return redirect(action.enrolment or action.plan)
    enrolment = Enrolment(client=action.plan.client, hopes=action.goal.words)
    title = _("Enrol for: %(what)s") % {"what": action.what[:80]}
    verb = partial(workflow.enrol_action, action)
    return enrol_page(request, enrolment, verb, title=title, to=action.plan.get_absolute_url(), may_link=True)


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
