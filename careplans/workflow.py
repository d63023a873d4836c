"""The verbs of care plans: begin, change a draft, do, agree, countersign, complete. Reviews: `reviewing.py`."""

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts import workflow as alerts
from clients import episodes
from clients.responsible import current_episode, team_of
from clients.workflow import lock_client
from core import database
from core.workflow import NotAllowed, move
from core.workflow import lock as lock_record
from programmes import enrolling

from . import follow_on
from .choices import CODE_OF_KIND, ActionStatus, Agreement, CountersignDecision, PlanAuthor, PlanStatus
from .models import IN_MAKING, CarePlan, Countersign, Goal, Intervention, PlanningRules
from .models.contents import as_given

ANSWER = [
    "agreement", "agreed_how", "agreed_on", "agreed_by", "agreement_reason", "agreed_hash", "review_on",
    "copy_given_on", "copy_given_how",
]  # fmt: skip


class PlanChanged(NotAllowed):
    """The plan is no longer what was read with the client; `current` is the plan as it is now."""

    def __init__(self, current):
        said = _(
            "The plan has changed since you opened this page. Read it again; if the answer still holds, save again."
        )
        super().__init__(said)
        self.current = current


class Unanswered(NotAllowed):
    """Parts of life that the plan does not answer for; `parts` are they."""

    def __init__(self, parts):
        names = ", ".join(str(part.label) for part in parts)
        super().__init__(_("Answer first for each part of life. Not answered yet: %(names)s.") % {"names": names})
        self.parts = parts


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


def hold(plan, *statuses, refusal):
    """Lock a plan until the end of the transaction, as `lock` does, for whoever needs nothing else that stands in it."""
    if database.locked(plan, "status") not in statuses:
        raise NotAllowed(refusal)


def hold_draft(plan):
    hold(
        plan,
        PlanStatus.DRAFT,
        refusal=_("This plan is no longer a draft, so it stays as it is. Review it to make its next version."),
    )


@transaction.atomic
def save_in_draft(form, plan, *, by):
    """Save what was typed about a plan, a goal, an action or an intervention: only a draft can be changed."""
    hold_draft(plan)
    may_answer = form.instance._state.adding or "domain" in form.changed_data
    saved = form.save(by=by, in_verb=True)
    if may_answer and isinstance(saved, Goal):
        follow_on.forget_answers(saved)
    return saved


@transaction.atomic
def save_answers(plan, forms, *, by):
    """Keep the answers of a page that asks about many things, of which each may be left out or taken back."""
    hold_draft(plan)
    for form in [form for form in forms if form.has_changed()]:
        if not form.is_empty:
            form.save(by=by)
        elif not form.instance._state.adding:
            form.check_version()
            remove_from_draft(type(form.instance).objects.get(pk=form.instance.pk), by=by)
    return plan


@transaction.atomic
def discard_draft(plan, *, by, reason):
    """Nobody goes on with this draft: it stays as it is, with the reason, and may be taken up again."""
    hold_draft(plan)
    if not reason.strip():
        raise NotAllowed(_("Say why the draft is discarded."))
    return move(plan, PlanStatus.DISCARDED, by=by, reason=reason)


@transaction.atomic
def take_up_draft(plan, *, by):
    """Go on with a draft that was discarded, in the episode that is open now; not beside another one, or a later version."""
    lock_client(plan.client)
    hold(plan, PlanStatus.DISCARDED, refusal=_("This plan is not a discarded draft any more."))
    others = plan.versions.exclude(status=PlanStatus.DISCARDED)
    if others.filter(Q(number__gt=plan.number) | Q(status__in=IN_MAKING)).exists():
        raise NotAllowed(_("There is a draft or a later version of this kind. Go on with that one."))
    plan.episode = current_episode(plan.client, plan.episode)
    return move(plan, PlanStatus.DRAFT, by=by, fields=["episode"])


