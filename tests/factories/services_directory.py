"""Organisations, services and locations."""

import factory
from factory.django import DjangoModelFactory

from services_directory import models
from services_directory.choices import Need, ServiceStatus


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
