"""What governance keeps: one file per noun."""

from .restriction import Restriction

__all__ = ["Restriction"]
