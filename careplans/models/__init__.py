"""Plans: their versions, goals and actions, what else they hold, and how they are looked at again."""

from .contents import Contingency, Intervention, SubstanceAim, WithoutGoal
from .goal import Action, ActionStatusChange, Goal, GoalStatusChange
from .plan import CURRENT, IN_MAKING, CarePlan, CarePlanQuerySet, CarePlanStatusChange
from .review import REVIEW_WEEKS, Countersign, PlanningRules, Review, ReviewMove

__all__ = [
    "CURRENT",
    "IN_MAKING",
    "REVIEW_WEEKS",
    "Action",
    "ActionStatusChange",
    "CarePlan",
    "CarePlanQuerySet",
    "CarePlanStatusChange",
    "Contingency",
    "Countersign",
    "Goal",
    "GoalStatusChange",
    "Intervention",
    "PlanningRules",
    "Review",
    "ReviewMove",
    "SubstanceAim",
    "WithoutGoal",
]
