"""“Use where I am” pressed in a browser that says where it is, and in one that does not."""

import pytest
from playwright.sync_api import expect

from services_directory.search import PAGE_SIZE
from tests.browser.checks import assert_accessible
from tests.factories.services_directory import ServiceAtLocationFactory

pytestmark = pytest.mark.browser
BRISTOL = {"latitude": 51.45451, "longitude": -2.58791}


@pytest.fixture
def services(live_server):
    for number in range(PAGE_SIZE + 2):  # two pages
        where = {"location__latitude": 51.4545 + number / 1000, "location__longitude": -2.5879}
        ServiceAtLocationFactory(service__name=f"Pantry {number:02}", **where)


def test_the_place_of_the_browser_sorts_what_is_found_and_stands_nowhere(window, live_server, services):
    page = window(390, geolocation=BRISTOL, permissions=["geolocation"])
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.headers.get("x-position"))))
    page.goto(f"{live_server.url}/directory/")
    page.get_by_label("What do you need?").fill("pantry")
    page.get_by_role("button", name="Use where I am").click()
    expect(page.get_by_role("status")).to_have_text("Sorted by the distance from where you are. The place is not kept.")
    expect(page.locator(".app-directory h3").first).to_contain_text("Pantry 00")
    expect(page.locator("text=0.0 miles").first).to_be_visible()
    page.click("text=Next page")
    expect(page.locator(".app-directory h3").first).to_contain_text(f"Pantry {PAGE_SIZE}")
    assert [place for _url, place in asked if place] == ["51.455,-2.588"] * 2
    assert not any("51.4" in url for url, _place in asked)
    assert "51.4" not in page.url
    assert_accessible(page)


def test_a_browser_that_says_no_leaves_the_postcode(window, live_server, services):
    page = window(390)
    page.goto(f"{live_server.url}/directory/")
    page.get_by_role("button", name="Use where I am").click()
    expect(page.get_by_role("status")).to_have_text("Your browser did not say where you are. Type a postcode.")
    assert_accessible(page)
