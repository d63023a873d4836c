"""Hostile text in every field: never a 5xx, nothing half-saved, nothing typed is lost. Addresses: test_bad_addresses.py.

`make test` tries a sample that is the same each time; `make test-all` tries every value in every place.
"""

import itertools
import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.factories import services_directory as directory

from .hostile import CORPUS, DAY, KEY, LONG, MARK, NOT_TEXT, NUMBER, TEXT, Control, Forms, as_bytes, encoded
from .rows import Writes, changed, fingerprint
from .states import STATES
from .who import CHANGE, WHO
from .world import WHOSE, address_of

FORM = "application/x-www-form-urlencoded"
POSTED = {name: row for name, row in WHO.items() if "POST" in row[1]}
BY_KIND = {"date": DAY, "number": NUMBER, "text": TEXT, "textarea": TEXT}
IN_FUTURE = (
    "review_on", "next_on", "by_when", "ends_on", "planned_exit_on", "nominal_on", "due_on",
    "keep_until", "expires_on", "to_on",
)  # fmt: skip
# What is answered only beside something else, which is left empty too.
EMPTY = (
    "nhs_number", "nhs_verified", "substance_2", "substance_3", "route_", "missed_", "somebody_else", "ended_on",
    "exit_status", "first_appointment", "outside", "reference", "assessment_offered",
    "home_ends_on", "notice-", "young_adult-", "abuse-", "effective_to", "target_on", "closed_", "ended_because", "co_lead", "last_on",
)  # fmt: skip
MUST_TICK = ("sure", "accept")
PLAIN = {
    "postcode": "CF10 1AA",
    "gp_code": "W97001",
    "code": "plausible",
    "answers": "yes, Yes\nno, No",
    "value": "07700 900123",
    "email": "megan@example.org",
    "phone": "07700 900123",
    "url": "https://www.example.org",
    "username": "nobody",
}


class Browser:
    """A user's browser that writes down what the database was told, and forgets every request."""

    def __init__(self, user):
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user, backend="accounts.roles.RoleBackend")
        self.before = fingerprint()

    def send(self, method, path, body="", *, follow=False, content_type=FORM, headers=None, check_rows=True):
        """One request in a savepoint; gives the response, the tables it changed, and the page that it led to."""
        with transaction.atomic():
            with connection.execute_wrapper(writes := Writes()):
                response = self.client.generic(method, path, body, content_type=content_type, headers=headers)
                content = response.content if not response.streaming else b"".join(response)
            response.changed = changed(self.before, fingerprint()) if check_rows and writes.count else set()
            response.text = content.decode(errors="replace") if "html" in response.get("Content-Type", "") else ""
            if follow and response.status_code == 302:
                shown = self.client.generic("GET", response["Location"])
                assert shown.status_code < 500, (response["Location"], crash(shown))
                response.text = shown.content.decode(errors="replace")
            transaction.set_rollback(True)
        return response


def crash(response):
    info = getattr(response, "exc_info", None)
    return f"{response.status_code} {info[0].__name__}: {str(info[1])[:200]}" if info else str(response.status_code)


# A form that is put aside answers with its code, which must stand in no address.
SHOWN_ONCE = dict.fromkeys(["refer:refer_person", "refer:refer_professional"], {"referrals_savedform"})
ASKS_FOR_A_SERVICE = {
    "referrals:referral_create": "?service={}",
    "careplans:action_refer": "?service={}",
    "referrals:signpost_add": "?keep={}",
    "referrals:signpost_send": "?keep={}",
}


def opener(name, world):
    """The user who tries a route, and its address; the record is in a state in which the verb is possible."""
    who, _methods, kind, _look = WHO[name]
    letter = None if who == "public" else "k" if who == "all" else "c" if kind == "document" else who[0]
    user = letter and world.users[letter]
    if name in STATES:
        world.records[kind, "own"] = STATES[name](world.episodes["own"])
    if kind in WHOSE:
        record = world.record(kind, "own")
        type(record).objects.filter(pk=record.pk).update(**{WHOSE[kind]: user})
    query = ASKS_FOR_A_SERVICE.get(name, "") and ASKS_FOR_A_SERVICE[name].format(directory.ServiceFactory().pk)
    return user, address_of(name, *([world.key(kind, "own")] if kind else [])) + query


