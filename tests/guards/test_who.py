"""Every route, tried as every role and signed out, with every method, on every kind of place.

The order is sign-in, role, method, scope; a record of another team answers like one that does not exist, byte for byte.
Drawing takes most of the time of an answer: each role sees each page of its own record drawn, and each 404; a page of a
colleague's record is the same template, so that only its status is asked for, and the page of a refusal always is the same.
"""

import json
from contextlib import nullcontext
from unittest.mock import MagicMock, patch

import pytest
from django.core.management import call_command
from django.db import transaction
from django.template import Template
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.choices import Role
from core import pdf
from core.choices import AccessAction
from core.models import AccessLog

from .routes import routes
from .who import WHO
from .world import LETTERS, World, address_of

METHODS = ("GET", "POST", "PUT", "DELETE")
LOOKS = (AccessAction.LOOK, AccessAction.PRINT, AccessAction.DOWNLOAD)
ADMIN_ARGUMENTS = {"object_id": "1", "app_label": "accounts", "content_type_id": "1", "url": "x", "id": "1"}
OURS = {name: pattern for name, pattern in routes() if not name.startswith("admin:")}
ADMIN = {name: pattern for name, pattern in routes() if name.startswith("admin:")}


def browser(user):
    client = Client()
    if user:
        client.force_login(user, backend="accounts.roles.RoleBackend")
    return client


def undrawn(template, context):
    return SafeString()


@pytest.fixture(autouse=True)
def unprinted(monkeypatch):
    """Who gets a PDF is asked here, not how it looks: its page is written, and laid out in the tests of its app."""
    weasyprint = MagicMock()
    weasyprint.HTML.return_value.render.return_value.write_pdf.return_value = b"%PDF-"
    monkeypatch.setattr(pdf, "printer", lambda: (weasyprint, None, None))
    monkeypatch.setattr(pdf, "gc", MagicMock())  # nothing was laid out, so that there is nothing to clear away


def attempt(client, method, url, *, draw=True):
    """One request in a savepoint that is rolled back; gives the response and the looks at records it wrote down."""
    with transaction.atomic(), nullcontext() if draw else patch.object(Template, "render", undrawn):
        response = client.generic(method, url, content_type="application/x-www-form-urlencoded")
        response.content if not response.streaming else b"".join(response)
        looks = list(AccessLog.objects.filter(action__in=LOOKS, subject_id__isnull=False))
        transaction.set_rollback(True)
    return response, looks


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(OURS) == set(WHO), (
        f"Add to tests/guards/who/: {sorted(set(OURS) - set(WHO))}; no such route: {sorted(set(WHO) - set(OURS))}"
    )


def test_access_table_agrees(capsys):
    call_command("access_table", "--json")
    for row in json.loads(capsys.readouterr().out.splitlines()[-1])["routes"]:
        if row["name"] in WHO:
            who, methods, _kind, look = WHO[row["name"]]
            everybody = [role.value for role in Role]
            roles = {"public": ["public"], "all": everybody}.get(who) or [LETTERS[letter].value for letter in who]
            stated = [method for method in row["methods"] if method != "HEAD"]
            assert (sorted(row["roles"]), stated, row["records_look"]) == (sorted(roles), methods.split(), look), row


@pytest.mark.parametrize("name", sorted(WHO))
def test_route(name, world):
    who, methods, kind, _look = WHO[name]
    places = World.PLACES if kind else ("own",)
    urls = {place: address_of(name, *([world.key(kind, place)] if kind else [])) for place in places}
    wrong = []
    for letter, user in [(None, None), *world.users.items()]:
        client, bodies, admitted = browser(user), {}, is_admitted(letter, who)
        for place in places if admitted else places[::3]:  # roles come before scope: one's own, and what is not there
            for method in METHODS if place == "own" else METHODS[:2]:  # methods come before scope
                response, looks = attempt(client, method, urls[place], draw=admitted and place != "team")
                verdict = judge(name, world, letter, method, place, response, looks)
                bodies[place, method] = response.content if response.status_code == 404 else None
                if verdict:
                    wrong.append(f"{letter or 'signed out'} {method} {place}: {verdict}")
        for method in methods.split():
            hidden = kind and admitted and not world.sees(letter, kind, "other")
            if hidden and bodies["other", method] != bodies["absent", method]:
                wrong.append(f"{letter} {method}: another team's record differs from an absent one")
    assert not wrong, "\n".join(wrong)


def is_admitted(letter, who):
    return who == "public" or letter is not None and (who == "all" or letter in who)


def judge(name, world, letter, method, place, response, looks):
    """What is wrong with a response, or nothing."""
    who, methods, kind, look = WHO[name]
    status = response.status_code
    if name == "healthz" and status == 503:
        return ""  # no worker runs here
    if who != "public" and letter is None:
        to_sign_in = status == 302 and response["Location"].startswith(reverse("accounts:sign_in"))
        return "" if to_sign_in else f"{status}, not the sign-in page"
    if who not in ("public", "all") and letter not in who:
        return "" if status == 403 else f"{status}, not 403"
    if method not in methods.split():
        return "" if status == 405 else f"{status}, not 405"
    if kind and not world.sees(letter, kind, place):
        return ("" if status == 404 else f"{status}, not 404") or ("a look is recorded" if looks else "")
    if status not in ((200, 302) if method == "GET" else (200, 302, 409, 422)):
        return f"{status}"
    return judge_looks(world, kind, place, look, looks) if method == "GET" else ""


def judge_looks(world, kind, place, look, looks):
    if not look:
        return "a look is recorded" if looks else ""
    if len(looks) != 1:
        return f"{len(looks)} looks recorded, not 1"
    return "" if looks[0].subject_id == world.client_of(kind, place).pk else "the look names another record"


@pytest.mark.parametrize("name", sorted(ADMIN))
def test_admin_route(name, world):
    pattern = ADMIN[name].pattern
    arguments = {key: ADMIN_ARGUMENTS[key] for key in getattr(pattern, "converters", {}) or pattern.regex.groupindex}
    try:
        url = reverse(name, kwargs=arguments)
    except Exception:  # the catch-all has no name
        url = "/admin/nothing-here"
    for letter, user in [(None, None), *world.users.items()]:
        response, _looks = attempt(browser(user), "GET", url)
        if letter is None:
            assert response.status_code == 302, url
        elif letter not in "ad":
            assert response.status_code == 403, (letter, url)
        else:
            assert response.status_code < 500, (letter, url)
