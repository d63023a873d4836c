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
from .measure import MeasureForm, SettleForm, WhichMeasureForm
from .section import FactsForm, SectionForm
from .top import TopForm

__all__ = [
    "ChildrenFactsForm",
    "DayForm",
    "DiscardForm",
    "DomainRatingForm",
    "EmploymentFactsForm",
    "FactsForm",
    "HousingFactsForm",
    "MeasureForm",
    "MentalHealthFactsForm",
    "PhysicalHealthFactsForm",
    "RecordForm",
    "SectionForm",
    "SettleForm",
    "TopForm",
    "WhichMeasureForm",
]
