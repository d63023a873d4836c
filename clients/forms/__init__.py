"""What staff type about a client: one file per noun."""

from .client import AddClientForm, ClientForm
from .coach import CoachForm
from .consent import ConsentForm, NextQuery
from .contact import ContactForm
from .episode import AssignForm, CloseEpisodeForm, EditEpisodeForm, OpenEpisodeForm, StartTreatmentForm
from .flag import FlagForm
from .parts import DayForm
from .search import CaseloadQuery, LookUpForm, remember, remembered

__all__ = [
    "AddClientForm",
    "AssignForm",
    "CaseloadQuery",
    "ClientForm",
    "CloseEpisodeForm",
    "CoachForm",
    "ConsentForm",
    "ContactForm",
    "DayForm",
    "EditEpisodeForm",
    "FlagForm",
    "LookUpForm",
    "NextQuery",
    "OpenEpisodeForm",
    "StartTreatmentForm",
    "remember",
    "remembered",
]
