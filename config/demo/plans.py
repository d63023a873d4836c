"""The demo's care plans: drafts, active ones, overdue reviews and earlier versions."""

from datetime import timedelta

from careplans.choices import (
    DOMAIN_AIMS,
    DOMAIN_SUPPORT,
    FOLLOW_ON_DOMAINS,
    ActionOwner,
    ActionStatus,
    AgreedHow,
    Agreement,
    ContingencyTrigger,
    FollowOn,
    GoalStatus,
    Horizon,
    InterventionKind,
    PlanStatus,
    Readiness,
    SubstanceAimKind,
    WithoutGoalBecause,
)
from careplans.follow_on import PART_OF
from careplans.models import (
    Action,
    CarePlan,
    CarePlanStatusChange,
    Contingency,
    Goal,
    Intervention,
    Review,
    SubstanceAim,
    WithoutGoal,
)
from clients.choices import SubstanceGroup
from clients.models import EpisodeSubstance

from .rows import pick
from .words import ABOUT_ME, CONTINGENCY, DOMAINS, INTERVENTION_DETAILS, WHAT_CHANGED

REVIEW_DAYS = 84
ENDED = [status for status in GoalStatus if status != GoalStatus.OPEN]
ANSWERS = {Agreement.AGREES: 92, Agreement.DOES_NOT_AGREE: 4, Agreement.COULD_NOT_ANSWER: 4}
REASONS = {
    Agreement.AGREES: "",
    Agreement.DOES_NOT_AGREE: "Wants to go straight to detox and not wait.",
    Agreement.COULD_NOT_ANSWER: "In hospital; we go through it at the next visit.",
}
AIM_WORDS = {
    SubstanceAimKind.STOP: "I want to be done with it.",
    SubstanceAimKind.CUT_DOWN: "Not before six, and not on a weekday.",
    SubstanceAimKind.SAFER_USE: "Never alone, and naloxone in the house.",
}
NOT_NOW = [
    "One thing at a time: the home first.",
    "Asks to talk about it at the review.",
    "Not while the case is open.",
]
IF = {
    ContingencyTrigger.MISSED: "Ring me, then my sister. Text if I do not pick up.",
    ContingencyTrigger.LAPSE: "I come in the same day. No questions, and my place in the group is kept.",
    ContingencyTrigger.CUSTODY: "Tell the nurse in custody what I take.",
    ContingencyTrigger.HOSPITAL: "Tell my keyworker, and keep my place for three weeks.",
}


def make_plans(case, low_domains):
    """Gives the plan that holds now (or held last), or None."""
    if not case.started_on or not low_domains or case.chance(0.06):
        return None
    first_on = case.started_on + timedelta(days=case.rng.randint(5, 20))
    if first_on > case.last_on or (case.phase == "in_treatment" and case.chance(0.05)):
        return make_draft(case, low_domains)
    latest_on = latest_agreement(case, first_on)
    previous = None
    if (latest_on - first_on).days > 40 and case.rows.stories.has_earlier_plan:
        previous = make_version(case, first_on, low_domains, 1)
        replace(case, previous, latest_on)
    plan = make_version(case, latest_on, low_domains, 2 if previous else 1, previous)
    if case.phase == "closed":
        complete(case, plan, case.last_on)
    return plan


def latest_agreement(case, first_on):
    """The day on which the plan that holds was agreed; for about one in five so long ago that its review is late."""
    overdue = case.chance(0.18)
    days = case.rng.randint(REVIEW_DAYS + 2, REVIEW_DAYS + 70) if overdue else case.rng.randint(2, REVIEW_DAYS - 2)
    return max(first_on, case.last_on - timedelta(days=days))


def make_draft(case, domains):
    day = max(case.ago(case.rng.randint(1, 10)), case.started_on)
    plan = case.add(CarePlan, day, client=case.client, episode=case.episode, about=case.rng.choice(ABOUT_ME))
    make_goals(case, plan, domains[:2], plan.created_at)
    return plan


def make_version(case, agreed_on, domains, number, previous=None):
    rng, agreement = case.rng, pick(case.rng, ANSWERS)
    drafted_at = case.at(agreed_on - timedelta(days=1))
    plan = case.add(
        CarePlan,
        max(drafted_at, case.episode.created_at),
        client=case.client,
        episode=case.episode,
        number=number,
        previous=previous,
        status=PlanStatus.ACTIVE,
        active_since=max(case.at(agreed_on), drafted_at),
        about=rng.choice(ABOUT_ME),
        contingency=rng.choice(CONTINGENCY),
        review_on=agreed_on + timedelta(days=REVIEW_DAYS),
        agreement=agreement,
        agreed_how=rng.choice(list(AgreedHow)) if agreement == Agreement.AGREES else AgreedHow.IN_PERSON,
        agreed_on=agreed_on,
        agreement_reason=REASONS[agreement],
        copy_given_on=agreed_on if case.chance(0.85) else None,
    )
    case.rows.moves(
        CarePlanStatusChange,
        plan,
        (PlanStatus.DRAFT, PlanStatus.ACTIVE, max(case.at(agreed_on), plan.created_at), case.worker),
    )
    planned = domains[: rng.randint(2, 4)]
    make_goals(case, plan, planned, plan.created_at)
    make_answers(case, plan, planned, domains)
    make_aims(case, plan)
    make_contingencies(case, plan)
    make_interventions(case, plan, agreed_on)
    return plan


