"""The person, the person's episodes of treatment, contacts, flags and consents: one file per noun."""

from .client import STAFF_ROLES, Client, CoachAssignment, KnownToTeam, OfClientQuerySet, new_reference
from .consent import Consent
from .contact import Contact
from .episode import Episode, EpisodeStatusChange, EpisodeSubstance
from .flag import ClientFlag
from .reading import BreakGlass, NamedReader

__all__ = [
    "STAFF_ROLES",
    "BreakGlass",
    "Client",
    "ClientFlag",
    "CoachAssignment",
    "Consent",
    "Contact",
    "Episode",
    "EpisodeStatusChange",
    "EpisodeSubstance",
    "KnownToTeam",
    "NamedReader",
    "OfClientQuerySet",
    "new_reference",
]