def plausible(control):
    """What an honest person might leave in a control."""
    if control.name.startswith(EMPTY):
        return control.value or ""
    if control.name == "coach":
        return control.choices[-1]  # the first one is assigned already
    if control.kind in ("radio", "select") or (control.kind == "checkbox" and len(control.choices) > 1):
        return control.value or next((choice for choice in control.choices if choice), "")
    if control.name in MUST_TICK:
        return control.choices[0]
    if control.kind in ("checkbox", "button", "submit"):
        return control.value if control.kind == "checkbox" else None
    return control.value if control.value or control.kind == "hidden" else plausibly_typed(control)


def plausibly_typed(control):
    """What an honest person might type."""
    if control.kind == "date":
        day = timezone.localdate() + timedelta(days=28 if control.name.endswith(IN_FUTURE) else 0)
        return f"{day:%d/%m/%Y}"
    if control.kind == "time":
        return "11:30" if control.name.startswith("end") else "10:00"
    if control.kind == "number":
        return {"day": "14", "month": "3", "year": "1985"}.get(control.name.rpartition("_")[2], "5")
    if control.name.endswith("_at"):
        return f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y} 10:00"
    return next((value for name, value in PLAIN.items() if name in control.name), "Plausible words")


def main_form(page):
    """The form that the page is about: the one with the most controls."""
    return max(page.posted, key=len, default={})


class Route:
    """A route with a form, what an honest person sends, and what is wrong with that."""

    def __init__(self, name, world):
        self.name = name
        user, self.url = opener(name, world)
        self.browser = Browser(user)
        page = self.browser.send("GET", self.url) if "GET" in WHO[name][1] else None
        self.controls = {} if page is None else dict(main_form(Forms(page.text)))
        self.controls.pop("csrfmiddlewaretoken", None)
        self.honest = {name: plausible(control) for name, control in self.controls.items()}
        response = self.post({})
        self.blamed = Forms(response.text).blamed if response.status_code == 422 else set()

    def post(self, hostile, **options):
        values = {name: value for name, value in (self.honest | hostile).items() if value is not None}
        return self.browser.send("POST", self.url, encoded(values.items()), **options)

    def verdict(self, hostile):
        """What is wrong with the answer to these values, or nothing."""
        marked = any("<" in value for value in hostile.values() if isinstance(value, str))
        response = self.post(hostile, follow=marked)
        status = response.status_code
        if status not in (200, 302, 400, 409, 422, 429):
            return crash(response)
        if MARK in response.text:
            return f"{status}, markup is not escaped"
        if status == 302:
            return judge_redirect(response)
        if response.changed - SHOWN_ONCE.get(self.name, set()):
            return f"{status}, and yet these changed: {sorted(response.changed)}"
        if any(isinstance(value, bytes) for value in hostile.values()):
            return "" if status == 400 else f"{status}, not 400, for what is no text"
        if status == 422 and response.text:
            return self.judge_refusal(Forms(response.text), hostile)
        return ""

    def judge_refusal(self, page, hostile):
        """Refused: it says so, at the right field, and what was typed is on the page again."""
        if not page.problems:
            return "422 without a message"
        if missing := [target for target in page.targets if target not in page.ids]:
            return f"422, the message leads to {missing}, which is not there"
        new = page.blamed - self.blamed
        for name, value in hostile.items():
            control = self.controls[name]
            if len(hostile) == 1 and new and name not in new and surely_wrong(control, value):
                return f"422, but the message is at {sorted(new)}"
            shown = main_form(page).get(name, Control(name, ""))
            if control.is_typed and same_lines(shown.value) != same_lines(value):
                return f"422, and what was typed in {name} is lost"
        return ""


def surely_wrong(control, value):
    return control.kind in ("date", "number") and value.strip() and not value.strip().isdecimal()


