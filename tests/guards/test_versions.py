"""No save overwrites what somebody else saved meanwhile.

Each form about a record is tried: either it carries the record's version, and a stale one ends in 409 with both texts; or
it only adds rows; or it does its work once, and the second of two is told.
"""

import pytest
from django.db import connection, transaction

from .hostile import encoded
from .routes import one_in_three
from .rows import Writes, changed, fingerprint
from .states import BEYOND
from .test_bad_input import FORM, POSTED, Route

ABOUT_A_RECORD = sorted(name for name, (_who, methods, kind, _look) in POSTED.items() if kind and "GET" in methods)


def is_version(name):
    return name == "version" or name.endswith("-version")


def own_row(record):
    """The row of the record, but for who saved it and when."""
    row = type(record)._base_manager.filter(pk=record.pk).values().first()
    return {name: value for name, value in (row or {}).items() if name not in ("updated_at", "updated_by_id")}


def send_twice(route, record):
    """Whether the first request changed the record's own row, and which tables the second changed."""
    body = encoded((name, value) for name, value in route.honest.items() if value is not None and name != "form_key")
    with transaction.atomic():
        is_row = hasattr(record, "_meta")
        before = own_row(record) if is_row else None
        route.browser.client.generic("POST", route.url, body, content_type=FORM)
        has_changed = is_row and own_row(record) != before
        rows = fingerprint()
        with connection.execute_wrapper(writes := Writes()):
            route.browser.client.generic("POST", route.url, body, content_type=FORM)
        again = changed(rows, fingerprint()) if writes.count else set()
        transaction.set_rollback(True)
    return has_changed, again


@pytest.mark.parametrize("name", one_in_three(ABOUT_A_RECORD))
def test_nothing_is_overwritten(name, world):
    route = Route(name, world)
    versions = {key: int(value) for key, value in route.honest.items() if is_version(key)}
    if route.post({}).status_code == 422:
        pytest.skip(BEYOND.get(name, "An honest person cannot do this with the records of this world: see STATES"))
    if versions:
        stale = route.post({key: str(value - 1) for key, value in versions.items()})
        assert stale.status_code == 409
        assert not stale.changed
        assert "app-conflict" in stale.text, "Both texts are shown: core.views.conflict"
        return
    has_changed, again = send_twice(route, world.record(POSTED[name][2], "own"))
    assert not (has_changed and again), f"Build it on VerbForm, or let the verb refuse the second: {again}"
