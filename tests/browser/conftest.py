"""A real browser: one for each test worker, a fresh window for each page, script and policy as a person has them."""

import os
import shutil

import pytest
from django.conf import settings
from django.test import Client

from .checks import assert_accessible

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; the database is used beside it

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium():
    """The browser itself."""
    if not CHROMIUM:
        pytest.skip("NO BROWSER TEST RAN: install Chromium, or name one in CHROMIUM")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=10_000)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium):
    """Opens a window: `page = window(390)`; its `faults` are what the console said and what left the machine."""
    contexts = []

    def opened(width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="en-GB", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: note_console(page, message))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("request", lambda request: note_request(page, request))
        return page

    yield opened
    for context in contexts:
        context.close()


def note_console(page, message):
    # A refused form answers 422, which the console calls an error.
    if message.type in {"error", "warning"} and "status of 4" not in message.text:
        page.faults.append(message.text)


def note_request(page, request):
    if not request.url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:")):
        page.faults.append(f"asked elsewhere: {request.url}")


@pytest.fixture
def db(committed_db):
    """People and records that the server's own threads see, so committed, in a database that goes with the test."""


@pytest.fixture
def open_as(committed_db, window, live_server):
    """`page = open_as(user, "/path/")`: a window in which that user is signed in, by cookie."""

    def opened(user, path="/"):
        page = window(base_url=live_server.url)
        if user:
            page.context.add_cookies([session_cookie(user, live_server.url)])
        page.goto(path)
        return page

    return opened


def session_cookie(user, url):
    client = Client()
    client.force_login(user, backend="accounts.roles.RoleBackend")
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def check():
    """`check(page)`: everything that must be true of a page, on a desktop and on a phone."""

    def checked(page):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)

    return checked
