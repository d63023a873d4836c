"""What a body must not do: set what the form does not ask for, or name a record of another team.

Each form is sent twice over, as an honest person sends it and with something more; the rows that come of it are compared
value for value, so that nothing in them can come from what was added.
"""

import json
import re
import uuid

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from accounts.choices import Role
from accounts.models import User
from tests.factories import accounts, clients
from tests.factories import services_directory as directory

from .hostile import encoded
from .routes import one_in_three
from .rows import changed, fingerprint, tables
from .test_bad_input import FORM, POSTED, Route, crash

NOT_COMPARED = {"core_sentform", "core_draft"}  # they hold the body itself
RANDOM = {"code", "reference", "digest", "token", "token_digest", "code_digest", "password", "public_id"}
DERIVED = {"clients_namekeys"}  # worked out from the names when somebody looks for a person
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LINK = re.compile(r"/(invitation|partner)/[\w-]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(\+\d\d:\d\d)?")


def extras(other):
    """What nobody asks for, and what a careless form would take: `other` is the episode of another team."""
    return {
        "id": str(uuid.UUID(int=0x7777)),
        "pk": str(uuid.UUID(int=0x7777)),
        "team": str(other.team_id),
        "team_id": str(other.team_id),
        "registered_team": str(other.team_id),
        "client": str(other.client_id),
        "client_id": str(other.client_id),
        "episode": str(other.pk),
        "user": str(other.keyworker_id),
        "by": str(other.keyworker_id),
        "created_by": str(other.keyworker_id),
        "updated_by": str(other.keyworker_id),
        "keyworker": str(other.keyworker_id),
        "role": Role.ADMINISTRATOR.value,
        "status": "closed",
        "version": "4711",
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "",
        "is_restricted": "on",
        "deceased_on": "1/1/2020",
        "created_at": "2001-01-01 10:00",
    }


def rows(names):
    """Each row of these tables, as text."""
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{name}" t')
            yield from ((name, text) for (text,) in cursor.fetchall())


def effect(route, body):
    """What a request leaves behind: each new row and what each changed row says now, without what is random."""
    with transaction.atomic():
        before = fingerprint()
        all_before = set(rows(tables()))
        known = {key for _name, text in all_before for key in KEY.findall(text)}
        known |= set(User.objects.values_list("pk", flat=True))
        response = route.browser.client.generic("POST", route.url, body, content_type=FORM)
        touched = changed(before, fingerprint()) - NOT_COMPARED
        after = set(rows(touched)) - all_before
        transaction.set_rollback(True)
    return response, sorted((name, plain(text, known)) for name, text in after)


def plain(text, known):
    """A row without new keys, moments, counted keys and references, which differ each time."""
    row = {name: value for name, value in json.loads(text).items() if name not in RANDOM}
    row = {name: "new" if is_counted(name, value, known) else value for name, value in row.items()}
    text = KEY.sub(lambda key: key[0] if key[0] in known else "new", json.dumps(row, sort_keys=True))
    return LINK.sub("link", MOMENT.sub("moment", text))


def is_counted(name, value, known):
    is_new = name in ("id", "pgh_id") or name.endswith("_id") and value not in known
    return isinstance(value, int) and is_new


def body_of(values):
    return encoded((name, value) for name, value in values.items() if value is not None)


@pytest.mark.parametrize("name", one_in_three(POSTED))
def test_a_key_that_no_form_asks_for_changes_nothing(name, world):
    route = Route(name, world)
    other = world.episodes["other"]
    other.keyworker = accounts.UserFactory(team=other.team)
    other.save()
    added = {key: value for key, value in extras(other).items() if key not in route.controls}
    honest, expected = effect(route, body_of(route.honest))
    hostile, left = effect(route, body_of(route.honest | added))
    assert hostile.status_code == honest.status_code, crash(hostile)
    assert left == expected


def strangers(world):
    """Another team's records, and those that are offered to nobody, by table."""
    other = world.episodes["other"]
    accounts.UserFactory(team=other.team, role=Role.CASE_MANAGER)
    accounts.UserFactory(team=other.team, coach=True)
    accounts.UserFactory(team=world.team, is_active=False)
    clients.ContactFactory(client=other.client)
    clients.ConsentFactory(client=other.client)
    directory.ServiceFactory(status="inactive")


def model_behind(control):
    """The model whose keys a control offers, or None for a list of words."""
    offered = [value for value in [*control.choices, control.value] if value]
    if offered and all(KEY.fullmatch(value) for value in offered):
        keyed = (model for model in apps.get_models() if model._meta.app_label in settings.LOCAL_APPS)
        keyed = (model for model in keyed if model._meta.pk.get_internal_type() == "UUIDField")
        return next((model for model in keyed if model._base_manager.filter(pk__in=offered).exists()), None)
    numbers = offered and all(value.isdecimal() for value in offered)
    is_user = numbers and control.kind == "select" and User.objects.filter(pk__in=offered).count() == len(set(offered))
    return User if is_user else None


def is_taken(response):
    return response.status_code == 302 or response.changed - DERIVED


@pytest.mark.parametrize("name", one_in_three(POSTED))
def test_a_record_of_another_team_in_a_body_is_no_answer(name, world):
    strangers(world)
    route = Route(name, world)
    wrong = []
    for control in route.controls.values():
        if control.name == "form_key" or (model := model_behind(control)) is None:
            continue
        offered = {value for value in [*control.choices, control.value] if value}
        absent = uuid.UUID(int=0x7777) if model is not User else 999_999_999
        expected = route.post({control.name: str(absent)})
        if is_taken(expected):
            wrong.append(f"{control.name}={absent}: {expected.status_code} {expected.changed}")
        for record in model._base_manager.exclude(pk__in=offered)[:20]:
            response = route.post({control.name: str(record.pk)})
            if is_taken(response):
                wrong.append(f"{control.name}={model.__name__} {record}: {response.status_code} {response.changed}")
            if response.status_code != expected.status_code:
                answers = f"{response.status_code}, not {expected.status_code}"
                wrong.append(f"{control.name}: {model.__name__} {record} is answered unlike an absent one: {answers}")
    assert not wrong, "\n".join(wrong)
