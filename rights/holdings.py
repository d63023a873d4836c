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
    for may_be_empty in (False, True):  # a row whose key is empty would lead nowhere
        while reached := {m: path for m in waiting if m not in found and (path := _path(m, found, may_be_empty))}:
            found |= reached
    return found


def _path(model, found, may_be_empty):
    """The lookup of a table to the client over one of its keys; None when none leads there."""
    keys = [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in found and (may_be_empty or not field.null)
    ]
    keys.sort(key=lambda field: (field.null, field.related_model is not Client))
    if keys:
        key = keys[0]
        return key.name if key.related_model is Client else f"{key.name}__{found[key.related_model]}"
    plain = [field.name for field in model._meta.concrete_fields if field.name == "client_id"]
    return plain[0] if plain else None


def rows_about(model, client):
    """The rows of a table that are about a client."""
    return model._base_manager.filter(**{holdings()[model]: client.pk})
