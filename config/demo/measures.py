"""The demo's questionnaires over time: what people ticked, what it came to, and what was done about it."""

from datetime import timedelta

from clients.choices import SubstanceGroup as Group
from recovery_capital.choices import Stage, WeeklyItem
from recovery_capital.measures import MEASURES, top
from recovery_capital.measures.texts import text_of
from recovery_capital.models import MeasureResult, TopAssessment, TopWeek

from .rows import SHORT, pick

REPEATED = 84
ACTIONS = [
    ("Rang the crisis team together; they saw her the same day.", "The crisis team has assessed the risk and made a plan with her."),
    ("Went through the safety plan; sister stays with him tonight.", "No plan and no intent; the risk was assessed in spring and the plan holds."),
]  # fmt: skip
MAIN = {
    Group.OPIATE: WeeklyItem.OPIATES, Group.ALCOHOL: WeeklyItem.ALCOHOL, Group.NON_OPIATE: WeeklyItem.COCAINE,
    Group.NON_OPIATE_AND_ALCOHOL: WeeklyItem.ALCOHOL,
}  # fmt: skip


def make_measures(case):
    """At the start and about every twelve weeks; most people get a little better. A stream of random numbers of its own."""
    if not case.started_on:
        return
    rng = case.rows.random("measures", case.number)
    names = ["barc10"] if case.rows.stories is SHORT else chosen(case, rng)
    burden, day, stage = rng.uniform(0.35, 0.9), case.started_on + timedelta(days=rng.randint(0, 10)), Stage.START
    for _ in range(case.rows.stories.assessments):
        if day > case.last_on:
            break
        for name in names:
            make_result(case, rng, MEASURES[name], day, stage, burden)
        if case.rows.stories is not SHORT:
            make_profile(case, rng, day, stage, burden)
        burden = min(max(burden + rng.uniform(-0.25, 0.1), 0.05), 0.95)
        day, stage = day + timedelta(days=REPEATED + rng.randint(-10, 20)), Stage.REVIEW
    if case.phase == "in_treatment" and case.ago(9) > case.started_on and rng.random() < 0.04:
        make_result(case, rng, MEASURES["phq9"], case.ago(rng.randint(1, 3)), Stage.REVIEW, 0.7, at_risk=True)


def chosen(case, rng):
    names = ["barc10"]
    if rng.random() < 0.5:
        names += ["phq9", "gad7"]
    elif rng.random() < 0.3:
        names.append("core10")
    if case.group in (Group.ALCOHOL, Group.NON_OPIATE_AND_ALCOHOL):
        names.append("audit")
    return names


def make_result(case, rng, measure, day, stage, burden, *, at_risk=False):
    """Answers scattered about how hard things are; what asks for an action has been acted on, but for the newest."""
    answers = [tick(rng, measure, item, burden) for item in range(1, len(measure.items) + 1)]
    if measure.name == "audit" and answers[0] == 0:
        answers[0] = 1
    if at_risk:
        answers[min(measure.safety) - 1] = 1
    elif rng.random() < 0.03:
        answers[rng.randrange(len(answers) - 2)] = None
    score = measure.score(answers)
    result = case.add(
        MeasureResult, day, client=case.client, episode=case.episode, measure=measure.name, answered_on=day, stage=stage,
        text_version=text_of(measure).version, answers=answers, total=score.total, is_complete=score.complete,
        band=score.band.code if score.band else "", flags=list(score.flags),
    )  # fmt: skip
    if result.flags and not at_risk:
        result.safety_action, result.safety_reason = rng.choice(ACTIONS)
        result.settled_by, result.settled_at = case.worker, result.created_at + timedelta(minutes=40)


def tick(rng, measure, item, burden):
    """One answer. Few people tick the items about suicide."""
    allowed = measure.items[item - 1]
    if item in measure.safety:
        return pick(rng, {0: 92, 1: 6, 2: 2})
    well = measure.higher_is_better or item in measure.turned
    place = (1 - burden if well else burden) * (len(allowed) - 1) + rng.uniform(-1, 1)
    return allowed[min(max(round(place), 0), len(allowed) - 1)]


def make_profile(case, rng, day, stage, burden):
    """A Treatment Outcomes Profile; the weeks of what was used add up to its days."""
    used = {MAIN[case.group]: burden, WeeklyItem.TOBACCO: 1.0 if case.number % 3 else 0.0}
    weeks = {
        item: [min(max(round(7 * share + rng.uniform(-2, 1)), 0), 7) for _ in top.WEEKS] for item, share in used.items()
    }
    days = {f"{item.value}_days": sum(weeks.get(item, [0])) for item in WeeklyItem}
    if case.group != Group.OPIATE:
        days["injected_days"] = 0
    not_shared = dict.fromkeys(top.SHARING, False)
    ratings = {name: min(max(round(20 * (1 - burden) + rng.uniform(-3, 3)), 0), 20) for name in top.RATINGS}
    profile = case.add(
        TopAssessment, day, client=case.client, episode=case.episode, interviewed_on=day, stage=stage, **days, **not_shared,
        **ratings, acute_housing_problem=rng.random() < 0.1, eviction_risk=rng.random() < 0.1,
    )  # fmt: skip
    for item, numbers in weeks.items():
        for week, number in zip(top.WEEKS, numbers if sum(numbers) else (), strict=False):
            case.add(TopWeek, profile.created_at, assessment=profile, item=item, week=week, days=number)
