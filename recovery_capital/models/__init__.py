"""Recovery capital and outcome measures: one file per noun."""

from .assessment import LOW_RATING, Assessment, AssessmentStatusChange, DomainRating
from .environment import Environment
from .ete import SUSTAINED_WEEKS, EteDiscussion, EteFacts, IpsCase, Job, JobCheck, Skill
from .family import FamilyFacts
from .health import HealthFacts
from .housing import HousingFacts, HousingProvision, PriorityNeedAnswer, PriorityNeedCheck, ProvisionDates
from .measure import MeasureResult
from .top import TopAssessment, TopWeek

__all__ = [
    "LOW_RATING",
    "SUSTAINED_WEEKS",
    "Assessment",
    "AssessmentStatusChange",
    "DomainRating",
    "Environment",
    "EteDiscussion",
    "EteFacts",
    "FamilyFacts",
    "HealthFacts",
    "HousingFacts",
    "HousingProvision",
    "IpsCase",
    "Job",
    "JobCheck",
    "MeasureResult",
    "PriorityNeedAnswer",
    "PriorityNeedCheck",
    "ProvisionDates",
    "Skill",
    "TopAssessment",
    "TopWeek",
]
