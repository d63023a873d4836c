"""The pages for everybody in a browser, with script and without, and the quick way out."""

import pytest
from playwright.sync_api import expect

from accounts.choices import Role
from services_directory.choices import Need
from services_directory.models import PublicPage
from tests.browser.checks import assert_accessible
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.services_directory import PosterFactory, ServiceFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, settings):
    """Our own service and a crisis line; the way out leads to a page of this server."""
    settings.QUICK_EXIT_URL = f"{live_server.url}/healthz/"
    ServiceFactory(name="Our drop-in", run_by_team=TeamFactory(), phone="01632 960003", self_referral=True)
    ServiceFactory(name="Night line", needs=[Need.CRISIS], phone="116 123")
    return live_server.url


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible(window, site, width):
    page = window(width)
    for slug in ["", "emergency/", "safer/", "reach-us/", "away/", "leaving/", "checked/", "emergency/?language=cy"]:
        page.goto(f"{site}/help/{slug}")
        assert_accessible(page)


def test_everything_works_without_script(window, site):
    page = window(390, java_script_enabled=False)
    page.goto(f"{site}/help/")
    page.click("main a:text-is('How to get help from us')")
    expect(page.locator("text=01632 960003")).to_be_visible()
    page.click("text=Back to the first page")
    page.click("text=Cymraeg")
    expect(page.locator("h1")).to_have_text("Beth sydd ei angen arnoch nawr?")
    page.click("text=Gadael y dudalen hon")
    assert page.url == f"{site}/healthz/"


@pytest.mark.parametrize("how", ["button", "keys"])
def test_leaving_takes_the_place_of_the_page(window, site, how):
    page = window(390)
    page.goto(f"{site}/help/")
    page.goto(f"{site}/help/safer/")
    if how == "button":
        page.click("text=Leave this page")
    else:
        for _press in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("**/healthz/")
    page.go_back()
    assert page.url == f"{site}/help/"  # not the page that was left


@pytest.mark.parametrize("width", [1280, 390])
def test_editor_previews_a_page_and_looks_at_posters(window, site, sign_in, width):
    poster = PosterFactory(page=PublicPage.objects.get(slug="safer"))
    browser = sign_in(UserFactory(role=Role.DIRECTORY_EDITOR))
    page = window(width)
    page.context.add_cookies([{"name": "session", "value": browser.cookies["session"].value, "url": site}])
    for path in ["/directory/pages/", "/directory/posters/", "/directory/posters/create/", poster.get_absolute_url()]:
        page.goto(site + path)
        assert_accessible(page)
    page.goto(f"{site}/directory/pages/{poster.page.pk}/edit/")
    page.fill("#id_body", "## Ours\n\n- A point")
    page.click("text=Preview")
    expect(page.locator("main h2:text-is('Ours')")).to_be_visible()
    assert_accessible(page)
