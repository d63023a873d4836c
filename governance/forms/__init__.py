"""What is typed for governance: one file per noun."""

from .break_glass import MonthQuery, ReviewForm
from .seen import SeenQuery

__all__ = ["MonthQuery", "ReviewForm", "SeenQuery"]
