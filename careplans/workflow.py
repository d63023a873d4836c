"""The verbs of care plans: begin, change a draft, agree, do, review, complete."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts import workflow as alerts
from clients.responsible import current_episode
from clients.workflow import lock_client
from core.workflow import NotAllowed, move

from .choices import STILL_TO_DO, ActionStatus, Agreement, GoalStatus, PlanAuthor, PlanStatus
from .models import Action, CarePlan, Contingency, Goal, Intervention, Review, SubstanceAim, WithoutGoal


class PlanChanged(NotAllowed):
    """The plan is no longer what was read with the client; `current` is the plan as it is now."""

    def __init__(self, current):
        said = _(
            "The plan has changed since you opened this page. Read it again; if the answer still holds, save again."
        )
        super().__init__(said)
        self.current = current


@transaction.atomic
def create_plan(client, *, kind, by, author=PlanAuthor.JOINT):
    """Begin a plan with a client, also with one who waits for treatment or has no worker yet."""
    lock_client(client)
    current = CarePlan.objects.filter(client=client, kind=kind).current().first()
    if current and not current.is_active:
        raise NotAllowed(_("There is a draft of this kind already. Go on with that one."))
    if current:
        raise NotAllowed(_("There is an active plan of this kind. Review it to make its next version."))
    mine = client.episodes.open().filter(team__in=by.team_ids).first()
    episode, number = mine or current_episode(client), next_number(client, kind)
    plan = CarePlan(client=client, episode=episode, kind=kind, author=author, number=number)
    plan.save_by(by)
    return plan


def next_number(client, kind):
    """The number of the next version of a kind of plan."""
    last = CarePlan.objects.filter(client=client, kind=kind).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def lock(plan, *statuses, refusal):
    """The plan as it is now, locked until the end of the transaction. Raises NotAllowed unless it has such a status."""
    current = CarePlan.objects.select_for_update().get(pk=plan.pk)
    if current.status not in statuses:
        raise NotAllowed(refusal)
    return current


def lock_draft(plan):
    return lock(
        plan,
        PlanStatus.DRAFT,
        refusal=_("This plan is no longer a draft, so it stays as it is. Review it to make its next version."),
    )


@transaction.atomic
def save_in_draft(form, plan, *, by):
    """Save what was typed about a plan, a goal, an action or an intervention: only a draft can be changed."""
    lock_draft(plan)
    return form.save(by=by)


@transaction.atomic
def remove_from_draft(part, *, by):
    """Take a goal, an action or an intervention out of a draft; the history keeps it."""
    lock_draft(part.plan)
    part.save_by(by)  # who removed it stands in the last row of its history
    part.delete()


@transaction.atomic
def move_action(action, to, *, by, done_on=None, not_yet_because=""):
    """Write down how an action stands; one that is done has its day, one that cannot be done yet says why."""
    lock(
        action.plan,
        PlanStatus.DRAFT,
        PlanStatus.ACTIVE,
        refusal=_("This plan has ended, so it stays as it is. Look for the action in the plan that followed."),
    )
    if to == ActionStatus.DONE and not done_on:
        raise NotAllowed(_("Enter the date it was done"))
    if to == ActionStatus.CANNOT_YET and not not_yet_because.strip():
        raise NotAllowed(_("Say why it cannot be done yet"))
    action.done_on = done_on if to == ActionStatus.DONE else None
    action.not_yet_because = not_yet_because if to == ActionStatus.CANNOT_YET else ""
    if to == action.status:  # only the day or the reason is put right
        action.save_by(by, "done_on", "not_yet_because")
        return action
    return move(action, to, by=by, reason=not_yet_because, fields=["done_on", "not_yet_because"])


@transaction.atomic
def agree_plan(
    plan, *, by, agreement, agreed_on, review_on, agreed_how="", agreement_reason="", copy_given_on=None, seen=None
):
    """Write down what the client said of the plan; it is active from now on and replaces the version before.

    A plan is active even when the client does not agree or could not answer, and then says why. It has a review date
    and at least one goal. `seen` is the stamp of the plan that was read with the client; raises PlanChanged when
    somebody changed the plan since.
    """
    plan = lock_draft(plan)
    if seen is not None and seen != plan.stamp:
        raise PlanChanged(plan)
    if agreement != Agreement.AGREES and not agreement_reason.strip():
        raise NotAllowed(_("Say why the client does not agree or could not answer."))
    if not review_on or review_on <= agreed_on:
        raise NotAllowed(_("Set a review date after the day the client answered."))
    if not plan.goals.exists():
        raise NotAllowed(_("Add at least one goal before you ask for agreement."))
    for before in CarePlan.objects.active().filter(client=plan.client_id, kind=plan.kind):
        move(before, PlanStatus.SUPERSEDED, by=by)
        alerts.plan(before)
    plan.agreement, plan.agreed_how, plan.agreed_on = agreement, agreed_how, agreed_on
    plan.agreement_reason = "" if agreement == Agreement.AGREES else agreement_reason
    plan.review_on, plan.copy_given_on = review_on, copy_given_on
    answer = ["agreement", "agreed_how", "agreed_on", "agreement_reason", "review_on", "copy_given_on"]
    move(plan, PlanStatus.ACTIVE, by=by, fields=answer)
    alerts.plan(plan)
    return plan


@transaction.atomic
def give_copy(plan, *, on, by):
    """Write down that the client has a copy of the plan."""
    plan = CarePlan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_draft:
        raise NotAllowed(_("The client gets a copy when the plan is agreed."))
    plan.copy_given_on = on
    plan.save_by(by, "copy_given_on")
    return plan


@transaction.atomic
def review_plan(plan, *, by, reviewed_on, attended, what_changed, outcomes):
    """Look back at the active plan with the client, and make the draft of its next version.

    `outcomes` says for each goal that has ended how it ended: {goal key: outcome}. Goals without one go on: they are
    copied with the actions that are not done. The version reviewed stays active until the next one is agreed, and
    nothing that stands in it changes.
    """
    plan = lock(plan, PlanStatus.ACTIVE, refusal=_("Only an active plan can be reviewed."))
    if Review.objects.filter(plan=plan).exists():
        raise NotAllowed(_("This version has been reviewed already. Go on with the draft that followed."))
    if plan.versions.in_making().exists():
        raise NotAllowed(_("There is a draft of this kind already. Go on with that one."))
    Review(plan=plan, reviewed_on=reviewed_on, attended=attended, what_changed=what_changed).save_by(by)
    for goal in plan.goals.all():
        if outcomes.get(goal.pk):
            move(goal, outcomes[goal.pk], by=by)
    return next_version(plan, reviewed_on, by=by)


def next_version(plan, day, *, by):
    """A draft with what goes on from a plan: words, open goals with open actions, interventions that have not ended.

    It belongs to the episode that is open now: whoever comes back goes on with the plan in a new one.
    """
    draft = CarePlan(
        client_id=plan.client_id,
        episode=current_episode(plan.client, plan.episode),
        kind=plan.kind,
        author=plan.author,
        number=next_number(plan.client_id, plan.kind),
        previous=plan,
        about=plan.about,
        contingency=plan.contingency,
    )
    draft.save_by(by)
    going_on = [row for row in plan.interventions.all() if not row.ends_on or row.ends_on >= day]
    interventions = {row.pk: copied(row, by, plan=draft) for row in going_on}
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


@transaction.atomic
def complete_plan(plan, *, by, on=None):
    """The work that was planned is done: the plan is complete (part of leaving treatment)."""
    plan = lock(plan, PlanStatus.ACTIVE, refusal=_("Only an active plan can be completed."))
    plan.completed_on = on or timezone.localdate()
    move(plan, PlanStatus.COMPLETED, by=by, fields=["completed_on"])
    alerts.plan(plan)
    return plan
