"""Referrals in each state."""

import hashlib
from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from clients.choices import ConsentPurpose, ReferralSource
from recovery_capital.choices import Domain
from referrals import models
from referrals.choices import (
    DeclineReason,
    IncomingStatus,
    IncomingWay,
    LookKind,
    MessageKind,
    NotTakenOn,
    OfferedHow,
    ReferralOutcome,
    ReferralStatus,
    SignpostHow,
    Topic,
    UnmetReason,
)

from .accounts import AreaFactory, TeamFactory
from .clients import ClientFactory, ConsentFactory, EpisodeFactory
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
        received = factory.Trait(status=ReferralStatus.RECEIVED, **AGREED)
        waiting = factory.Trait(status=ReferralStatus.WAITING, **AGREED)
        expired = factory.Trait(status=ReferralStatus.EXPIRED, **AGREED)
        started = factory.Trait(status=ReferralStatus.STARTED, attended_on=date(2026, 11, 9), **AGREED)
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


class ReferralLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.ReferralLink

    referral = factory.SubFactory(ReferralFactory, sent=True)
    token_digest = factory.Sequence(lambda number: hashlib.sha256(f"link {number}".encode()).hexdigest())
    code_digest = "never matches"
    sent_to = "referrals@example.org"
    code_sent_how = "by phone"
    expires_at = datetime(2099, 1, 1, tzinfo=UTC)


class SentPackFactory(DjangoModelFactory):
    class Meta:
        model = models.SentPack

    referral = factory.SubFactory(ReferralFactory, sent=True)
    contents = {
        "about": [["About", "TC-1"], ["Why, in the person’s words", "I want a place of my own"]],
        "parts": [{"title": "Housing", "rows": [["Where the person lives", "With friends"]]}],
        "left_out": ["Health"],
    }


class PartnerLookFactory(DjangoModelFactory):
    class Meta:
        model = models.PartnerLook

    link = factory.SubFactory(ReferralLinkFactory)
    what = LookKind.OPENED


class ReferralMessageFactory(DjangoModelFactory):
    class Meta:
        model = models.ReferralMessage

    referral = factory.SubFactory(ReferralFactory, sent=True)
    kind = MessageKind.QUESTION
    text = "Does Megan have a key worker?"


class ReferralStepFactory(DjangoModelFactory):
    class Meta:
        model = models.ReferralStep

    referral = factory.SubFactory(ReferralFactory)
    key = "interest"


class UnmetNeedFactory(DjangoModelFactory):
    class Meta:
        model = models.UnmetNeed

    client = factory.SubFactory(ClientFactory)
    domain = Domain.HOUSING
    area = factory.SubFactory(AreaFactory)
    reason = UnmetReason.FULL
    found_on = date(2026, 11, 2)


class IncomingReferralFactory(DjangoModelFactory):
    class Meta:
        model = models.IncomingReferral

    team = factory.SubFactory(TeamFactory)
    way = IncomingWay.PUBLIC
    source = ReferralSource.SELF
    referred_on = date(2026, 11, 2)
    first_name = "Megan"
    family_name = factory.Sequence(lambda number: f"Testone{number}")
    date_of_birth = date(1990, 5, 4)
    phone = "07700 900123"
    what_for = "I drink every day and want to stop"

    class Params:
        taken = factory.Trait(
            status=IncomingStatus.WAITING,
            client=factory.SubFactory(ClientFactory, registered_team=factory.SelfAttribute("..team")),
            episode=factory.SubFactory(
                EpisodeFactory,
                client=factory.SelfAttribute("..client"),
                team=factory.SelfAttribute("..team"),
                referred_on=factory.SelfAttribute("..referred_on"),
            ),
        )
        not_taken = factory.Trait(status=IncomingStatus.DECLINED, not_taken_on=NotTakenOn.OTHER_AREA)


class IncomingStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.IncomingStatusChange

    record = factory.SubFactory(IncomingReferralFactory)
    from_status = IncomingStatus.RECEIVED
    to_status = IncomingStatus.WAITING


class AppointmentOfferFactory(DjangoModelFactory):
    class Meta:
        model = models.AppointmentOffer

    referral = factory.SubFactory(IncomingReferralFactory, taken=True)
    offered_for = datetime(2026, 11, 20, 10, tzinfo=UTC)
    where = "12 Castle Road"
    how = OfferedHow.PHONE


class SavedFormFactory(DjangoModelFactory):
    class Meta:
        model = models.SavedForm

    digest = factory.Sequence(lambda number: hashlib.sha256(f"form {number}".encode()).hexdigest())
    sealed = b"sealed"
    route = "refer_person"
    expires_at = datetime(2099, 1, 1, tzinfo=UTC)