@transaction.atomic
def take_interventions(plan, rows, *, by):
    """Put help that stands in the record into a draft as it stands there, each once."""
    hold_draft(plan)
    known = set(Intervention.objects.filter(plan=plan, given__in=rows).values_list("given", flat=True))
    for row in rows:
        if row.pk not in known:
            detail = "" if row.kind.code in CODE_OF_KIND.values() else row.kind.label
            Intervention(plan=plan, given=row, detail=detail, **as_given(row)).save_by(by)
    return plan


@transaction.atomic
def record_intervention(part, form, *, by):
    """Write into the record that help of an active plan is given, and link both; the text that was agreed stays."""
    hold(part.plan, PlanStatus.ACTIVE, refusal=_("This plan is not active any more: record it from the one that is."))
    if database.locked(part, "given_id"):
        raise NotAllowed(_("Somebody has recorded this already."))
    part.given = episodes.save_intervention(form, by=by)
    part.save_by(by, "given")
    return part.plan


@transaction.atomic
def move_goal(goal, to, *, by):
    """Write down how a goal of an active plan has ended; the next version goes on without it."""
    hold(goal.plan, PlanStatus.ACTIVE, refusal=_("How a goal ends is written down while its plan is active."))
    return move(goal, to, by=by)


@transaction.atomic
def remove_from_draft(part, *, by):
    """Take a goal, an action or an intervention out of a draft; the history keeps it."""
    hold_draft(part.plan)
    part.save_by(by)  # who removed it stands in the last row of its history
    part.delete()


