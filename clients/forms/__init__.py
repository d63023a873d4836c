"""What staff type about a client: one file per noun."""

from .address import AddressForm
from .alert import AlertQuery
from .break_glass import BreakGlassForm, FoundQuery
from .client import AddClientForm, ClientForm
from .coach import CoachForm, EndCoachingForm
from .consent import ConsentForm, NationalConsentForm, NextQuery, ToldForm, WithdrawConsentForm
from .contact import ContactForm, CorrectContactForm, ErrorForm
from .contact_way import ContactWayForm, SafetyForm
from .episode import AssignForm, EditEpisodeForm, OpenEpisodeForm, StartTreatmentForm
from .equality import EqualityForm, LanguageForm
from .facts import CorrectFactsForm, FactsForm, InterventionForm
from .family import ChildForm, ParentalForm, RelationshipForm
from .flag import FlagForm, FlagReviewForm
from .health import ComplexNeedsForm, HealthContactsForm, PregnancyForm
from .intake import DecisionsForm, ImportedClientForm, ImportForm, ImportQuery
from .letter import LetterQuery
from .link import CompareQuery, LinkForm, UndoLinkForm
from .name import LocalNumberForm, PersonNameForm
from .override import DecideOverrideForm, OverrideForm, OverrideQuery
from .parts import DayForm
from .search import CaseloadQuery, CompletenessQuery, LookUpForm, remember, remembered
from .timeline import TimelineQuery

__all__ = [
    "AddClientForm",
    "AddressForm",
    "AlertQuery",
    "AssignForm",
    "BreakGlassForm",
    "CaseloadQuery",
    "ChildForm",
    "ClientForm",
    "CoachForm",
    "CompletenessQuery",
    "CompareQuery",
    "ComplexNeedsForm",
    "ConsentForm",
    "ContactForm",
    "ContactWayForm",
    "CorrectContactForm",
    "CorrectFactsForm",
    "DayForm",
    "DecideOverrideForm",
    "DecisionsForm",
    "EditEpisodeForm",
    "EndCoachingForm",
    "EqualityForm",
    "ErrorForm",
    "FactsForm",
    "FlagForm",
    "FlagReviewForm",
    "FoundQuery",
    "HealthContactsForm",
    "ImportForm",
    "ImportQuery",
    "ImportedClientForm",
    "InterventionForm",
    "LanguageForm",
    "LocalNumberForm",
    "LetterQuery",
    "LinkForm",
    "LookUpForm",
    "NationalConsentForm",
    "NextQuery",
    "OpenEpisodeForm",
    "ParentalForm",
    "PersonNameForm",
    "PregnancyForm",
    "RelationshipForm",
    "SafetyForm",
    "OverrideForm",
    "OverrideQuery",
    "StartTreatmentForm",
    "ToldForm",
    "WithdrawConsentForm",
    "TimelineQuery",
    "remember",
    "remembered",
    "UndoLinkForm",
]
