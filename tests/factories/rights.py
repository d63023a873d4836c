"""People's rights over their record."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from rights import choices, models

from .accounts import UserFactory
from .clients import ClientFactory


class AccessRequestFactory(DjangoModelFactory):
    class Meta:
        model = models.AccessRequest

    client = factory.SubFactory(ClientFactory)
    received_on = date(2026, 11, 2)
    received_how = choices.ReceivedHow.LETTER

    class Params:
        reviewed = factory.Trait(status=choices.RequestStatus.REVIEWED)


class AccessRequestStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.AccessRequestStatusChange

    record = factory.SubFactory(AccessRequestFactory)
    from_status = choices.RequestStatus.RECEIVED
    to_status = choices.RequestStatus.REVIEWED


class ClockStopFactory(DjangoModelFactory):
    class Meta:
        model = models.ClockStop

    request = factory.SubFactory(AccessRequestFactory)
    stopped_on = date(2026, 11, 9)
    why = "Asked for a proof of identity"


class ItemDecisionFactory(DjangoModelFactory):
    class Meta:
        model = models.ItemDecision

    request = factory.SubFactory(AccessRequestFactory)
    kind = "clients.contact"
    item_id = factory.Faker("uuid4")
    is_shared = True


class LimitFactory(DjangoModelFactory):
    class Meta:
        model = models.Limit

    client = factory.SubFactory(ClientFactory)
    kind = choices.LimitKind.RESTRICTION
    asked_on = date(2026, 11, 2)
    why = "I want you to stop sharing my record"


class LimitStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.LimitStatusChange

    record = factory.SubFactory(LimitFactory)
    from_status = choices.LimitStatus.ASKED
    to_status = choices.LimitStatus.IN_FORCE


class LegalHoldFactory(DjangoModelFactory):
    class Meta:
        model = models.LegalHold

    client = factory.SubFactory(ClientFactory)
    why = "A public inquiry"
    starts_on = date(2026, 11, 2)


class RetentionDecisionFactory(DjangoModelFactory):
    class Meta:
        model = models.RetentionDecision

    client = factory.SubFactory(ClientFactory)
    choice = choices.RetentionChoice.ERASE
    why = "Eight years have passed"
    created_by = factory.SubFactory(UserFactory)

    class Params:
        approved = factory.Trait(status=choices.RetentionStatus.APPROVED, approved_by=factory.SubFactory(UserFactory))


class RetentionDecisionStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.RetentionDecisionStatusChange

    record = factory.SubFactory(RetentionDecisionFactory)
    from_status = choices.RetentionStatus.PROPOSED
    to_status = choices.RetentionStatus.APPROVED


class ErasureFactory(DjangoModelFactory):
    """Built and not saved: the application may not write certificates."""

    class Meta:
        model = models.Erasure
        strategy = factory.BUILD_STRATEGY

    client_id = factory.Faker("uuid4")
    reference = "K7M4-Q2XB"
    why = "Eight years have passed"
