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
from .domain import DomainChoiceField
from .environment import EnvironmentForm
from .measure import MeasureForm, SettleForm, WhichMeasureForm
from .section import FactsForm, SectionForm
from .top import TopForm

__all__ = [
    "ChildrenFactsForm",
    "DayForm",
    "DiscardForm",
    "DomainChoiceField",
    "DomainRatingForm",
    "EmploymentFactsForm",
    "EnvironmentForm",
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
