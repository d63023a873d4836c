"""What is typed about recovery capital: one file per noun."""

from .assessment import (
    ChildrenFactsForm,
    DayForm,
    DiscardForm,
    DomainRatingForm,
    EmploymentFactsForm,
    HousingFactsForm,
    MentalHealthFactsForm,
    PhysicalHealthFactsForm,
    RecordForm,
)
from .section import FactsForm, SectionForm

__all__ = [
    "ChildrenFactsForm",
    "DayForm",
    "DiscardForm",
    "DomainRatingForm",
    "EmploymentFactsForm",
    "FactsForm",
    "HousingFactsForm",
    "MentalHealthFactsForm",
    "PhysicalHealthFactsForm",
    "RecordForm",
    "SectionForm",
]
