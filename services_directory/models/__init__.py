"""The directory: organisations, their services, and where these are found (after Open Referral UK 3.0)."""

from .base import DirectoryRecord, is_web_address
from .details import Contact, CostOption, Phone, Schedule
from .feed import Feed, FeedDifference, FeedDifferenceStatusChange, FeedRun
from .index import SearchWord, ServiceIndex, ServicePlace
from .organisation import Organisation
from .place import Location, Postcode, ServiceAtLocation
from .public import Poster, PosterVisit, PublicPage
from .service import Service
from .taxonomy import Taxonomy, TaxonomyTerm
from .upkeep import CheckRequest, ServiceProblem, ServiceProblemStatusChange

__all__ = [
    "CheckRequest",
    "Contact",
    "CostOption",
    "DirectoryRecord",
    "Feed",
    "FeedDifference",
    "FeedDifferenceStatusChange",
    "FeedRun",
    "Location",
    "Organisation",
    "Phone",
    "Postcode",
    "Poster",
    "PosterVisit",
    "PublicPage",
    "Schedule",
    "SearchWord",
    "Service",
    "ServiceAtLocation",
    "ServiceIndex",
    "ServicePlace",
    "ServiceProblem",
    "ServiceProblemStatusChange",
    "Taxonomy",
    "TaxonomyTerm",
    "is_web_address",
]
