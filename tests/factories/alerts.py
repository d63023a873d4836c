"""Alerts about any record; the rule need not exist."""

import uuid
from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from alerts import models
from alerts.choices import Severity

from .accounts import UserFactory


class AlertFactory(DjangoModelFactory):
    class Meta:
        model = models.Alert

    rule = "TEST1"
    subject_kind = "clients.client"
    subject_id = factory.LazyFunction(uuid.uuid4)
    occurrence = factory.LazyFunction(uuid.uuid4)
    recipient = factory.SubFactory(UserFactory)
    severity = Severity.RED  # whose message goes out by itself
    due_at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    class Params:
        raised = factory.Trait(raised_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
        acknowledged = factory.Trait(
            acknowledged_at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
            acknowledged_by=factory.SelfAttribute("recipient"),
        )
        ended = factory.Trait(ended_at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC))


class DigestChoiceFactory(DjangoModelFactory):
    class Meta:
        model = models.DigestChoice

    user = factory.SubFactory(UserFactory)


class DigestItemFactory(DjangoModelFactory):
    class Meta:
        model = models.DigestItem

    alert = factory.SubFactory(AlertFactory, raised=True, severity=Severity.AMBER)
    recipient = factory.SelfAttribute("alert.recipient")
    reference = factory.SelfAttribute("alert.reference")
    due_at = factory.SelfAttribute("alert.due_at")


class RuleSettingFactory(DjangoModelFactory):
    class Meta:
        model = models.RuleSetting

    rule = "PR03"
    why = "Agreed with the partnership in May"

    class Params:
        off = factory.Trait(is_off=True)
