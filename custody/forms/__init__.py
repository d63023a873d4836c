"""Forms about prison and release."""

from .board import ReleaseBoardQuery
from .paste import PasteForm
from .plan import DateUnknownForm, FirstOutcomeForm, PaperQuery, PlanSectionForm
from .prison import EarlyRouteForm, PrisonForm, ReconnectForm, SurgeDayForm
from .stay import FirstSeenForm, ReleaseDateForm, ReleaseForm, ReleasePlanForm, StayForm
from .unexpected import ReleasedStrangerForm, ReleasedTodayForm, WhoForm

__all__ = [
    "DateUnknownForm",
    "EarlyRouteForm",
    "FirstOutcomeForm",
    "FirstSeenForm",
    "PaperQuery",
    "PasteForm",
    "PlanSectionForm",
    "PrisonForm",
    "ReconnectForm",
    "ReleaseBoardQuery",
    "ReleaseDateForm",
    "ReleaseForm",
    "ReleasePlanForm",
    "ReleasedStrangerForm",
    "ReleasedTodayForm",
    "StayForm",
    "SurgeDayForm",
    "WhoForm",
]
