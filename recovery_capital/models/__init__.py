"""Recovery capital and outcome measures: one file per noun."""

from .assessment import FACTS, LOW_RATING, Assessment, DomainRating

__all__ = ["FACTS", "LOW_RATING", "Assessment", "DomainRating"]
