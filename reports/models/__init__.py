"""What reports keep: facts that follow from records, and the figures that are counted from them."""

from .definition import RecoveryDefinition
from .equality import EqualityGroups
from .fact import ChangedClient, Fact, Given, Journey, Progress, WelshCase
from .figure import Figure, Period, Refresh
from .needs import OF_DOMAIN, Gap, HomeNeeded, ReferralResult
from .provision import DirectoryCount
from .quality import MissingAnswer
from .recovery import Beside, Change, CheckUpHeld, OpenEpisode, PlannedEnding, Release, SupportVisit, Sustained
from .schedule import ReportSchedule

__all__ = [
    "OF_DOMAIN",
    "Beside",
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
    "MissingAnswer",
    "OpenEpisode",
    "Period",
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
