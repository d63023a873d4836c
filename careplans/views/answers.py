"""Pages that ask one short question about many things: each part of life, each substance."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import allow
from careplans import workflow
from careplans.drafting import get_plan_with
from careplans.follow_on import life_parts
from careplans.forms.plan import SubstanceAimForm, WithoutGoalForm
from careplans.models import SubstanceAim, WithoutGoal
from careplans.sections import AIMS, FOLLOW_ON
from core.forms import EditConflict, sent
from core.views import conflict
from core.workflow import NotAllowed


@allow("careplans.change_careplan", records_look=True)
def follow_on_edit(request, pk):
    """Each part of life has a goal, or an answer why there is none."""
    plan = get_plan_with(request, pk, FOLLOW_ON)
    parts = life_parts(plan)
    forms = {}
    for part in parts:
        if not part.goals:
            row = part.answer or WithoutGoal(plan=plan, about=part.about)
            forms[part.about] = WithoutGoalForm(sent(request), instance=row, prefix=part.about, part=part)
    context = {"rows": [(part, forms.get(part.about)) for part in parts]}
    return _answers_page(request, plan, list(forms.values()), "careplans/follow_on_edit.html", context)


@allow("careplans.change_careplan", records_look=True)
def substance_aims_edit(request, pk):
    """What the client wants to reach with each substance that brought them here."""
    plan = get_plan_with(request, pk, AIMS)
    known = {row.substance: row for row in plan.substance_aims.all()}
    forms = []
    for substance in dict.fromkeys([*plan.problem_substances, *known]):
        row = known.get(substance) or SubstanceAim(plan=plan, substance=substance)
        forms.append(SubstanceAimForm(sent(request), instance=row, prefix=substance))
    return _answers_page(request, plan, forms, "careplans/substance_aims_edit.html", {})


def _answers_page(request, plan, forms, template, context):
    """422 when an answer lacks something, 409 when somebody else came first, else on to the plan."""
    if request.method != "POST" and not plan.is_draft:
        return redirect(plan)
    context |= {"client": plan.client, "tab": "plans", "plan": plan, "forms": forms}
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        try:
            workflow.save_answers(plan, forms, by=request.user)
        except EditConflict as error:
            clashing = next(form for form in forms if form.instance.pk == error.current.pk)
            return conflict(request, clashing, error, template, context)
        except NotAllowed as error:
            context["refusal"] = str(error)
            return render(request, template, context, status=409)
        messages.success(request, _("Saved"))
        return redirect(plan)
    return render(request, template, context, status=422 if any(form.errors for form in forms) else 200)
