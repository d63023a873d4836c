"""The person, the person's episodes of treatment, contacts, flags and consents: one file per noun."""

from .client import STAFF_ROLES, Client, CoachAssignment, KnownToTeam, OfClientQuerySet, new_reference
from .consent import Consent
from .contact import Contact
from .death import Death
from .episode import Episode, EpisodeStatusChange, EpisodeSubstance
from .facts import EpisodeFacts
from .flag import ClientFlag
from .intervention import EpisodeIntervention
from .reading import BreakGlass, NamedReader
from .standing import EpisodePause, EpisodeReopening

__all__ = [
    "STAFF_ROLES",
    "BreakGlass",
    "Client",
    "ClientFlag",
    "CoachAssignment",
    "Consent",
    "Contact",
    "Death",
    "Episode",
    "EpisodeFacts",
    "EpisodeIntervention",
    "EpisodePause",
    "EpisodeReopening",
    "EpisodeStatusChange",
    "EpisodeSubstance",
    "KnownToTeam",
    "NamedReader",
    "OfClientQuerySet",
    "new_reference",
]
