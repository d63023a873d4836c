"""The person, the person's episodes of treatment, contacts, flags and consents: one file per noun."""

from .address import Address
from .client import STAFF_ROLES, Client, CoachAssignment, KnownToTeam, OfClientQuerySet, new_reference
from .consent import Consent
from .contact import CONTACT_FACTS, Contact, ContactVersion
from .contact_way import ContactWay
from .death import Death
from .episode import Episode, EpisodeStatusChange, EpisodeSubstance
from .equality import ClientDisability, EqualityAnswers, LanguageNeeds
from .error import MayBeInError, MayBeInErrorQuerySet, error_is_whole
from .facts import EpisodeFacts
from .family import Child, ParentalAnswers, Relationship
from .flag import ClientFlag, FlagReview
from .health import ComplexNeeds, HealthContacts, Pregnancy
from .intake import ImportBatch, ImportRow
from .intervention import EpisodeIntervention
from .link import DifferentPerson, RecordLink
from .name import LocalNumber, PersonName
from .name_keys import NameKeys
from .national import NationalConsent
from .override import SharingOverride, SharingOverrideStatusChange
from .reading import BreakGlass, NamedReader
from .standing import EpisodePause, EpisodeReopening
from .team import ClientOfTeam

__all__ = [
    "Address",
    "BreakGlass",
    "CONTACT_FACTS",
    "Child",
    "Client",
    "ClientDisability",
    "ClientFlag",
    "ClientOfTeam",
    "CoachAssignment",
    "ComplexNeeds",
    "Consent",
    "Contact",
    "ContactVersion",
    "ContactWay",
    "Death",
    "DifferentPerson",
    "Episode",
    "EpisodeFacts",
    "EpisodeIntervention",
    "EpisodePause",
    "EpisodeReopening",
    "EpisodeStatusChange",
    "EpisodeSubstance",
    "EqualityAnswers",
    "FlagReview",
    "HealthContacts",
    "ImportBatch",
    "ImportRow",
    "KnownToTeam",
    "LanguageNeeds",
    "LocalNumber",
    "MayBeInError",
    "MayBeInErrorQuerySet",
    "NameKeys",
    "NamedReader",
    "NationalConsent",
    "OfClientQuerySet",
    "ParentalAnswers",
    "PersonName",
    "Pregnancy",
    "RecordLink",
    "Relationship",
    "STAFF_ROLES",
    "SharingOverride",
    "SharingOverrideStatusChange",
    "error_is_whole",
    "new_reference",
]
