"""The directory in a browser: a visitor finds a service, an editor keeps it."""

import pytest
from playwright.sync_api import expect

from accounts.choices import Role
from services_directory.choices import Need
from tests.browser.checks import assert_accessible
from tests.factories.accounts import UserFactory
from tests.factories.services_directory import ServiceAtLocationFactory, ServiceFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def services(live_server):
    """A page of services and one more, and one with everything."""
    for number in range(51):
        ServiceFactory(name=f"Yoga {number:02}", description="Stretch")
    service = ServiceFactory(
        name="Food bank", imported=True, needs=[Need.FOOD], phone="01632 960001", email="food@example.org",
        url="https://example.org", notice="Moved to the hall", description="First line\n\nSecond line", fees="Free",
    )  # fmt: skip
    ServiceAtLocationFactory(service=service, location__name="Hall", location__address="1 High Street")
    ServiceFactory(name="Night line", needs=[Need.CRISIS], phone="116 123")
    return service


@pytest.mark.parametrize("width", [1280, 390])
def test_visitor_finds_a_service(window, live_server, services, width):
    page = window(width)
    page.goto(f"{live_server.url}/directory/")
    assert_accessible(page)
    page.click("text=Next page")
    assert_accessible(page)
    page.fill("#id_words", "food b")
    page.click("text=More choices")
    page.select_option("#id_need", Need.FOOD)
    page.click("main button:text-is('Search')")
    assert_accessible(page)
    page.click("main a:text-is('Food bank')")
    assert page.locator("h1").inner_text().startswith("Food bank")
    assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_editor_corrects_and_checks_a_service(window, live_server, services, sign_in, width):
    browser = sign_in(UserFactory(role=Role.DIRECTORY_EDITOR, first_name="Eira", last_name="Editor"))
    page = window(width)
    page.context.add_cookies([{"name": "session", "value": browser.cookies["session"].value, "url": live_server.url}])
    page.goto(live_server.url + services.get_absolute_url())
    page.click("text=Edit this service")
    assert_accessible(page)
    page.fill("#id_name", "")
    page.click("main button:text-is('Save service')")
    assert page.title().startswith("Error: Edit this service")
    assert_accessible(page)
    page.fill("#id_name", "Food pantry")
    page.click("main button:text-is('Save service')")
    page.click("text=I have checked this today")
    assert page.locator("h1").inner_text().startswith("Food pantry")
    expect(page.locator("text=Checked today by Eira Editor")).to_be_visible()
    assert_accessible(page)
