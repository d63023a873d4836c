"""Safeguarding concerns, assessments of named risks, and what is known under MAPPA: one file per noun."""

from .concern import Concern, ConcernReview, ConcernStatusChange
from .mappa import MappaRecord
from .risk import Risk, RiskAssessment

__all__ = ["Concern", "ConcernReview", "ConcernStatusChange", "MappaRecord", "Risk", "RiskAssessment"]
