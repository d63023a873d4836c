"""What is typed for governance: one file per noun."""

from .break_glass import MonthQuery, ReviewForm
from .restriction import DecisionForm, ReaderForm, RestrictionForm, WhyForm
from .seen import SeenQuery
from .unusual import UnusualQuery

__all__ = [
    "DecisionForm",
    "MonthQuery",
    "ReaderForm",
    "RestrictionForm",
    "ReviewForm",
    "SeenQuery",
    "UnusualQuery",
    "WhyForm",
]
