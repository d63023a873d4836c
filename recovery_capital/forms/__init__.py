"""What is typed about recovery capital: one file per noun."""

from .assessment import AssessmentForm, AssessmentPage, DomainRatingForm

__all__ = ["AssessmentForm", "AssessmentPage", "DomainRatingForm"]
