"""What staff type about a client: one file per noun."""

from .break_glass import BreakGlassForm, FoundQuery
from .client import AddClientForm, ClientForm
from .coach import CoachForm
from .consent import ConsentForm, NextQuery
from .contact import ContactForm, CorrectContactForm, ErrorForm
from .episode import AssignForm, CloseEpisodeForm, EditEpisodeForm, OpenEpisodeForm, StartTreatmentForm
from .flag import FlagForm
from .parts import DayForm
from .search import CaseloadQuery, LookUpForm, remember, remembered
from .timeline import TimelineQuery

__all__ = [
    "AddClientForm",
    "AssignForm",
    "BreakGlassForm",
    "CaseloadQuery",
    "ClientForm",
    "CloseEpisodeForm",
    "CoachForm",
    "ConsentForm",
    "ContactForm",
    "CorrectContactForm",
    "DayForm",
    "EditEpisodeForm",
    "ErrorForm",
    "FlagForm",
    "FoundQuery",
    "LookUpForm",
    "NextQuery",
    "OpenEpisodeForm",
    "StartTreatmentForm",
    "TimelineQuery",
    "remember",
    "remembered",
]
