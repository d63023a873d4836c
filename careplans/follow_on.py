"""Every plan answers for what follows treatment: by a goal, or by saying why there is none.

The full plan and the aftercare plan answer for each of the seven parts, and for each part of life that was rated low or
has a named unmet need. An initial plan answers for those alone: it is made before anybody could talk about everything.
The client's own plans stand beside the plan of treatment and are never held back.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recovery_capital.choices import Domain
from recovery_capital.models import DomainRating

from .choices import FOLLOW_ON_DOMAINS, FollowOn, PlanKind
from .models import WithoutGoal

ASKS_ABOUT_ALL = [PlanKind.FULL, PlanKind.AFTERCARE]
ASKS_ABOUT_LOW = [*ASKS_ABOUT_ALL, PlanKind.INITIAL]
PART_OF = {domains[0]: part for part, domains in FOLLOW_ON_DOMAINS.items() if part.value == domains[0].value}
PART_OF[Domain.LIFE_SKILLS] = FollowOn.SOCIAL_CARE


@dataclass
class LifePart:
    """A part of life that a plan answers for."""

    about: str
    label: str
    domains: list
    low: DomainRating | None = None
    goals: list = field(default_factory=list)
    answer: WithoutGoal | None = None

    @property
    def domain(self):
        """The domain that a new goal about it begins with."""
        return self.low.domain if self.low else self.domains[0]

    @property
    def is_answered(self):
        """A goal answers, and so does a reason; that there is no need is enough unless it was rated low."""
        return bool(self.goals or (self.answer and (self.answer.reason or not self.low)))

    @property
    def why_asked(self):
        """What the last assessment says about it."""
        if not self.low:
            return ""
        if self.low.is_low:
            return _("Rated %(number)s") % {"number": self.low.rating}
        return _("Needed: %(needs)s") % {"needs": self.low.needs}


def asks(plan):
    return plan.kind in ASKS_ABOUT_LOW


def life_parts(plan):
    """What a plan answers for, and how each part stands."""
    if not asks(plan):
        return []
    if not hasattr(plan, "low_ratings"):
        plan.low_ratings = DomainRating.objects.asking_for_a_goal(plan.client)  # asked once for each plan in hand
    parts = {}
    if plan.kind in ASKS_ABOUT_ALL:
        parts = {about.value: LifePart(about.value, about.label, FOLLOW_ON_DOMAINS[about]) for about in FollowOn}
    for rating in plan.low_ratings:
        about = str(PART_OF.get(rating.domain, rating.domain))
        part = parts.setdefault(about, LifePart(about, rating.get_domain_display(), [rating.domain]))
        part.low = rating
    goals, answers = list(plan.goals.all()), {row.about: row for row in plan.without_goal.all()}
    for part in parts.values():
        wanted = [part.low.domain] if part.low else part.domains
        part.goals = [goal for goal in goals if goal.domain in wanted]
        part.answer = answers.get(part.about)
    return list(parts.values())


def unanswered(plan):
    """The parts of life that a plan has not answered for: it is not agreed before they are."""
    return [part for part in life_parts(plan) if not part.is_answered]


def forget_answers(goal):
    """A goal answers for its part of life: what said that there is none is taken back."""
    about = [part for part, domains in FOLLOW_ON_DOMAINS.items() if goal.domain in domains]
    WithoutGoal.objects.filter(plan=goal.plan_id, about__in=[*about, goal.domain]).delete()
