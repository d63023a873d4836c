"""Pages of safeguarding: the tab of a record, concerns, risks, and the section of MAPPA."""

from .concern import (
    concern_close,
    concern_decide,
    concern_detail,
    concern_export,
    concern_list,
    concern_raise,
    concern_review,
)
from .mappa import client_mappa, mappa_edit, mappa_end, mappa_record
from .risk import client_safety, risk_assess, risk_detail

__all__ = [
    "client_mappa",
    "client_safety",
    "concern_close",
    "concern_decide",
    "concern_detail",
    "concern_export",
    "concern_list",
    "concern_raise",
    "concern_review",
    "mappa_edit",
    "mappa_end",
    "mappa_record",
    "risk_assess",
    "risk_detail",
]
