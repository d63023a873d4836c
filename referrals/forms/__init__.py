"""What people type about referrals and the open door: one file per noun."""

from .open_access import OpenAccessForm, OpenAccessQuery
from .referral import (
    AcceptReferralForm,
    AttendReferralForm,
    ChosenServiceQuery,
    CompleteReferralForm,
    DeclineReferralForm,
    ReferralForm,
    ReferralQuery,
    ServiceQuery,
    WithdrawReferralForm,
)
from .signpost import SendForm, TellForm
from .unmet import MetForm, UnmetNeedForm, UnmetNeedQuery

__all__ = [
    "AcceptReferralForm",
    "AttendReferralForm",
    "ChosenServiceQuery",
    "CompleteReferralForm",
    "DeclineReferralForm",
    "MetForm",
    "OpenAccessForm",
    "OpenAccessQuery",
    "ReferralForm",
    "ReferralQuery",
    "SendForm",
    "ServiceQuery",
    "TellForm",
    "UnmetNeedForm",
    "UnmetNeedQuery",
    "WithdrawReferralForm",
]
