"""The plans tab of a client's record: every version, and a draft in the making."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from careplans import workflow
from careplans.checking import cards_of
from careplans.choices import PlanKind
from careplans.drafting import (
    draft_page,
    form_page,
    get_part,
    get_plan,
    get_plan_with,
    keep_what_was_typed,
    remove_page,
)
from careplans.follow_on import life_parts, unanswered
from careplans.forms.plan import (
    ContingencyForm,
    ContingencyTextForm,
    CreatePlanForm,
    DiscardForm,
    PlanForm,
    TakeUpForm,
)
from careplans.models import Contingency
from careplans.reading import everything, goals_of
from careplans.sections import WRONG, sections_of, tasks_of
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
        lambda: workflow.create_plan(client, **form.answer, by=request.user),
        heading=_("Begin a plan"),
        done=_("The plan is begun. Fill in its parts in any order."),
    )


@allow("careplans.view_careplan", methods=READ, records_look=True)
def care_plan_detail(request, pk):
    plan = get_plan(request, pk)
    context = everything(plan)
    parts = life_parts(plan)
    context |= {
        "sections": {section.key: section.title for section in sections_of(plan)},
        "parts": [part for part in parts if part.answer and not part.goals],
        "missing": unanswered(plan) if plan.is_draft else [],
        "tasks": tasks_of(plan) if plan.is_draft else [],
    }
    return render(request, "careplans/care_plan_detail.html", context)


@allow("careplans.change_careplan", methods=READ, records_look=True)
def care_plan_check(request, pk):
    """Every answer of a draft in order, read together before the client says what they think of it."""
    plan = get_plan(request, pk)
    if not plan.is_draft:
        return redirect(plan)
    without_goals = not goals_of(plan)
    context = {"client": plan.client, "tab": "plans", "plan": plan, "cards": cards_of(plan)}
    context |= {"missing": unanswered(plan), "without_goals": without_goals}
    return render(request, "careplans/care_plan_check.html", context)


@allow("careplans.change_careplan", records_look=True)
def care_plan_discard(request, pk):
    """Nobody goes on with a draft: why, and it stays readable."""
    plan = get_plan(request, pk)
    if request.method != "POST" and not plan.is_draft:
        return redirect(plan)
    form = DiscardForm(sent(request), record=plan)

    def save():
        form.check_version()
        return workflow.discard_draft(plan, **form.answer, by=request.user)

    advice = _("Nobody will be asked to answer this draft. It stays on the record, and you can take it up again.")
    return form_page(
        request,
        plan.client,
        form,
        save,
        heading=_("Discard this draft?"),
        advice=advice,
        plan=plan,
        done=_("Discarded"),
    )


@allow("careplans.change_careplan", records_look=True)
def care_plan_take_up(request, pk):
    plan = get_plan(request, pk)
    if request.method != "POST" and not plan.is_discarded:
        return redirect(plan)
    form = TakeUpForm(sent(request), record=plan)

    def save():
        form.check_version()
        return workflow.take_up_draft(plan, by=request.user)

    return form_page(
        request, plan.client, form, save, heading=_("Take this draft up again?"), plan=plan,
        done=_("This is a draft again. Fill in its parts in any order."),
    )  # fmt: skip


@allow("careplans.change_careplan", records_look=True)
def care_plan_edit(request, pk):
    plan = get_plan(request, pk)
    return draft_page(request, plan, PlanForm, plan, heading=_("What matters to the client"))


@allow("careplans.change_careplan", records_look=True)
def contingency_text_edit(request, pk):
    """What we do whatever goes wrong, beside what we do when one thing does."""
    plan = get_plan_with(request, pk, WRONG)
    return draft_page(request, plan, ContingencyTextForm, plan, heading=_("If things go wrong"))


@allow("careplans.change_careplan", records_look=True)
def contingency_add(request, pk):
    plan = get_plan_with(request, pk, WRONG)
    return draft_page(request, plan, ContingencyForm, Contingency(plan=plan), heading=_("If things go wrong"))


@allow("careplans.change_careplan", records_look=True)
@keep_what_was_typed(Contingency, ContingencyForm)
def contingency_edit(request, pk):
    row = get_part(request, Contingency, pk)
    return draft_page(request, row.plan, ContingencyForm, row, heading=_("If things go wrong"))


@allow("careplans.change_careplan", records_look=True)
def contingency_remove(request, pk):
    return remove_page(request, get_part(request, Contingency, pk), heading=_("Remove this, and what we do then?"))
