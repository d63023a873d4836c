"""Pages about the client's answer to a plan, and the copy that the client gets."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import allow
from careplans import workflow
from careplans.drafting import form_page, get_plan
from careplans.forms.agreement import AgreePlanForm, CopyGivenForm
from core.forms import EditConflict, sent


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
