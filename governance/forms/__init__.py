"""What is typed for governance: one file per noun."""

from .break_glass import MonthQuery, ReviewForm

__all__ = ["MonthQuery", "ReviewForm"]
