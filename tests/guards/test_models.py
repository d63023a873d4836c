"""Every model of ours: a factory, a docstring, a way to be shown, and history by triggers."""

import importlib

import pghistory
import pytest
from django.apps import apps
from django.conf import settings
from factory.django import DjangoModelFactory

WITHOUT_HISTORY = {
    "CheckRequest": "is an errand that holds its own moments, and is no record",
    "FeedRun": "holds its moments and counts, and is no record",
    "Postcode": "is a copy of a published table, replaced as a whole",
    "ServiceIndex": "follows from services, which have a history",
    "ServicePlace": "follows from locations, which have a history",
    "SearchWord": "is a word",
    "PosterVisit": "is a number for a day",
    "PartnerLook": "is only ever added to",
    "SavedForm": "is no record, and nobody but whoever typed it can read it",
    "NameKeys": "follows from names, which have a history",
    "ImportBatch": "holds its moments and counts, and is no record",
    "ImportRow": "is what a file held, and is forgotten",
    "ClientOfTeam": "follows from what has a history",
    "AccessLog": "is only ever added to",
    "DocumentContent": "is never changed, and its hash stands in the history of its document",
    "Document": "is an errand for the worker, not a record",
    "Draft": "is no record, and belongs to who types it alone",
    "SavedView": "is no record, and belongs to whose it is alone",
    "Erasure": "is a certificate, written once",
    "Heartbeat": "is a sign of life",
    "Session": "is a state, whose beginning and end stand in the access log",
    "Try": "is forgotten after five minutes",
    "SentForm": "says that a form has done its work, which has its own history",
    "OutboxMessage": "holds its own history in its moments",
}


def is_event(model):
    return issubclass(model, pghistory.models.Event)


def our_models():
    return [
        model for model in apps.get_models() if model._meta.app_label in settings.LOCAL_APPS and not is_event(model)
    ]


def factories():
    for app in settings.LOCAL_APPS:
        try:
            module = importlib.import_module(f"tests.factories.{app}")
        except ModuleNotFoundError:
            continue
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DjangoModelFactory) and value._meta.model:
                yield value


FACTORIES = {factory._meta.model: factory for factory in factories()}


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_model_has_factory_docstring_and_name(model, db):
    assert model in FACTORIES, f"Add a factory for {model.__name__} to tests/factories/{model._meta.app_label}.py"
    assert model.__doc__, "One sentence: what it is in the work"
    assert not model.__doc__.startswith(f"{model.__name__}("), "One sentence: what it is in the work"
    assert str(FACTORIES[model]())


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_model_keeps_history(model):
    keeps = any(is_event(event) and event.pgh_tracked_model is model for event in apps.get_models())
    is_log = model.__name__.endswith("StatusChange") or model.__name__ in WITHOUT_HISTORY
    assert keeps != is_log, "Decorate it with core.history.tracked"


def test_admin_shows_no_model_about_a_person():
    from django.contrib import admin

    shown = {model._meta.app_label for model in admin.site._registry}
    assert shown <= {"accounts", "services_directory"}, shown
