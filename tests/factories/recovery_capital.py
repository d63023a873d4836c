"""Looks at recovery capital."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from recovery_capital import models
from recovery_capital.choices import Domain

from .clients import ClientFactory


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Assessment

    client = factory.SubFactory(ClientFactory)
    assessed_on = date(2026, 9, 2)


class DomainRatingFactory(DjangoModelFactory):
    class Meta:
        model = models.DomainRating

    assessment = factory.SubFactory(AssessmentFactory)
    domain = Domain.HOUSING
    rating = 4
