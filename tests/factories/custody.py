"""Stays in custody and release dates."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.choices import Nation
from clients.choices import ConsentPurpose
from custody import models
from custody.choices import LegalStatus, ReleaseManner, ReleaseType, StayStatus

from .clients import ClientFactory, ConsentFactory


class PrisonFactory(DjangoModelFactory):
    class Meta:
        model = models.Prison

    name = factory.Sequence(lambda n: f"HMP Exampleton {n}")
    nation = Nation.ENGLAND


class EarlyRouteFactory(DjangoModelFactory):
    class Meta:
        model = models.EarlyRoute

    name = "Example scheme"
    facts = "Some leave a month earlier."
    source = "Circular"


class SurgeDayFactory(DjangoModelFactory):
    class Meta:
        model = models.SurgeDay

    day = factory.Sequence(lambda n: date(2027, 2, 1) + timedelta(days=n))
    why = "Example scheme begins"
    source = "Circular"


class CustodyStayFactory(DjangoModelFactory):
    class Meta:
        model = models.CustodyStay

    client = factory.SubFactory(ClientFactory)
    prison = "HMP Exampleton"
    legal_status = LegalStatus.SENTENCED
    custody_started_on = date(2026, 6, 1)
    sentenced_on = date(2026, 6, 15)

    class Params:
        released = factory.Trait(
            status=StayStatus.RELEASED, released_on=date(2026, 11, 20), release_manner=ReleaseManner.AS_PLANNED
        )


class CustodyStayStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.CustodyStayStatusChange

    record = factory.SubFactory(CustodyStayFactory)
    from_status = StayStatus.IN_CUSTODY
    to_status = StayStatus.RELEASED


class ReleaseDateFactory(DjangoModelFactory):
    class Meta:
        model = models.ReleaseDate

    stay = factory.SubFactory(CustodyStayFactory)
    release_type = ReleaseType.CRD
    nominal_on = date(2027, 1, 29)
    days_served = 228
    source = "Prison offender manager"
    received_at = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    earliest_on = date(2027, 1, 27)
    expected_on = date(2027, 1, 28)
    last_working_day_on = date(2027, 1, 29)
    friday_or_pre_holiday = True


class ReleasePlanFactory(DjangoModelFactory):
    class Meta:
        model = models.ReleasePlan

    stay = factory.SubFactory(CustodyStayFactory)
    client = factory.SelfAttribute("stay.client")


class PrisonAskedFactory(DjangoModelFactory):
    """The list of what we need went to the prison on a day, by the client's consent."""

    class Meta:
        model = models.PrisonAsked

    stay = factory.SubFactory(CustodyStayFactory)
    client = factory.SelfAttribute("stay.client")
    prison = factory.SelfAttribute("stay.prison")
    consent = factory.SubFactory(
        ConsentFactory, client=factory.SelfAttribute("..client"), recipient=None,
        outside=factory.SelfAttribute("..prison"), purpose=ConsentPurpose.RELEASE,
    )  # fmt: skip
    shared_on = date(2026, 11, 17)
