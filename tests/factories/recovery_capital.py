"""Looks at recovery capital."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from recovery_capital import models
from recovery_capital.choices import AssessmentStatus, Domain

from .clients import ClientFactory


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Assessment

    client = factory.SubFactory(ClientFactory)
    assessed_on = date(2026, 9, 2)
    status = AssessmentStatus.RECORDED

    class Params:
        in_progress = factory.Trait(status=AssessmentStatus.IN_PROGRESS)


class AssessmentStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.AssessmentStatusChange

    record = factory.SubFactory(AssessmentFactory)
    from_status = AssessmentStatus.IN_PROGRESS
    to_status = AssessmentStatus.RECORDED


class DomainRatingFactory(DjangoModelFactory):
    class Meta:
        model = models.DomainRating

    assessment = factory.SubFactory(AssessmentFactory)
    domain = Domain.HOUSING
    rating = 4
