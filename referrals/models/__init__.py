"""Referrals in and out, what is written about them, needs that could not be met, and the open door: one file per noun."""

from .incoming import (
    ENDED_INCOMING,
    MATCHED,
    OPEN_INCOMING,
    AppointmentOffer,
    IncomingReferral,
    IncomingStatusChange,
    SavedForm,
)
from .open_access import OpenAccessContact
from .partner import PartnerLook, ReferralLink, ReferralMessage, SentPack
from .referral import ENDED_BEFORE, OPEN, TAKEN_ON, UNANSWERED, Referral, ReferralStatusChange
from .signpost import Signpost
from .step import ReferralStep
from .unmet import UnmetNeed

__all__ = [
    "ENDED_BEFORE",
    "ENDED_INCOMING",
    "MATCHED",
    "OPEN",
    "OPEN_INCOMING",
    "TAKEN_ON",
    "UNANSWERED",
    "AppointmentOffer",
    "IncomingReferral",
    "IncomingStatusChange",
    "OpenAccessContact",
    "PartnerLook",
    "Referral",
    "ReferralLink",
    "ReferralMessage",
    "ReferralStatusChange",
    "ReferralStep",
    "SavedForm",
    "SentPack",
    "Signpost",
    "UnmetNeed",
]
