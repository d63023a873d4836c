"""Notes between shifts, caseloads passed on, and what is kept about staff."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from staffing import models

from .accounts import TeamFactory, UserFactory
from .clients import ClientFactory
from .reference import code


class ShiftNoteFactory(DjangoModelFactory):
    class Meta:
        model = models.ShiftNote

    team = factory.SubFactory(TeamFactory)
    text = "Please ring the pharmacy before nine."
    created_by = factory.SubFactory(UserFactory)


class ReassignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Reassignment

    client = factory.SubFactory(ClientFactory)
    from_user = factory.SubFactory(UserFactory)
    to_user = factory.SubFactory(UserFactory)
    why = "A smaller caseload"


class QualificationFactory(DjangoModelFactory):
    class Meta:
        model = models.Qualification

    user = factory.SubFactory(UserFactory)
    what = factory.LazyFunction(lambda: code("staff_qualification", "naloxone"))
    obtained_on = date(2025, 11, 1)
    expires_on = date(2027, 11, 1)


class SupervisionFactory(DjangoModelFactory):
    class Meta:
        model = models.Supervision

    user = factory.SubFactory(UserFactory)
    supervisor = factory.SubFactory(UserFactory)
    held_on = date(2026, 11, 2)
    next_on = date(2026, 12, 7)
