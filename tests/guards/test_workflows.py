"""Every status can be reached, has a colour, and keeps who moved it."""

import pytest
from django.apps import apps
from django.conf import settings

from core.models import StatusChange
from core.templatetags.ui import STATUS_COLOURS

STATEFUL = [
    model
    for model in apps.get_models()
    if model._meta.app_label in settings.LOCAL_APPS and hasattr(model, "TRANSITIONS")
]


@pytest.mark.parametrize("model", STATEFUL, ids=lambda model: model.__name__)
def test_every_status_is_reachable_and_coloured(model):
    field = model._meta.get_field("status")
    statuses = {value for value, _label in field.choices}
    reached = {field.get_default()} | {target for targets in model.TRANSITIONS.values() for target in targets}
    assert statuses == {str(status) for status in reached}, "A status that no move reaches is dead"
    assert statuses <= set(STATUS_COLOURS), (
        f"Give these a colour in core/templatetags/ui.py: {statuses - set(STATUS_COLOURS)}"
    )
    assert set(map(str, model.TRANSITIONS)) <= statuses


@pytest.mark.parametrize("model", STATEFUL, ids=lambda model: model.__name__)
def test_every_move_is_kept(model):
    assert issubclass(model._meta.get_field("status_changes").related_model, StatusChange)
