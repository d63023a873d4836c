"""Pages of governance: one file per noun."""

from .break_glass import break_glass_detail, break_glass_export, break_glass_list, break_glass_month, break_glass_review
from .overview import overview
from .restriction import (
    reader_add,
    reader_remove,
    restriction_decide,
    restriction_detail,
    restriction_export,
    restriction_lift,
    restriction_list,
    restriction_propose,
)
from .seen import record_seen, record_seen_download
from .unusual import unusual_access

__all__ = [
    "break_glass_detail",
    "break_glass_export",
    "break_glass_list",
    "break_glass_month",
    "break_glass_review",
    "overview",
    "reader_add",
    "reader_remove",
    "record_seen",
    "record_seen_download",
    "restriction_decide",
    "restriction_detail",
    "restriction_export",
    "restriction_lift",
    "restriction_list",
    "restriction_propose",
    "unusual_access",
]
