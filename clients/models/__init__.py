"""The person, the person's episodes of treatment, contacts, flags and consents: one file per noun."""

from .client import STAFF_ROLES, Client, CoachAssignment, KnownToTeam, OfClientQuerySet, new_reference
from .consent import Consent
from .contact import CONTACT_FACTS, Contact, ContactVersion
from .death import Death
from .episode import Episode, EpisodeStatusChange, EpisodeSubstance
from .error import MayBeInError, MayBeInErrorQuerySet, error_is_whole
from .facts import EpisodeFacts
from .flag import ClientFlag
from .intervention import EpisodeIntervention
from .national import NationalConsent
from .override import SharingOverride, SharingOverrideStatusChange
from .reading import BreakGlass, NamedReader
from .standing import EpisodePause, EpisodeReopening
from .team import ClientOfTeam

__all__ = [
    "CONTACT_FACTS",
    "STAFF_ROLES",
    "BreakGlass",
    "Client",
    "ClientOfTeam",
    "ClientFlag",
    "CoachAssignment",
    "Consent",
    "Contact",
    "Death",
    "ContactVersion",
    "Episode",
    "EpisodeFacts",
    "EpisodeIntervention",
    "EpisodePause",
    "EpisodeReopening",
    "EpisodeStatusChange",
    "EpisodeSubstance",
    "KnownToTeam",
    "MayBeInError",
    "MayBeInErrorQuerySet",
    "NamedReader",
    "NationalConsent",
    "OfClientQuerySet",
    "error_is_whole",
    "SharingOverride",
    "SharingOverrideStatusChange",
    "new_reference",
]
