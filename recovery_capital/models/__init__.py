"""Recovery capital and outcome measures: one file per noun."""

from .assessment import LOW_RATING, Assessment, AssessmentStatusChange, DomainRating
from .environment import Environment
from .measure import MeasureResult
from .top import TopAssessment, TopWeek

__all__ = [
    "Assessment",
    "AssessmentStatusChange",
    "DomainRating",
    "Environment",
    "LOW_RATING",
    "MeasureResult",
    "TopAssessment",
    "TopWeek",
]
