"""The verbs of looking at a plan again: review it, which makes its next version, and move the date of its review."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts import workflow as alerts
from clients.responsible import current_episode
from core.workflow import NotAllowed, move

from .choices import STILL_TO_DO, GoalStatus, PlanStatus
from .models import (
    Action,
    CarePlan,
    Contingency,
    Goal,
    Intervention,
    Review,
    ReviewMove,
    SubstanceAim,
    WithoutGoal,
)
from .models.contents import as_given
from .workflow import lock, next_number


@transaction.atomic
def review_plan(plan, *, by, reviewed_on, attended, what_changed, outcomes, next_on=None):
    """Look back at the active plan with the client, book the next review, and make the draft of the next version.

    `outcomes` says for each goal that has ended how it ended: {goal key: outcome}. Goals without one go on: they are
    copied with the actions that are not done. The version reviewed stays active until the next one is agreed, and
    nothing that stands in it changes.
    """
    plan = lock(plan, PlanStatus.ACTIVE, refusal=_("Only an active plan can be reviewed."))
    if Review.objects.filter(plan=plan).exists():
        raise NotAllowed(_("This version has been reviewed already. Go on with the draft that followed."))
    if plan.versions.in_making().exists():
        raise NotAllowed(_("There is a draft of this kind already. Go on with that one."))
    review = Review(plan=plan, reviewed_on=reviewed_on, attended=attended, what_changed=what_changed, next_on=next_on)
    review.save_by(by)
    for goal in plan.goals.filter(status=GoalStatus.OPEN):
        if outcomes.get(goal.pk):
            move(goal, outcomes[goal.pk], by=by)
    alerts.plan(plan)
    return next_version(review, by=by)


@transaction.atomic
def move_review(plan, *, to_on, why, by):
    """Move the review date of an active plan; from when to when, why and by whom stays on the record."""
    plan = lock(plan, PlanStatus.ACTIVE, refusal=_("Only an active plan has a review date that can be moved."))
    if not why.strip():
        raise NotAllowed(_("Say why the review is moved."))
    if to_on <= timezone.localdate():
        raise NotAllowed(_("The date of the review must be in the future"))
    ReviewMove(plan=plan, from_on=plan.review_on, to_on=to_on, why=why).save_by(by)
    plan.review_on = to_on
    plan.save_by(by, "review_on")
    alerts.plan(plan)
    return plan


def next_version(review, *, by):
    """A draft with what goes on from a plan: words, open goals with open actions, interventions that have not ended.

    What stands in the record is taken from there anew.
    It belongs to the episode that is open now: whoever comes back goes on with the plan in a new one.
    """
    plan, day = review.plan, review.reviewed_on
    draft = CarePlan(
        client_id=plan.client_id,
        episode=current_episode(plan.client, plan.episode),
        kind=plan.kind,
        author=plan.author,
        number=next_number(plan.client_id, plan.kind),
        previous=plan,
        about=plan.about,
        contingency=plan.contingency,
        review_on=review.next_on,
    )
    draft.save_by(by)
    help_agreed = plan.interventions.select_related("given__kind", "given__setting")
    now = {row: as_given(row.given) if row.given else {"ends_on": row.ends_on} for row in help_agreed}
    going_on = {row: said for row, said in now.items() if not said["ends_on"] or said["ends_on"] >= day}
    interventions = {row.pk: copied(row, by, plan=draft, **said) for row, said in going_on.items()}
    Intervention.objects.bulk_create(interventions.values())
    goals = {goal.pk: copied(goal, by, plan=draft) for goal in plan.goals.filter(status=GoalStatus.OPEN)}
    Goal.objects.bulk_create(goals.values())
    actions = Action.objects.filter(goal__in=goals, status__in=STILL_TO_DO)
    Action.objects.bulk_create(
        copied(action, by, goal=goals[action.goal_id], intervention=interventions.get(action.intervention_id))
        for action in actions
    )
    for part in (SubstanceAim, WithoutGoal, Contingency):
        part.objects.bulk_create(copied(row, by, plan=draft) for row in part.objects.filter(plan=plan))
    return draft


def copied(row, by, **changed):
    """A new row with the same words, as the work of `by`."""
    own = {"id", "created_at", "created_by", "updated_at", "updated_by", "version"}
    names = [
        field.attname for field in row._meta.concrete_fields if field.name not in own and field.name not in changed
    ]
    return type(row)(**{name: getattr(row, name) for name in names}, **changed, created_by=by, updated_by=by)