def same_lines(text):
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def judge_redirect(response):
    target = response["Location"]
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\", "/\t"))
    return "" if is_ours else f"302 to {target[:80]}"


def values_for(control):
    """Every value for what is typed; for what is chosen or hidden, what is no choice in each way."""
    if control.is_typed:
        return CORPUS.values()
    return [*KEY.values(), *NUMBER.values(), *list(TEXT.values())[::4], *list(NOT_TEXT.values())[::4]]


def one_of_each(controls):
    """The controls, but of those that stand once for each domain ("housing-detail") only the first."""
    return {control.name.rpartition("-")[2]: control for control in reversed(controls)}.values()


def sample(controls, turn):
    """One value in each control, and three requests with something hostile in all of them, each route others."""
    names = list(CORPUS)
    for place, control in enumerate(controls[:12]):
        fitting = list(BY_KIND.get(control.kind, CORPUS) if not control.name.endswith("_at") else DAY)
        name = fitting[(turn * 7 + place * 5) % len(fitting)]
        yield {control.name: CORPUS[name]}
    for shift in (0, 1):
        texts = [CORPUS[name] for name in names if name not in NOT_TEXT]
        yield {c.name: texts[(turn * 3 + place + shift * 29) % len(texts)] for place, c in enumerate(controls)}
    if controls:
        yield {controls[turn % len(controls)].name: list(NOT_TEXT.values())[turn % len(NOT_TEXT)]}


def faults(route, attempts):
    for hostile in attempts:
        if verdict := route.verdict(hostile):
            tried = {name: as_bytes(value)[:40] for name, value in itertools.islice(hostile.items(), 3)}
            yield f"{tried}: {verdict}"


@pytest.mark.parametrize("name", sorted(POSTED))
def test_form(name, world):
    route = Route(name, world)
    attempts = sample(list(route.controls.values()), sorted(POSTED).index(name))
    assert not (wrong := list(faults(route, attempts))), "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(POSTED))
def test_form_with_everything(name, world):
    route = Route(name, world)
    controls = one_of_each(list(route.controls.values()))
    attempts = ({control.name: value} for control in controls for value in values_for(control))
    assert not (wrong := list(faults(route, attempts))), "\n".join(wrong)


STRUCTURES = {
    "1,001 fields": (FORM, "&".join(f"f{n}=1" for n in range(1_001))),
    "each field twice": (FORM, None),
    "JSON": ("application/json", json.dumps([{"a": None}] * 3)),
    "no type": ("", "a=b"),
    "a type that is none": ("a/b; charset=\x01", "a=b"),
    "an encoding that is none": (f"{FORM}; charset=klingon", "a=b"),
    "UTF-16": (f"{FORM}; charset=utf-16", "a=b"),
    "multipart without an end": ("multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="a"'),
    "multipart without a boundary": ("multipart/form-data", "--x\r\n"),
    "multipart with NUL": (
        "multipart/form-data; boundary=x",
        '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nM\0\r\n--x--\r\n',
    ),
    "multipart, broken base64": (
        "multipart/form-data; boundary=x",
        '--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\nx!\r\n--x--\r\n',
    ),
    "3 MB": (FORM, "a=" + LONG * 30),
    "a name of 100,000 characters": (FORM, LONG + "=1"),
    "percent signs": (FORM, "%=%&%zz=%u0041&&&==;"),
}


@pytest.mark.parametrize("name", sorted(POSTED))
def test_form_of_another_shape(name, world):
    user, url = opener(name, world)
    browser, place = Browser(user), sorted(POSTED).index(name)
    shapes = list(STRUCTURES.items())
    for title, (content_type, body) in (shapes[(place + step) % len(shapes)] for step in (0, 5, 9)):
        twice = encoded([("version", "1"), ("version", "2"), ("words", "a"), ("words", "b")])
        response = browser.send("POST", url, twice if body is None else body, content_type=content_type)
        assert response.status_code < 500, (title, crash(response))
        if POSTED[name][1] != CHANGE and response.status_code != 302:
            assert not response.changed, (title, response.status_code, response.changed)
