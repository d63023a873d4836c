"""Leaving treatment: the handover, aftercare and its check-ups, and what follows an end."""

from .check_up import Aftercare, CheckUp, CheckUpAttempt, CheckUpUse
from .handover import WAY_BACK, Handover, HandoverStatusChange
from .need import SupportNeed
from .relapse_plan import RelapsePlanShare
from .support import OccasionalSupport, SustainedOutcome
from .unplanned import ReturnToTreatment, UnplannedExit

__all__ = [
    "WAY_BACK",
    "Aftercare",
    "CheckUp",
    "CheckUpAttempt",
    "CheckUpUse",
    "Handover",
    "HandoverStatusChange",
    "OccasionalSupport",
    "RelapsePlanShare",
    "ReturnToTreatment",
    "SupportNeed",
    "SustainedOutcome",
    "UnplannedExit",
]