def make_answers(case, plan, planned, low):
    """Every part of life without a goal has its answer; one that was rated low has a reason."""
    asked = [str(PART_OF.get(domain, domain)) for domain in low if domain not in planned]
    asked += [part.value for part in FollowOn if not set(FOLLOW_ON_DOMAINS[part]) & set(planned)]
    for about in dict.fromkeys(asked):
        is_low = about in asked[: len(low) - len(planned)]
        because = WithoutGoalBecause.NOT_NOW if is_low or case.chance(0.2) else WithoutGoalBecause.NO_NEED
        reason = case.rng.choice(NOT_NOW) if because == WithoutGoalBecause.NOT_NOW else ""
        case.add(WithoutGoal, plan.created_at, plan=plan, about=about, because=because, reason=reason)


def make_aims(case, plan):
    for row in case.rows.by_model[EpisodeSubstance][-3:]:
        if row.episode_id == case.episode.pk:
            aim = case.rng.choice(list(AIM_WORDS))
            case.add(
                SubstanceAim, plan.created_at, plan=plan, substance=row.substance, aim=aim, words=AIM_WORDS[aim]
            )  # fmt: skip


def make_contingencies(case, plan):
    for trigger in case.rng.sample(list(IF), 2):
        told = "My sister" if case.chance(0.5) else ""
        case.add(
            Contingency, plan.created_at, plan=plan, trigger=trigger, response=IF[trigger], may_be_told=told
        )  # fmt: skip


def replace(case, plan, day):
    """The review that made the next version."""
    at = case.at(day)
    plan.status = PlanStatus.SUPERSEDED
    case.rows.moves(CarePlanStatusChange, plan, (PlanStatus.ACTIVE, PlanStatus.SUPERSEDED, at, case.worker))
    case.add(
        Review, at, plan=plan, reviewed_on=day, attended=f"{case.client.called}, {case.worker}",
        what_changed=case.rng.choice(WHAT_CHANGED),
    )  # fmt: skip
    for goal in case.rows.by_model[Goal][-4:]:
        if goal.plan_id == plan.pk:
            goal.status = case.rng.choice(ENDED)


def complete(case, plan, day):
    plan.status, plan.completed_on = PlanStatus.COMPLETED, max(day, plan.agreed_on)
    at = case.at(plan.completed_on)
    case.rows.moves(CarePlanStatusChange, plan, (PlanStatus.ACTIVE, PlanStatus.COMPLETED, at, case.worker))


def make_goals(case, plan, domains, at):
    for position, domain in enumerate(domains):
        _, words, what, _ = DOMAINS[domain]
        agreed_on = plan.agreed_on or at.date()
        goal = case.add(
            Goal, at, plan=plan, domain=domain, aim=DOMAIN_AIMS[domain], words=words, position=position,
            horizon=Horizon.OWN_DATE, target_on=agreed_on + timedelta(days=case.rng.choice([28, 56, 84, 168])),
            readiness=case.rng.choice(list(Readiness)),
        )  # fmt: skip
        make_action(case, goal, at, 0, what, ActionOwner.CLIENT, "", agreed_on)
        if case.chance(0.6):
            make_action(case, goal, at, 1, "Ring the service and go along to the first visit", ActionOwner.KEYWORKER,
                        "", agreed_on)  # fmt: skip
        if case.chance(0.2):
            make_action(case, goal, at, 2, "Write a letter of support", ActionOwner.OTHER, "Housing officer", agreed_on)


def make_action(case, goal, at, position, what, owner, owner_name, agreed_on):
    by_when = agreed_on + timedelta(days=case.rng.choice([7, 14, 28, 42, 84]))
    done_on = min(by_when, case.last_on) if case.chance(0.5) and agreed_on <= case.last_on else None
    case.add(
        Action, at, goal=goal, position=position, what=what, owner=owner, owner_name=owner_name,
        by_when=by_when, done_on=done_on,
        status=ActionStatus.DONE if done_on else case.rng.choice([ActionStatus.TO_DO, ActionStatus.UNDER_WAY]),
        recovery_support=DOMAIN_SUPPORT.get(goal.domain, ""),
    )  # fmt: skip


def make_interventions(case, plan, starts_on):
    kinds = [InterventionKind.PSYCHOSOCIAL]
    if case.group == SubstanceGroup.OPIATE or case.chance(0.15):
        kinds.insert(0, InterventionKind.PHARMACOLOGICAL)
    if case.chance(0.4):
        kinds.append(InterventionKind.RECOVERY_SUPPORT)
    for kind in kinds:
        detail = case.rng.choice(INTERVENTION_DETAILS[kind])
        part = case.add(Intervention, plan.created_at, plan=plan, kind=kind, detail=detail, starts_on=starts_on)
        case.agreed_help.append(part)
