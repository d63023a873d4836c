"""Pages of governance: one file per noun."""

from .break_glass import break_glass_detail, break_glass_list, break_glass_month, break_glass_review
from .overview import overview
from .seen import record_seen, record_seen_download

__all__ = [
    "break_glass_detail",
    "break_glass_list",
    "break_glass_month",
    "break_glass_review",
    "overview",
    "record_seen",
    "record_seen_download",
]
