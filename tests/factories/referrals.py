"""Referrals in each state."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from clients.choices import ConsentPurpose
from recovery_capital.choices import Domain
from referrals import models
from referrals.choices import DeclineReason, ReferralOutcome, ReferralStatus, SignpostHow, Topic

from .accounts import TeamFactory
from .clients import ClientFactory, ConsentFactory
from .services_directory import ServiceFactory

AGREED = {
    "consent": factory.SubFactory(
        ConsentFactory,
        client=factory.SelfAttribute("..client"),
        recipient=factory.SelfAttribute("..service"),
        purpose=ConsentPurpose.REFERRAL,
    ),
    "sent_on": date(2026, 11, 2),
}


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = models.Referral

    client = factory.SubFactory(ClientFactory)
    service = factory.SubFactory(ServiceFactory)
    domain = Domain.HOUSING
    reason = "I want a place of my own"

    class Params:
        sent = factory.Trait(status=ReferralStatus.SENT, **AGREED)
        accepted = factory.Trait(status=ReferralStatus.ACCEPTED, **AGREED)
        declined = factory.Trait(status=ReferralStatus.DECLINED, decline_reason=DeclineReason.FULL, **AGREED)
        attended = factory.Trait(status=ReferralStatus.ATTENDED, attended_on=date(2026, 11, 9), **AGREED)
        completed = factory.Trait(
            status=ReferralStatus.COMPLETED,
            attended_on=date(2026, 11, 9),
            outcome=ReferralOutcome.HELPED,
            **AGREED,
        )


class ReferralStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.ReferralStatusChange

    record = factory.SubFactory(ReferralFactory)
    from_status = ReferralStatus.DRAFT
    to_status = ReferralStatus.SENT


class SignpostFactory(DjangoModelFactory):
    class Meta:
        model = models.Signpost

    client = factory.SubFactory(ClientFactory)
    service = factory.SubFactory(ServiceFactory)
    how = SignpostHow.SAID

    class Params:
        texted = factory.Trait(
            how=SignpostHow.TEXT, sent_to="07700 900123", words="Harbour\n01632 960001", sending=factory.Faker("uuid4")
        )


class OpenAccessContactFactory(DjangoModelFactory):
    class Meta:
        model = models.OpenAccessContact

    team = factory.SubFactory(TeamFactory)
    happened_on = date(2026, 11, 2)
    topics = [Topic.HARM_REDUCTION]
