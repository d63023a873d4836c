"""Stays in custody, every release date that was ever known, and the plan for the day of release."""

from .asked import PrisonAsked
from .plan import ReleasePlan
from .prison import Prison
from .scheme import EarlyRoute, SurgeDay
from .stay import CustodyStay, CustodyStayStatusChange, ReleaseDate

__all__ = [
    "CustodyStay",
    "CustodyStayStatusChange",
    "EarlyRoute",
    "Prison",
    "PrisonAsked",
    "ReleaseDate",
    "ReleasePlan",
    "SurgeDay",
]
