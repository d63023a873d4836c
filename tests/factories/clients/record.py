"""What is written on a record: contacts, flags, coaches, consents, and who may read it."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from clients import models
from clients.choices import (
    ConsentCategory,
    ConsentPurpose,
    ContactKind,
    ContactOutcome,
    ErrorReason,
    FlagKind,
    GivenHow,
    MissedBy,
    OverrideStatus,
)

from ..accounts import UserFactory
from ..reference import code
from ..services_directory import ServiceFactory
from .person import ClientFactory


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.Contact

    client = factory.SubFactory(ClientFactory)
    kind = ContactKind.PHONE
    outcome = ContactOutcome.ATTENDED
    happened_at = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)

    class Params:
        missed = factory.Trait(
            outcome=ContactOutcome.MISSED, missed_by=MissedBy.PERSON, missed_reason="no_reason_known"
        )
        in_error = factory.Trait(
            error_at=datetime(2026, 11, 3, 9, tzinfo=UTC),
            error_by=factory.SubFactory(UserFactory),
            error_reason=ErrorReason.WRONG_PERSON,
        )


class ContactVersionFactory(DjangoModelFactory):
    class Meta:
        model = models.ContactVersion

    contact = factory.SubFactory(ContactFactory)
    kind = ContactKind.PHONE
    outcome = ContactOutcome.ATTENDED
    happened_at = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
    note = "Rang at ten"
    reason = "Wrong time"


class ClientFlagFactory(DjangoModelFactory):
    class Meta:
        model = models.ClientFlag

    client = factory.SubFactory(ClientFactory)
    kind = FlagKind.OVERDOSE_RISK
    reason = "Came home from prison last week"
    review_on = date(2026, 12, 1)


class FlagReviewFactory(DjangoModelFactory):
    class Meta:
        model = models.FlagReview

    flag = factory.SubFactory(ClientFlagFactory)
    client = factory.SelfAttribute("flag.client")
    note = "Still at risk"
    reviewed_on = date(2026, 12, 1)
    was_due_on = date(2026, 12, 1)
    review_on = date(2027, 2, 1)


class CoachAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.CoachAssignment

    client = factory.SubFactory(ClientFactory)
    coach = factory.SubFactory(UserFactory, coach=True)
    starts_on = date(2026, 1, 1)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.Consent

    client = factory.SubFactory(ClientFactory)
    recipient = factory.SubFactory(ServiceFactory)
    purpose = ConsentPurpose.REFERRAL
    categories = [ConsentCategory.IDENTITY]
    given_how = GivenHow.VERBAL
    given_on = date(2026, 10, 1)


class NationalConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.NationalConsent

    client = factory.SubFactory(ClientFactory)
    agreed = True
    asked_on = date(2026, 10, 1)
    given_how = GivenHow.VERBAL
    evidence = "Yes, that is fine"


class SharingOverrideFactory(DjangoModelFactory):
    class Meta:
        model = models.SharingOverride

    client = factory.SubFactory(ClientFactory)
    recipient = factory.SubFactory(ServiceFactory)
    purpose = ConsentPurpose.REFERRAL
    categories = [ConsentCategory.IDENTITY]
    reason = factory.LazyFunction(lambda: code("override_reason", "public_interest"))
    why = "Could not be asked"
    shares_now = False
    approve_by = factory.LazyFunction(timezone.localdate)
    expires_on = factory.LazyAttribute(lambda row: row.approve_by + timedelta(days=28))

    class Params:
        approved = factory.Trait(
            status=OverrideStatus.APPROVED,
            decided_at=factory.LazyFunction(timezone.now),
            decided_by=factory.SubFactory(UserFactory),
        )


class SharingOverrideStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.SharingOverrideStatusChange

    record = factory.SubFactory(SharingOverrideFactory)
    from_status = OverrideStatus.REQUESTED
    to_status = OverrideStatus.APPROVED


class BreakGlassFactory(DjangoModelFactory):
    class Meta:
        model = models.BreakGlass

    client = factory.SubFactory(ClientFactory)
    user = factory.SubFactory(UserFactory)
    reason = factory.LazyFunction(lambda: code("break_glass_reason", "emergency"))
    text = "Found unconscious outside the office"
    started_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda row: row.started_at + timedelta(hours=24))
    review_by = factory.LazyAttribute(lambda row: row.started_at.date() + timedelta(days=7))


class NamedReaderFactory(DjangoModelFactory):
    class Meta:
        model = models.NamedReader

    client = factory.SubFactory(ClientFactory)
    user = factory.SubFactory(UserFactory)
