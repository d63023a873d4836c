"""The demo's housing checklists, and its work and learning: a few of each, with random numbers of their own."""

from datetime import timedelta

from recovery_capital.choices import (
    Answer,
    Disclosure,
    EteTopic,
    JobEnd,
    JobKind,
    PriorityNeedQuestion,
    SkillKind,
    StillInJob,
    TopicAnswer,
)
from recovery_capital.models import EteDiscussion, IpsCase, Job, JobCheck, PriorityNeedAnswer, PriorityNeedCheck, Skill

from .rows import SHORT

SKILLS = [
    (SkillKind.SPORT, "Boxing gym", "The leisure centre"), (SkillKind.COURSE, "Cooking on a budget", "The day programme"),
    (SkillKind.QUALIFICATION, "Food hygiene, level 2", "The college"), (SkillKind.LEISURE, "Walking group", ""),
]  # fmt: skip
EMPLOYERS = ["A bakery", "A garden centre", "A warehouse", "A café by the station"]
# What is asked of everybody; how often the answer is a yes, in a hundred.
OFTEN = {
    PriorityNeedQuestion.HEALTH: 50, PriorityNeedQuestion.CUSTODY: 25, PriorityNeedQuestion.ROUGH_SLEEPING: 15,
    PriorityNeedQuestion.SAFE_TONIGHT: 85, PriorityNeedQuestion.LOCAL_CONNECTION: 80, PriorityNeedQuestion.ELIGIBLE: 95,
    PriorityNeedQuestion.INTENTIONAL: 10,
}  # fmt: skip


def make_work(case):
    """For some of those in treatment."""
    if case.phase != "in_treatment" or not case.started_on or case.rows.stories is SHORT:
        return
    rng = case.rows.random("work", case.number)
    if rng.random() < 0.12:
        make_checklist(case, rng)
    if rng.random() < 0.25:
        make_learning(case, rng)
    if rng.random() < 0.06:
        make_ips_case(case, rng)


def make_checklist(case, rng):
    check = case.add(
        PriorityNeedCheck, case.ago(2), client=case.client, nation=case.staff.nation, checked_on=case.ago(2)
    )
    for question in PriorityNeedQuestion:
        is_yes = rng.randrange(100) < OFTEN.get(question, 0)
        known = Answer.YES if is_yes else Answer.NO
        answer = Answer.NOT_KNOWN if rng.random() < 0.1 else known
        held = answer == Answer.YES and rng.random() < 0.4
        case.add(
            PriorityNeedAnswer, case.ago(2), check_made=check, question=question, answer=answer, evidence_held=held
        )


def make_learning(case, rng):
    """What was said at two reviews, and one thing taken up."""
    days = sorted({max(case.started_on, case.ago(days)) for days in (100, 12)})
    for day in days:
        for topic in EteTopic:
            case.add(
                EteDiscussion, day, client=case.client, topic=topic, discussed_on=day,
                answer=rng.choice([TopicAnswer.WANTS, TopicAnswer.LATER, TopicAnswer.DOING, TopicAnswer.NOT_WANTED]),
            )  # fmt: skip
    kind, name, provider = rng.choice(SKILLS)
    ended_on = days[-1] if len(days) > 1 and rng.random() < 0.4 else None
    case.add(
        Skill, days[0], client=case.client, kind=kind, name=name, provider=provider, offered_on=days[0],
        started_on=days[0] if ended_on or rng.random() < 0.6 else None, completed_on=ended_on,
    )  # fmt: skip


def make_ips_case(case, rng):
    """An IPS case; where there was time enough, with a job that stands or has ended."""
    length = (case.last_on - case.started_on).days
    referred_on = case.started_on + timedelta(days=min(14, length))
    days = [referred_on + timedelta(days=days) for days in (9, 20, 28)]
    reached = [day if day <= case.last_on else None for day in days]
    ips = case.add(
        IpsCase, referred_on, client=case.client, referred_on=referred_on, first_meeting_on=reached[0],
        profile_on=reached[1], employer_contact_on=reached[2],
    )  # fmt: skip
    if length < 150:
        return
    started_on, has_ended = referred_on + timedelta(days=35), rng.random() < 0.4
    job = case.add(
        Job, started_on, client=case.client, case=ips, employer=rng.choice(EMPLOYERS), kind=JobKind.PERMANENT,
        hours_per_week=rng.choice([16, 24, 37.5]), disclosure=Disclosure.SUPPORT, started_on=started_on,
        ended_on=started_on + timedelta(days=60) if has_ended else None,
        ended_because=JobEnd.CONTRACT_ENDED if has_ended else "",
    )  # fmt: skip
    if not has_ended and rng.random() < 0.6:
        day = started_on + timedelta(weeks=13)
        case.add(JobCheck, day, job=job, weeks=13, asked_on=day, answer=StillInJob.YES)
