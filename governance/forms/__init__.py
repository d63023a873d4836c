"""What is typed for governance: one file per noun."""

from .break_glass import BreakGlassQuery, MonthQuery, ReviewForm
from .restriction import DecisionForm, ReaderForm, RestrictionForm, RestrictionQuery, WhyForm
from .seen import SeenQuery
from .unusual import UnusualQuery

__all__ = [
    "BreakGlassQuery",
    "DecisionForm",
    "MonthQuery",
    "ReaderForm",
    "RestrictionForm",
    "RestrictionQuery",
    "ReviewForm",
    "SeenQuery",
    "UnusualQuery",
    "WhyForm",
]
