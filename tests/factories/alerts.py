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
    severity = Severity.AMBER
    due_at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    class Params:
        raised = factory.Trait(raised_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
        acknowledged = factory.Trait(
            acknowledged_at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
            acknowledged_by=factory.SelfAttribute("recipient"),
        )
        ended = factory.Trait(ended_at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
