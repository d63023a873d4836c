"""What is asked of the directory, and what people type into it: one file per noun."""

from .feed import DifferenceForm, FeedForm
from .public import LanguageQuery, PosterForm, PublicPageForm
from .search import LeafletQuery, ServiceQuery
from .service import LONGEST_DESCRIPTION, ServiceForm

__all__ = [
    "LONGEST_DESCRIPTION",
    "DifferenceForm",
    "FeedForm",
    "LanguageQuery",
    "LeafletQuery",
    "PosterForm",
    "PublicPageForm",
    "ServiceForm",
    "ServiceQuery",
]
