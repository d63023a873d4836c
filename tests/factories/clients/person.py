"""The person and what is known of them, the teams that know them, and records that may be of one person."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from clients import models
from clients.choices import (
    HowKnown,
    Sex,
)

from ..accounts import TeamFactory, UserFactory
from ..reference import code


class ClientFactory(DjangoModelFactory):
    class Meta:
        model = models.Client

    registered_team = factory.SubFactory(TeamFactory)
    first_name = "Megan"
    family_name = factory.Sequence(lambda n: f"Testdaughter{n}")
    date_of_birth = date(1985, 3, 14)
    sex = Sex.FEMALE


class AddressFactory(DjangoModelFactory):
    class Meta:
        model = models.Address

    client = factory.SubFactory(ClientFactory)
    lines = "12 Quarry Lane\nNewmarsh"
    postcode = "NM1 1AA"

    class Params:
        hidden = factory.Trait(is_hidden=True, lines="7 Canary Row", postcode="NM9 9ZZ")


class ContactWayFactory(DjangoModelFactory):
    class Meta:
        model = models.ContactWay

    client = factory.SubFactory(ClientFactory)
    kind = "phone"
    value = "07700 900123"


class PersonNameFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonName

    client = factory.SubFactory(ClientFactory)
    kind = "former"
    first_name = "Megan"
    family_name = "Maidenname"


class LocalNumberFactory(DjangoModelFactory):
    class Meta:
        model = models.LocalNumber

    client = factory.SubFactory(ClientFactory)
    kind = "police"
    number = "99/1234567A"


class EqualityAnswersFactory(DjangoModelFactory):
    class Meta:
        model = models.EqualityAnswers

    client = factory.SubFactory(ClientFactory)


class ClientDisabilityFactory(DjangoModelFactory):
    class Meta:
        model = models.ClientDisability

    client = factory.SubFactory(ClientFactory)
    code = factory.LazyFunction(lambda: code("disability", "hearing"))


class LanguageNeedsFactory(DjangoModelFactory):
    class Meta:
        model = models.LanguageNeeds

    client = factory.SubFactory(ClientFactory)
    spoken = factory.LazyFunction(lambda: code("language", "cy"))


class HealthContactsFactory(DjangoModelFactory):
    class Meta:
        model = models.HealthContacts

    client = factory.SubFactory(ClientFactory)
    gp_registered = "yes"
    gp_practice = "Quayside Surgery"


class PregnancyFactory(DjangoModelFactory):
    class Meta:
        model = models.Pregnancy

    client = factory.SubFactory(ClientFactory)
    told_on = date(2026, 11, 20)


class ComplexNeedsFactory(DjangoModelFactory):
    class Meta:
        model = models.ComplexNeeds

    client = factory.SubFactory(ClientFactory)
    assessed_on = date(2026, 11, 2)
    level = "high"
    reasons = ["mental_health"]
    said_by = "Hospital liaison"


class RelationshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Relationship

    client = factory.SubFactory(ClientFactory)
    name = "Rhian Testsister"
    kind = "sibling"


class ChildFactory(DjangoModelFactory):
    class Meta:
        model = models.Child

    client = factory.SubFactory(ClientFactory)
    name = "A.T."

    class Params:
        at_home = factory.Trait(lives_with_client=True, told_on=date(2026, 11, 2))


class ParentalAnswersFactory(DjangoModelFactory):
    class Meta:
        model = models.ParentalAnswers

    client = factory.SubFactory(ClientFactory)
    asked_on = date(2026, 11, 2)
    is_parent = "no"
    children_in_house = 0


class KnownToTeamFactory(DjangoModelFactory):
    class Meta:
        model = models.KnownToTeam

    client = factory.SubFactory(ClientFactory)
    team = factory.SubFactory(TeamFactory)


class DeathFactory(DjangoModelFactory):
    class Meta:
        model = models.Death

    client = factory.SubFactory(ClientFactory)
    died_on = date(2026, 11, 1)
    how_known = HowKnown.FAMILY


class ClientOfTeamFactory(DjangoModelFactory):
    """The row that the database has written for a new client."""

    class Meta:
        model = models.ClientOfTeam

    @classmethod
    def _create(cls, model, *args, **fields):
        return ClientFactory().known_by.get()


class NameKeysFactory(DjangoModelFactory):
    """The row that a trigger has made for a client."""

    class Meta:
        model = models.NameKeys
        django_get_or_create = ["client"]

    client = factory.SubFactory(ClientFactory)


class RecordLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.RecordLink

    kept = factory.SubFactory(ClientFactory)
    other = factory.SubFactory(ClientFactory)
    why = "The same photograph"


class DifferentPersonFactory(DjangoModelFactory):
    class Meta:
        model = models.DifferentPerson

    client = factory.SubFactory(ClientFactory)
    reason = factory.LazyFunction(lambda: code("duplicate_reason", "twin"))


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportBatch

    team = factory.SubFactory(TeamFactory)
    created_by = factory.SubFactory(UserFactory)
    total = 2

    class Params:
        checked = factory.Trait(checked_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    number = factory.Sequence(lambda n: n + 2)
    values = factory.LazyFunction(
        lambda: {"first_name": "Ffion", "family_name": "Brought", "date_of_birth": "27/03/1985", "sex": "female"}
    )
    found = "ready"
