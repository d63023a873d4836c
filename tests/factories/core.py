"""Messages, documents and signs of life."""

import uuid
from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from core import models
from core.choices import AccessAction

from .accounts import UserFactory

SOME_TIME_AGO = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class AccessLogFactory(DjangoModelFactory):
    class Meta:
        model = models.AccessLog

    action = AccessAction.LOOK


class OutboxMessageFactory(DjangoModelFactory):
    class Meta:
        model = models.OutboxMessage

    reference = factory.Sequence(lambda n: f"test-{n}")
    recipient = factory.SubFactory(UserFactory)
    subject = "Something is due"
    body = "See My work."
    created_at = next_attempt_at = SOME_TIME_AGO

    class Params:
        sent = factory.Trait(sent_at=SOME_TIME_AGO, attempts=1)
        parked = factory.Trait(parked_at=SOME_TIME_AGO, attempts=10, last_error="The address does not exist")
        cancelled = factory.Trait(cancelled_at=SOME_TIME_AGO)


class HeartbeatFactory(DjangoModelFactory):
    class Meta:
        model = models.Heartbeat

    name = "worker"
    at = SOME_TIME_AGO


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    kind = "test"
    title = "A test"
    requested_by = factory.SubFactory(UserFactory)
    requested_at = SOME_TIME_AGO

    class Params:
        finished = factory.Trait(finished_at=SOME_TIME_AGO, content=b"%PDF-1.7")
        failed = factory.Trait(failed_at=SOME_TIME_AGO, error="This document could not be made.")


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = models.Draft

    id = factory.LazyFunction(uuid.uuid4)
    user = factory.SubFactory(UserFactory)
    path = "/clients/add/"
    title = "Add a client"
    data = factory.LazyFunction(lambda: {"first_name": ["Ffion"]})
    tab = "one"


class SentFormFactory(DjangoModelFactory):
    class Meta:
        model = models.SentForm

    digest = factory.Sequence(lambda n: f"{n:064}")
    key = factory.LazyFunction(uuid.uuid4)
    user = factory.SubFactory(UserFactory)
    location = "/clients/"


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = models.SavedView

    user = factory.SubFactory(UserFactory)
    route = "clients:client_list"
    query = "phase=waiting"
    name = factory.Sequence(lambda n: f"List {n}")
