"""Hostile text in every parameter, path and header: never a 5xx, and nothing is changed."""

import importlib
import inspect
import uuid
from datetime import date

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from core.forms import QueryForm
from reports.catalogue import REPORTS
from reports.reading import stock_for

from .hostile import CORPUS, LONG, MARK, NOT_TEXT, SEGMENTS, Forms, encoded
from .test_bad_input import Browser, crash, judge_redirect, opener
from .who import WHO
from .world import address_of

SHOWN = {
    name: row for name, row in WHO.items() if "GET" in row[1] and not name.endswith(("_pdf", "_download", "_export"))
}
KEYED = {name: row for name, row in WHO.items() if row[2]}
# A printed address can only be opened, and is counted then; a calendar program only reads, and when is written down.
COUNTED = {
    "help:poster": {"services_directory_postervisit"},
    "programmes:calendar_feed": {"programmes_calendarlink"},
}


def query_forms():
    """Every form for a query string that an app declares."""
    for app in settings.LOCAL_APPS:
        for name in (f"{app}.forms", f"{app}.views", f"{app}.queries"):
            try:
                module = importlib.import_module(name)
            except ImportError:
                continue
            yield from (value for value in vars(module).values() if isinstance(value, type) and is_query(value))


def is_query(value):
    return issubclass(value, QueryForm) and value is not QueryForm


def parameters():
    """The names that any page may be asked by, and some that no page knows."""
    declared = {name for form in query_forms() for name, field in form.base_fields.items()}
    return sorted(declared | {"page", "order_by", "format", "id__in", "q[]", "_method"})


def queries(page, everything):
    """Query strings: every parameter at once with one value, each of the page's own with each; or a sample of mixtures."""
    own = sorted({name for form in page.asked for name in form})
    names = sorted({*own, *parameters()})
    if everything:
        together = [[(name, value) for name in names] for value in CORPUS.values()]
        return [*together, *([(name, value)] for name in own for value in CORPUS.values())]
    shift = sum(map(ord, "".join(names)))
    texts = [value for value in CORPUS.values() if not isinstance(value, bytes) and len(value) < 20_000]
    mixtures = [
        [(name, texts[(shift + place + turn) % len(texts)]) for place, name in enumerate(names)] for turn in (0, 17, 31)
    ]
    return [*mixtures, [(names[shift % len(names)], list(NOT_TEXT.values())[shift % len(NOT_TEXT)])]]


def judge_page(name, response):
    status = response.status_code
    if status >= 500 and not (name == "healthz" and status == 503):
        return crash(response)
    if MARK in response.text:
        return "markup is not escaped"
    if response.changed - COUNTED.get(name, set()):
        return f"a look changed {sorted(response.changed)}"
    return judge_redirect(response) if status == 302 else ""


def ask(name, world, *, everything):
    user, url = opener(name, world)
    browser = Browser(user)
    page = Forms(browser.send("GET", url).text)
    for pairs in queries(page, everything):
        query = encoded(pairs)
        if verdict := judge_page(name, browser.send("GET", f"{url}?{query}")):
            yield f"{query[:200]}: {verdict}"


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_query(name, world):
    assert not (wrong := list(ask(name, world, everything=False))), "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHOWN))
def test_query_with_everything(name, world):
    assert not (wrong := list(ask(name, world, everything=True))), "\n".join(wrong)


def test_no_parameter_is_endless(world):
    """A free text in a query string has a limit, so that no pattern of 100,000 characters reaches the database."""
    for form in query_forms():
        data = dict.fromkeys(form.base_fields, LONG)
        worker = world.users["k"]
        about = {"user": worker, "person": worker, "client": world.episodes["own"].client}
        about |= {"report": REPORTS["outcomes"], "stock": stock_for(worker, date(2026, 11, 1))}
        asked = inspect.signature(form.__init__).parameters
        long = form(data, **{name: value for name, value in about.items() if name in asked})
        endless = [name for name, value in long.values().items() if value == LONG]
        assert not endless, (form, endless)


def address_with(name, key, segment):
    """The address of a route with something else in place of a key, or of a number where it takes one."""
    try:
        return address_of(name, key).replace(str(key), segment)
    except NoReverseMatch:
        return reverse(name, args=[77770]).replace("77770", segment)


def test_path(world):
    browsers, key, wrong = {}, uuid.UUID(int=0x7777), []
    for place, name in enumerate(sorted(KEYED)):
        letter = WHO[name][0][0] if WHO[name][0] != "public" else None
        browser = browsers.get(letter) or browsers.setdefault(letter, Browser(letter and world.users[letter]))
        for step in range(2):
            segment = SEGMENTS[(place * 3 + step * 5) % len(SEGMENTS)]
            response = browser.send("GET", address_with(name, key, segment), check_rows=False)
            if response.status_code not in (400, 404, 405):
                wrong.append(f"{name} {segment[:40]}: {crash(response)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("segment", SEGMENTS, ids=range(len(SEGMENTS)))
def test_path_of_nothing(segment, world):
    browser = Browser(None)
    for path in (f"/{segment}", f"/{segment}/", f"/static/{segment}", f"/admin/{segment}/", f"/directory/{segment}/"):
        assert browser.send("GET", path, check_rows=False).status_code < 500, path


HEADERS = [
    "Accept", "Accept-Language", "Accept-Encoding", "Referer", "User-Agent", "Origin", "Host", "X-Forwarded-For",
    "X-Forwarded-Host", "X-Forwarded-Proto", "X-CSRFToken", "X-Requested-With", "If-Modified-Since", "If-None-Match",
    "Range", "Authorization", "Content-Length", "Transfer-Encoding",
]  # fmt: skip
COOKIES = [
    "session={0}", "csrf={0}", "messages={0}", "django_language={0}", "{0}={0}", "session={0}; session={0}", "{0}",
]  # fmt: skip
IN_HEADERS = [
    "", MARK, LONG[:9_000], "2147483648", "-1", "9" * 500, "NaN", "//evil.example/", "evil.example", "a:b:c", "\t",
    "en-GB;q=" + "9" * 300, ("cy," * 3_000), "{{7*7}}", "' OR 1=1", "é", "d\u0142\u0175r", "a\0b", "\xff\xed\xa0\x80",
    "bytes=0-,9-1", "Sat, 31 Feb 9999 99:99:99 GMT", "..%2f", "::1, 1.2.3.4, x",
]  # fmt: skip
WITH_HEADERS = ["home", "accounts:sign_in", "clients:client_list", "services_directory:service_list", "healthz"]


def knock(header, world, values):
    """Faults of pages asked with these values in a header or a cookie."""
    place = (HEADERS + COOKIES).index(header)
    for name in WITH_HEADERS[place % 2 :: 2]:
        user, url = opener(name, world)
        browser = Browser(user)
        for value in values:
            headers = {header: value} if header in HEADERS else {"Cookie": header.format(value)}
            headers = {name: text.encode().decode("latin-1") for name, text in headers.items()}  # as WSGI gives them
            method = "POST" if name == "accounts:sign_in" else "GET"
            if verdict := judge_page(name, browser.send(method, url, headers=headers, check_rows=False)):
                yield f"{method} {name} {value[:40]!r}: {verdict}"


@pytest.mark.parametrize("header", HEADERS + COOKIES)
def test_header(header, world):
    values = IN_HEADERS[(HEADERS + COOKIES).index(header) % 4 :: 4]
    assert not (wrong := list(knock(header, world, values))), "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("header", HEADERS + COOKIES)
def test_header_with_everything(header, world):
    assert not (wrong := list(knock(header, world, IN_HEADERS))), "\n".join(wrong)
