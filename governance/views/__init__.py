"""Pages of governance: one file per noun."""

from .break_glass import break_glass_detail, break_glass_list, break_glass_month, break_glass_review
from .overview import overview

__all__ = [
    "break_glass_detail",
    "break_glass_list",
    "break_glass_month",
    "break_glass_review",
    "overview",
]
