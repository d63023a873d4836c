"""What reports keep: facts that follow from records, and the figures that are counted from them."""

from .caseload import KeptCaseload
from .definition import RecoveryDefinition
from .equality import EqualityGroups
from .fact import ChangedClient, Fact, Given, Journey, Placement, Progress, WelshCase
from .figure import Figure, Period, Refresh
from .needs import OF_DOMAIN, Gap, HomeNeeded, ReferralResult
from .payment import OutcomeClaim, OutcomePayment, OutcomeReached
from .provision import DirectoryCount
from .quality import MissingAnswer
from .recovery import Beside, Change, CheckUpHeld, OpenEpisode, PlannedEnding, Release, SupportVisit, Sustained
from .schedule import ReportSchedule
from .story import CaseStory

__all__ = [
    "OF_DOMAIN",
    "Beside",
    "CaseStory",
    "Change",
    "ChangedClient",
    "CheckUpHeld",
    "DirectoryCount",
    "EqualityGroups",
    "Fact",
    "Figure",
    "Gap",
    "Given",
    "HomeNeeded",
    "Journey",
    "KeptCaseload",
    "MissingAnswer",
    "OpenEpisode",
    "OutcomeClaim",
    "OutcomePayment",
    "OutcomeReached",
    "Period",
    "Placement",
    "PlannedEnding",
    "Progress",
    "RecoveryDefinition",
    "ReferralResult",
    "Refresh",
    "Release",
    "ReportSchedule",
    "SupportVisit",
    "Sustained",
    "WelshCase",
]
