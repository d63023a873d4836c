"""Recovery capital and outcome measures: one file per noun."""

from .assessment import LOW_RATING, Assessment, AssessmentStatusChange, DomainRating
from .environment import Environment
from .family import FamilyFacts
from .health import HealthFacts
from .housing import HousingProvision, PriorityNeedAnswer, PriorityNeedCheck, ProvisionDates
from .measure import MeasureResult
from .top import TopAssessment, TopWeek

__all__ = [
    "LOW_RATING",
    "Assessment",
    "AssessmentStatusChange",
    "DomainRating",
    "Environment",
    "FamilyFacts",
    "HealthFacts",
    "HousingProvision",
    "MeasureResult",
    "PriorityNeedAnswer",
    "PriorityNeedCheck",
    "ProvisionDates",
    "TopAssessment",
    "TopWeek",
]
