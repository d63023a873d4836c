"""Versions of the national data set, and the ids of records in it."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from exchange import models
from exchange.choices import NumberKind

from .clients import ClientFactory


class DataSetVersionFactory(DjangoModelFactory):
    class Meta:
        model = models.DataSetVersion

    letter = factory.Sequence(lambda number: f"T{number}")
    title = "A version for tests"
    source = "Made for tests"
    effective_from = factory.Sequence(lambda number: date(2030, 1, 1).replace(year=2030 + number))
    columns = factory.LazyFunction(lambda: models.DataSetVersion.objects.get(letter="K").columns)


class DataSetNumberFactory(DjangoModelFactory):
    class Meta:
        model = models.DataSetNumber

    client = factory.SubFactory(ClientFactory)
    agency = "N0801"
    kind = NumberKind.CLIENT
    number = factory.Sequence(lambda number: f"{1000 + number}")
