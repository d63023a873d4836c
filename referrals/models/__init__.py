"""Referrals out to services, and the log of the open door: one file per noun."""

from .open_access import OpenAccessContact
from .referral import OPEN, Referral, ReferralStatusChange
from .signpost import Signpost

__all__ = ["OPEN", "OpenAccessContact", "Referral", "ReferralStatusChange", "Signpost"]
