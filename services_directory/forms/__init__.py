"""What is asked of the directory, and what people type into it: one file per noun."""

from .service import LONGEST_DESCRIPTION, ServiceForm, ServiceQuery

__all__ = ["LONGEST_DESCRIPTION", "ServiceForm", "ServiceQuery"]
