"""The plans tab of a client's record: every version, and a draft in the making."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from careplans import workflow
from careplans.choices import PlanKind
from careplans.drafting import draft_page, everything, form_page, get_plan
from careplans.forms.plan import CreatePlanForm, PlanForm
from clients.access import get_client
from core.forms import sent
from recovery_capital.models import DomainRating


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
        "low": DomainRating.objects.asking_for_a_goal(client),
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
    context = everything(plan)
    context["low"] = _without_goal(plan, context["goals"])
    return render(request, "careplans/care_plan_detail.html", context)


@allow("careplans.change_careplan", records_look=True)
def care_plan_edit(request, pk):
    plan = get_plan(request, pk)
    return draft_page(request, plan, PlanForm, plan, heading=_("What matters, and if things go wrong"))


def _without_goal(plan, goals):
    """The domains that ask for a goal and have none yet in a current plan."""
    covered = {goal.domain for goal in goals}
    asking = DomainRating.objects.asking_for_a_goal(plan.client) if plan.is_current else []
    return [rating for rating in asking if rating.domain not in covered]
