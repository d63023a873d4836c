"""Restricted records."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from governance import models

from .accounts import UserFactory
from .clients import ClientFactory


class RestrictionFactory(DjangoModelFactory):
    class Meta:
        model = models.Restriction

    client = factory.SubFactory(ClientFactory)
    why = "A cousin works in the team"
    review_on = date(2027, 3, 1)
    created_by = factory.SubFactory(UserFactory)