@transaction.atomic
def move_action(action, to, *, by, done_on=None, not_yet_because=""):
    """Write down how an action stands; one that is done has its day, one that cannot be done yet says why."""
    hold(
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
def refer_action(action, form, *, by):
    """Write a referral for an action, and link the two: how the referral stands is read beside the action."""
    hold(
        action.plan,
        PlanStatus.DRAFT,
        PlanStatus.ACTIVE,
        refusal=_("This plan has ended, so it stays as it is. Look for the action in the plan that followed."),
    )
    lock_record(action)
    if action.referral_id:
        raise NotAllowed(_("There is a referral for this action already. Go on with that one."))
    action.referral = form.save(by=by)
    action.save_by(by, "referral")
    return action.referral


@transaction.atomic
def enrol_action(action, form, *, by):
    """Enrol the client for an action, and link the two; where the client is enrolled there already, that one is linked."""
    hold(
        action.plan,
        PlanStatus.DRAFT,
        PlanStatus.ACTIVE,
        refusal=_("This plan has ended, so it stays as it is. Look for the action in the plan that followed."),
    )
    lock_record(action)
    if action.enrolment_id:
        raise NotAllowed(_("There is an enrolment for this action already. Go on with that one."))
    wanted, asked = form.instance, form.cleaned_data
    there = enrolling.same_open(wanted.client, wanted.programme)
    action.enrolment = there or enrolling.ask(wanted, by=by, start_on=asked["start_on"], why=asked["why"])
    action.save_by(by, "enrolment")
    return action.enrolment


@transaction.atomic
def agree_plan(
    plan,
    *,
    by,
    agreement,
    agreed_on,
    review_on,
    agreed_how="",
    agreed_by="",
    agreement_reason="",
    copy_given_on=None,
    copy_given_how="",
    seen=None,
):
    """Write down what the client said of the plan; it is active from now on and replaces the version before.

    A plan is active even when the client does not agree or could not answer, and then says why. It has a review date
    and at least one goal. Where the team asks for it, a manager looks at it first (`countersign_plan`). The hash of
    the text that was answered is kept. `seen` is the stamp of the plan that was read with the client; raises
    PlanChanged when somebody changed the plan since.
    """
    hold_draft(plan)
    plan = CarePlan.objects.get(pk=plan.pk)
    if seen is not None and seen != plan.stamp:
        raise PlanChanged(plan)
    if agreement != Agreement.AGREES and not agreement_reason.strip():
        raise NotAllowed(_("Say why the client does not agree or could not answer."))
    if not review_on or review_on <= agreed_on:
        raise NotAllowed(_("Set a review date after the day the client answered."))
    _refuse_unfinished(plan)
    plan.agreement, plan.agreed_how, plan.agreed_on, plan.agreed_by = agreement, agreed_how, agreed_on, agreed_by
    plan.agreement_reason = "" if agreement == Agreement.AGREES else agreement_reason
    plan.agreed_hash, plan.review_on = plan.fingerprint, review_on
    plan.copy_given_on, plan.copy_given_how = copy_given_on, copy_given_how
    if rules_of(plan).countersign:
        move(plan, PlanStatus.AWAITING_COUNTERSIGN, by=by, fields=ANSWER)
        alerts.plan(plan)
        return plan
    return activate(plan, by=by, fields=ANSWER)


def _refuse_unfinished(plan):
    """A plan has a goal, and answers for each part of life that it is asked about."""
    if not plan.goals.exists():
        raise NotAllowed(_("Add at least one goal before you ask for agreement."))
    if missing := follow_on.unanswered(plan):
        raise Unanswered(missing)


def activate(plan, *, by, fields=(), reason=""):
    """The plan holds from now on, and the version before it no longer does."""
    for before in CarePlan.objects.active().filter(client=plan.client_id, kind=plan.kind):
        move(before, PlanStatus.SUPERSEDED, by=by)
        alerts.plan(before)
    plan.active_since = timezone.now()
    move(plan, PlanStatus.ACTIVE, by=by, reason=reason, fields=[*fields, "active_since"])
    alerts.plan(plan)
    alerts.plan(plan.client)  # who has nowhere to live has a plan for it now, or none
    return plan


@transaction.atomic
def countersign_plan(plan, *, by, decision, comment=""):
    """A manager approves an answered plan, which makes it active, or sends it back as a draft with a comment.

    Both are kept with the hash of the text that the manager read. The answer of the client to a plan that is sent back
    is taken off, since another text will need another answer; the history keeps it. Raises NotAllowed for whoever
    recorded the answer.
    """
    plan = lock(plan, PlanStatus.AWAITING_COUNTERSIGN, refusal=_("This plan does not wait for a manager any more."))
    if plan.status_changes.last().changed_by == by:
        raise NotAllowed(_("You recorded the answer, so somebody else has to countersign."))
    if decision == CountersignDecision.SENT_BACK and not comment.strip():
        raise NotAllowed(_("Say what should change."))
    Countersign(plan=plan, decision=decision, comment=comment, plan_hash=plan.agreed_hash).save_by(by)
    if decision == CountersignDecision.APPROVED:
        return activate(plan, by=by, reason=comment)
    for name in ANSWER:
        setattr(plan, name, CarePlan._meta.get_field(name).get_default())
    move(plan, PlanStatus.DRAFT, by=by, reason=comment, fields=ANSWER)
    alerts.plan(plan)
    return plan


def rules_of(plan):
    """What the team of a plan asks for: weeks until the review, and whether a manager countersigns."""
    team = team_of(plan.client, plan.episode)
    return PlanningRules.objects.filter(team=team).first() or PlanningRules(team=team)


@transaction.atomic
def give_copy(plan, *, on, how="", by):
    """Write down that the client has a copy of the plan."""
    plan = CarePlan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_draft or plan.is_discarded:
        raise NotAllowed(_("The client gets a copy when the plan is agreed."))
    plan.copy_given_on, plan.copy_given_how = on, how
    plan.save_by(by, "copy_given_on", "copy_given_how")
    return plan


@transaction.atomic
def complete_plan(plan, *, by, on=None):
    """The work that was planned is done: the plan is complete (part of leaving treatment)."""
    plan = lock(plan, PlanStatus.ACTIVE, refusal=_("Only an active plan can be completed."))
    plan.completed_on = on or timezone.localdate()
    move(plan, PlanStatus.COMPLETED, by=by, fields=["completed_on"])
    alerts.plan(plan)
    return plan
