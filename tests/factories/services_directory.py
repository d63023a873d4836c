"""The directory: organisations, services, places, feeds, and what keeps them current."""

import datetime as dt
import hashlib

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from services_directory import models
from services_directory.choices import (
    DifferenceStatus,
    Frequency,
    Need,
    PaperSize,
    PosterPlace,
    ProblemKind,
    ProblemStatus,
    ServiceStatus,
)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = models.Service

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    needs = [Need.HOUSING_ADVICE]

    class Params:
        defunct = factory.Trait(status=ServiceStatus.DEFUNCT)
        imported = factory.Trait(source="feed.json", kept_here=False, needs_guessed=True)


class LocationFactory(DjangoModelFactory):
    class Meta:
        model = models.Location

    name = factory.Sequence(lambda n: f"Location {n}")


class ServiceAtLocationFactory(DjangoModelFactory):
    class Meta:
        model = models.ServiceAtLocation

    service = factory.SubFactory(ServiceFactory)
    location = factory.SubFactory(LocationFactory)


class PostcodeFactory(DjangoModelFactory):
    class Meta:
        model = models.Postcode

    code = factory.Sequence(lambda n: f"ZZ{n % 90 + 10}1AA")
    district = factory.LazyAttribute(lambda row: row.code[:-3])
    latitude, longitude = 51.45, -2.59


class ServiceIndexFactory(DjangoModelFactory):
    """The row that a trigger has written beside the service."""

    class Meta:
        model = models.ServiceIndex
        django_get_or_create = ["service"]

    service = factory.SubFactory(ServiceFactory)


class ServicePlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.ServicePlace

    service = factory.SubFactory(ServiceFactory)
    latitude, longitude = 51.45, -2.59


class SearchWordFactory(DjangoModelFactory):
    class Meta:
        model = models.SearchWord

    word = factory.Sequence(lambda n: f"word{n}")


class TaxonomyFactory(DjangoModelFactory):
    class Meta:
        model = models.Taxonomy

    name = factory.Sequence(lambda n: f"Taxonomy {n}")


class TaxonomyTermFactory(DjangoModelFactory):
    class Meta:
        model = models.TaxonomyTerm

    taxonomy = factory.SubFactory(TaxonomyFactory)
    name = factory.Sequence(lambda n: f"Term {n}")


class ScheduleFactory(DjangoModelFactory):
    class Meta:
        model = models.Schedule

    service = factory.SubFactory(ServiceFactory)
    freq, byday = Frequency.WEEKLY, "MO"
    opens_at, closes_at = dt.time(9), dt.time(17)


class CostOptionFactory(DjangoModelFactory):
    class Meta:
        model = models.CostOption

    service = factory.SubFactory(ServiceFactory)
    option, amount = "A session", 5


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.Contact

    service = factory.SubFactory(ServiceFactory)
    title = "Duty worker"


class PhoneFactory(DjangoModelFactory):
    class Meta:
        model = models.Phone

    service = factory.SubFactory(ServiceFactory)
    number = "029 2018 0123"


class FeedFactory(DjangoModelFactory):
    class Meta:
        model = models.Feed

    key = factory.Sequence(lambda n: f"feed-{n}")
    name = factory.Sequence(lambda n: f"Feed {n}")
    address = factory.Sequence(lambda n: f"https://feed-{n}.example.org/services")


class FeedRunFactory(DjangoModelFactory):
    class Meta:
        model = models.FeedRun

    feed = factory.SubFactory(FeedFactory)


class FeedDifferenceFactory(DjangoModelFactory):
    class Meta:
        model = models.FeedDifference

    service = factory.SubFactory(ServiceFactory)
    said = {"name": "What the feed calls it"}


class FeedDifferenceStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.FeedDifferenceStatusChange

    record = factory.SubFactory(FeedDifferenceFactory)
    from_status, to_status = DifferenceStatus.OPEN, DifferenceStatus.KEPT


class ServiceProblemFactory(DjangoModelFactory):
    class Meta:
        model = models.ServiceProblem

    service = factory.SubFactory(ServiceFactory)
    kind = ProblemKind.CLOSED


class ServiceProblemStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.ServiceProblemStatusChange

    record = factory.SubFactory(ServiceProblemFactory)
    from_status, to_status = ProblemStatus.OPEN, ProblemStatus.MENDED


class CheckRequestFactory(DjangoModelFactory):
    class Meta:
        model = models.CheckRequest

    service = factory.SubFactory(ServiceFactory)
    lead_days = 150
    email = "assurer@example.org"
    token_digest = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))


class PublicPageFactory(DjangoModelFactory):
    class Meta:
        model = models.PublicPage

    slug = factory.Sequence(lambda n: f"page-{n}")
    tab = "Help near you"
    heading = factory.Sequence(lambda n: f"Page {n}")
    lead, body = "In short", "## First\n\nWords\n\n- A point"


class PosterFactory(DjangoModelFactory):
    class Meta:
        model = models.Poster

    page = factory.SubFactory(PublicPageFactory)
    place_kind, place, size = PosterPlace.LIBRARY, "Central Library, by the lift", PaperSize.A4


class PosterVisitFactory(DjangoModelFactory):
    class Meta:
        model = models.PosterVisit

    poster = factory.SubFactory(PosterFactory)
    visits = 1
