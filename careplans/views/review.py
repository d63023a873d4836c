"""Pages about looking at a plan again."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import allow
from careplans import reviewing
from careplans.drafting import form_page, get_plan
from careplans.forms.review import ReviewForm
from careplans.models import Review
from core.forms import sent


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
        lambda: reviewing.review_plan(plan, by=request.user, **form.answer),
        heading=_("Review the plan"),
        advice=_("Goals that you still work on are copied into the next version. This version stays as it is."),
        plan=plan,
        done=_("The review is saved, and this is the draft of the next version."),
    )
