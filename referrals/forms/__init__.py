"""What people type about referrals and the open door: one file per noun."""

from .incoming import (
    DeclineForm,
    ExpireForm,
    IncomingForm,
    IncomingQuery,
    MatchForm,
    OfferForm,
    OutcomeForm,
    ReasonForm,
    ReleaseReferralForm,
    StartForm,
    TakeOnForm,
    TransferForm,
    TriageForm,
)
from .open_access import OpenAccessForm, OpenAccessQuery
from .outgoing import OutgoingQuery
from .public import PersonForm, ProfessionalForm, SavedCodeForm
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
    "DeclineForm",
    "ExpireForm",
    "IncomingForm",
    "IncomingQuery",
    "MatchForm",
    "OfferForm",
    "OutcomeForm",
    "PersonForm",
    "ProfessionalForm",
    "ReasonForm",
    "ReleaseReferralForm",
    "SavedCodeForm",
    "StartForm",
    "TakeOnForm",
    "TransferForm",
    "TriageForm",
    "AcceptReferralForm",
    "AttendReferralForm",
    "ChosenServiceQuery",
    "CompleteReferralForm",
    "DeclineReferralForm",
    "MetForm",
    "OpenAccessForm",
    "OpenAccessQuery",
    "OutgoingQuery",
    "ReferralForm",
    "ReferralQuery",
    "SendForm",
    "ServiceQuery",
    "TellForm",
    "UnmetNeedForm",
    "UnmetNeedQuery",
    "WithdrawReferralForm",
]
