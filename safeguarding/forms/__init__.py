"""What staff type about concerns, risks and MAPPA: one file per noun."""

from .concern import CloseConcernForm, ConcernForm, ConcernQuery, DecideConcernForm, ReviewConcernForm
from .mappa import MappaForm
from .risk import AssessmentForm, RiskForm

__all__ = [
    "AssessmentForm",
    "CloseConcernForm",
    "ConcernForm",
    "ConcernQuery",
    "DecideConcernForm",
    "MappaForm",
    "ReviewConcernForm",
    "RiskForm",
]
