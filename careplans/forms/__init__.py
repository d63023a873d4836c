"""What is typed about a plan: one file per noun."""

from .action import ActionQuery
from .goal import GoalQuery

__all__ = ["ActionQuery", "GoalQuery"]
