"""Pages about looking at a plan again: the review, moving its date, and two versions side by side."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from careplans import reviewing
from careplans.choices import GoalStatus
from careplans.comparing import compare, ratings_since
from careplans.drafting import form_page, get_plan
from careplans.forms.review import CompareQuery, MoveReviewForm, ReviewForm
from careplans.models import Review
from careplans.workflow import rules_of
from core.forms import sent


@allow("careplans.change_careplan", records_look=True)
def care_plan_review(request, pk):
    plan = get_plan(request, pk)
    if request.method != "POST" and not plan.is_active:
        return redirect(plan)
    form = ReviewForm(
        sent(request),
        instance=Review(plan=plan),
        goals=plan.goals.filter(status=GoalStatus.OPEN).prefetch_related("actions"),
        weeks=rules_of(plan).review_weeks,
        last=getattr(plan.previous, "review", None),
    )
    return form_page(
        request,
        plan.client,
        form,
        lambda: reviewing.review_plan(plan, by=request.user, **form.answer),
        heading=_("Review the plan"),
        advice=_("Goals that you still work on are copied into the next version. This version stays as it is."),
        plan=plan,
        done=_("The review is saved, and this is the draft of the next version."),
        template="careplans/care_plan_review.html",
        more={"change": ratings_since(plan)},
    )


@allow("careplans.change_careplan", records_look=True)
def care_plan_move_review(request, pk):
    plan = get_plan(request, pk)
    if request.method != "POST" and not plan.is_active:
        return redirect(plan)
    form = MoveReviewForm(sent(request), record=plan)

    def save():
        form.check_version()
        return reviewing.move_review(plan, **form.answer, by=request.user)

    return form_page(request, plan.client, form, save, heading=_("Move the review"), plan=plan)


@allow("careplans.view_careplan", methods=READ, records_look=True)
def care_plan_compare(request, pk):
    plan = get_plan(request, pk)
    number = CompareQuery(request.GET).values()["with_version"] or plan.number - 1
    other = plan.versions.exclude(pk=plan.pk).filter(number=number).first()
    if other is None:
        raise Http404
    before, after = sorted([other, plan], key=lambda version: version.number)
    context = {
        "client": plan.client,
        "tab": "plans",
        "plan": plan,
        "before": before,
        "after": after,
        "rows": compare(before, after),
        "versions": plan.versions.exclude(pk__in=[before.pk, after.pk]),
    }
    return render(request, "careplans/care_plan_compare.html", context)
