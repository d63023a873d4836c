"""Recovery capital: what somebody's recovery stands on, domain by domain, at a point in time."""

from .assessment import LOW_RATING, Assessment, AssessmentStatusChange, DomainRating

__all__ = ["LOW_RATING", "Assessment", "AssessmentStatusChange", "DomainRating"]
