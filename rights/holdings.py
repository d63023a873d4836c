"""Every table that holds something about a client, and how its rows lead back to the client."""

from functools import cache

import pghistory.models
from django.apps import apps
from django.conf import settings

from clients.models import Client

# Kept when a record is erased: the fact of it, without what was in it.
CERTIFICATES = {"rights.erasure"}


@cache
def holdings():
    """{model: lookup from its rows to the client} of every table of ours but the history; the client's own is "pk"."""
    waiting = [
        model
        for model in apps.get_models()
        if model._meta.app_label in settings.LOCAL_APPS
        and not issubclass(model, pghistory.models.Event)
        and model._meta.label_lower not in CERTIFICATES
    ]
    found = {Client: "pk"}
    while reached := {model: path for model in waiting if model not in found and (path := _path(model, found))}:
        found |= reached
    return found


def _path(model, found):
    """The lookup of a table over a key that is always set, else over one that may be empty; None when none leads there."""
    keys = [field for field in model._meta.concrete_fields if field.is_relation and field.related_model in found]
    keys.sort(key=lambda field: (field.null, field.related_model is not Client))
    if keys:
        key = keys[0]
        return key.name if key.related_model is Client else f"{key.name}__{found[key.related_model]}"
    plain = [field.name for field in model._meta.concrete_fields if field.name == "client_id"]
    return plain[0] if plain else None


def rows_about(model, client):
    """The rows of a table that are about a client."""
    return model._base_manager.filter(**{holdings()[model]: client.pk})
