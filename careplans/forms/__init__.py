"""What is typed about a plan: one file per noun."""

from .goal import GoalQuery

__all__ = ["GoalQuery"]
