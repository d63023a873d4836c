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
from .facts import MoneyForm, TenancyForm, WorkForm
from .family import FamilyForm, SafeStorageForm
from .health import CoOccurringForm, HealthForm
from .measure import MeasureForm, SettleForm, WhichMeasureForm
from .section import FactsForm, SectionForm
from .top import TopForm

__all__ = [
    "ChildrenFactsForm",
    "CoOccurringForm",
    "DayForm",
    "DiscardForm",
    "DomainChoiceField",
    "DomainRatingForm",
    "EmploymentFactsForm",
    "EnvironmentForm",
    "FactsForm",
    "FamilyForm",
    "HealthForm",
    "HousingFactsForm",
    "MeasureForm",
    "MentalHealthFactsForm",
    "MoneyForm",
    "PhysicalHealthFactsForm",
    "RecordForm",
    "SafeStorageForm",
    "SectionForm",
    "SettleForm",
    "TopForm",
    "WhichMeasureForm",
    "TenancyForm",
    "WorkForm",
]
