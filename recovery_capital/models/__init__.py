"""Recovery capital: what somebody's recovery stands on, domain by domain, at a point in time."""

from .assessment import FACTS, LOW_RATING, Assessment, AssessmentStatusChange, DomainRating

__all__ = ["FACTS", "LOW_RATING", "Assessment", "AssessmentStatusChange", "DomainRating"]
