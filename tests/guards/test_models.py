"""Every model of ours: a factory, a docstring, a way to be shown, and history by triggers."""

import importlib

import pghistory
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from factory.django import DjangoModelFactory

from exchange.everything.coming import FILLED

WITHOUT_HISTORY = {
    "KeptCaseload": "is counted from episodes, which have a history, once a month",
    "DigestItem": "is a line of a mail, and holds its own moments",
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
    "ChangedClient": "is a note, forgotten at the next count",
    "Journey": "follows from episodes, which have a history",
    "EqualityGroups": "follows from answers, which have a history",
    "MissingAnswer": "follows from records, which have a history",
    "Gap": "follows from unmet needs, which have a history",
    "HomeNeeded": "follows from assessments, which have a history",
    "ReferralResult": "follows from referrals, which have a history",
    "DirectoryCount": "is counted from services, which have a history",
    "Release": "follows from stays in custody, which have a history",
    "OpenEpisode": "follows from episodes and plans, which have a history",
    "Given": "follows from interventions, which have a history",
    "WelshCase": "follows from episodes, which have a history",
    "Progress": "follows from outcomes profiles, which have a history",
    "OutcomeReached": "follows from episodes, profiles, jobs and check-ups, which have a history",
    "Placement": "follows from steps of referrals and interventions, which have a history",
    "PlannedEnding": "follows from episodes and aftercare, which have a history",
    "CheckUpHeld": "follows from check-ups, which have a history",
    "Sustained": "follows from aftercare, which has a history",
    "SupportVisit": "follows from occasional support, which has a history",
    "Beside": "follows from records that have a history",
    "Change": "follows from results that have a history",
    "Period": "is a stretch of time",
    "Figure": "is counted from what has a history",
    "Refresh": "holds its moments, and is no record",
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


def test_it_is_known_which_tables_migrations_fill(db):
    """Everything is read into an empty database: rows that `migrate` has written give way there, and no others."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name != "django_migrations"]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names))
        filled = {name.removesuffix("event") for (name,) in cursor.fetchall()}
    assert filled <= FILLED, f"Name them in FILLED of exchange/everything/coming.py: {sorted(filled - FILLED)}"


def test_admin_shows_no_model_about_a_person():
    from django.contrib import admin

    shown = {model._meta.app_label for model in admin.site._registry}
    assert shown <= {"accounts", "services_directory"}, shown


TWICE = """
SELECT min(indexrelid)::regclass::text, max(indexrelid)::regclass::text FROM pg_index
WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
GROUP BY indrelid, indkey::text, indclass::text, indoption::text, indisunique, pg_get_expr(indpred, indrelid), pg_get_expr(indexprs, indrelid)
HAVING count(*) > 1
"""


def test_no_table_has_the_same_index_twice(db):
    with connection.cursor() as cursor:
        cursor.execute(TWICE)
        assert cursor.fetchall() == [], "A foreign key has an index already"
