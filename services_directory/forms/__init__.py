"""What is asked of the directory, and what people type into it: one file per noun."""

from .feed import DifferenceForm, FeedForm
from .service import LONGEST_DESCRIPTION, ServiceForm, ServiceQuery

__all__ = ["DifferenceForm", "FeedForm", "LONGEST_DESCRIPTION", "ServiceForm", "ServiceQuery"]
