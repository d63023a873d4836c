"""Which parts each kind of plan has: filled in one by one in any order, then checked together and answered by the client.

What matters comes first in every plan. The client's own plans hold what the client wants and does, and no treatment.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .choices import PlanKind
from .follow_on import life_parts


class Standing(TextChoices):
    """How far a part of a draft has come."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")


def how_far(begun, finished):
    if finished:
        return Standing.DONE
    return Standing.IN_PROGRESS if begun else Standing.NOT_STARTED


def of_words(plan):
    return how_far(False, plan.about)


def of_goals(plan):
    """Every goal has somebody who does something about it."""
    goals = plan.goals.all()
    return how_far(goals, goals and all(goal.actions.all() for goal in goals))


def of_follow_on(plan):
    parts = life_parts(plan)
    return how_far(plan.without_goal.all() or plan.goals.all(), all(part.is_answered for part in parts))


def of_aims(plan):
    """Every substance that brought the person here has an aim."""
    aims = {row.substance for row in plan.substance_aims.all()}
    return how_far(aims, aims and aims.issuperset(plan.problem_substances))


def of_help(plan):
    return how_far(False, plan.interventions.all())


def of_wrong(plan):
    return how_far(False, plan.contingency or plan.contingencies.all())


@dataclass(frozen=True)
class Section:
    """A part of a plan: what it is called, how far it has come, and where it is written."""

    key: str
    title: str
    standing: Callable
    page: str  # where it is written, or where the first of several is added
    many: bool = False  # several are added one by one, and stand on the plan's own page
    hint: str = ""
    verb: str = _("Change")
    nothing: str = ""  # what its empty card says, where "Nothing was recorded" would not do


ABOUT = Section("about", _("What matters to me"), of_words, "care_plan_edit")
AIMS = Section("aims", _("What I want with alcohol and drugs"), of_aims, "substance_aims_edit")
GOALS = Section(
    "goals", _("Goals and who does what"), of_goals, "goal_add", many=True,
    verb=_("Add a goal"), nothing=_("No goal yet. A plan has at least one."),
)  # fmt: skip
URGENT = replace(GOALS, title=_("Most urgent: goals and who does what"))
STEPS = replace(
    GOALS,
    title=_("What I want to learn and do"),
    hint=_("Work, learning, life skills, a course, a gym, a sport"),
)
FOLLOW_ON = Section("follow_on", _("Every part of life"), of_follow_on, "follow_on_edit")
HELP = Section("help", _("The help I get"), of_help, "intervention_add", many=True, verb=_("Add an intervention"))
WRONG = Section("wrong", _("If things go wrong"), of_wrong, "contingency_add", many=True, verb=_("Add what we do if…"))

SECTIONS = {
    PlanKind.INITIAL: [ABOUT, AIMS, URGENT, FOLLOW_ON, WRONG],
    PlanKind.FULL: [ABOUT, AIMS, GOALS, FOLLOW_ON, HELP, WRONG],
    PlanKind.RECOVERY: [ABOUT, AIMS, GOALS, WRONG],
    PlanKind.PERSONAL_DEVELOPMENT: [ABOUT, STEPS],
    PlanKind.AFTERCARE: [ABOUT, GOALS, FOLLOW_ON, WRONG],
}


def sections_of(plan):
    """The parts that a plan has: those of its kind, and one that it holds all the same.

    An initial plan answers for parts of life only where the assessment asks for it; aims are for known substances.
    """
    sections = list(SECTIONS[plan.kind])
    for section in (HELP, WRONG):
        if section not in sections and section.standing(plan) != Standing.NOT_STARTED:
            sections.append(section)
    if plan.kind == PlanKind.INITIAL and not life_parts(plan):
        sections = [section for section in sections if section is not FOLLOW_ON]
    if not plan.problem_substances and not plan.substance_aims.all():
        sections = [section for section in sections if section is not AIMS]
    return sections


def has_section(plan, key):
    """Whether a plan has a part: its page shows it, and its address works, or neither."""
    return any(section.key == key for section in sections_of(plan))


def tasks_of(plan):
    """The parts of a draft as tasks: title, page, and how far each has come."""
    tasks = []
    for section in sections_of(plan):
        standing = section.standing(plan)
        begun = section.many and standing != Standing.NOT_STARTED
        url = f"#{section.key}" if begun else reverse(f"careplans:{section.page}", args=[plan.pk])
        task = {"title": section.title, "hint": section.hint, "url": url}
        tasks.append(task | {"status": standing.value, "status_label": standing.label})
    return tasks
