"""What staff type about a client: one file per noun."""

from .break_glass import BreakGlassForm, FoundQuery
from .client import AddClientForm, ClientForm
from .coach import CoachForm
from .consent import ConsentForm, NextQuery
from .contact import ContactForm, CorrectContactForm, ErrorForm
from .episode import AssignForm, EditEpisodeForm, OpenEpisodeForm, StartTreatmentForm
from .facts import CorrectFactsForm, FactsForm, InterventionForm
from .flag import FlagForm
from .parts import DayForm
from .search import CaseloadQuery, CompletenessQuery, LookUpForm, remember, remembered
from .timeline import TimelineQuery

__all__ = [
    "AddClientForm",
    "AssignForm",
    "BreakGlassForm",
    "CaseloadQuery",
    "ClientForm",
    "CoachForm",
    "CompletenessQuery",
    "ConsentForm",
    "ContactForm",
    "CorrectContactForm",
    "CorrectFactsForm",
    "DayForm",
    "EditEpisodeForm",
    "ErrorForm",
    "FactsForm",
    "FlagForm",
    "FoundQuery",
    "InterventionForm",
    "LookUpForm",
    "NextQuery",
    "OpenEpisodeForm",
    "StartTreatmentForm",
    "TimelineQuery",
    "remember",
    "remembered",
]
