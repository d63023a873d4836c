"""The directory in a browser: a visitor finds a service, an editor keeps it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.choices import Role
from services_directory.choices import Need
from services_directory.workflow import NO_LONGER_THERE
from tests.browser.checks import assert_accessible
from tests.factories.accounts import UserFactory
from tests.factories.services_directory import (
    FeedDifferenceFactory,
    FeedRunFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceProblemFactory,
)

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


def test_everything_for_a_visitor_works_without_script(window, live_server, services, settings):
    settings.QUICK_EXIT_URL = f"{live_server.url}/healthz/"
    page = window(390, java_script_enabled=False)
    page.goto(f"{live_server.url}/directory/")
    page.fill("#id_words", "fod bank")  # a slip
    page.click("text=More choices")
    page.select_option("#id_need", Need.FOOD)
    page.click("main button:text-is('Search')")
    page.click("main label:has-text('Keep for a leaflet')")
    page.click("main button:has-text('Make a leaflet')")
    expect(page.locator("main h2:text-is('Food bank')")).to_be_visible()
    with page.expect_response(lambda answer: "/leaflet/pdf/" in answer.url) as printed:
        page.click("main button:text-is('Print (PDF)')", no_wait_after=True)
    assert printed.value.headers["content-type"] == "application/pdf"
    page = page.context.new_page()  # the other may still be busy with the paper
    page.goto(live_server.url + services.get_absolute_url())
    expect(page.locator("main:has-text('Moved to the hall')")).to_be_visible()
    page.click("text=Something is wrong here")
    page.check("text=It has closed or moved")
    page.wait_for_timeout(3_100)  # no person is quicker, and the form says so
    page.click("main button:text-is('Send')")
    expect(page.locator("text=Somebody who keeps this directory will look at it")).to_be_visible()
    assert services.problems.count() == 1
    page.click("text=Leave this page")
    assert page.url == f"{live_server.url}/healthz/"


@pytest.mark.parametrize("width", [1280, 390])
def test_other_pages_for_a_visitor_are_accessible(window, live_server, services, width):
    ended = ServiceFactory(
        defunct=True, replaced_by=services, name_cy="Gynt", known_from="A report", known_on="2009-01-01"
    )
    page = window(width)
    for path in [ended.get_absolute_url(), f"{services.get_absolute_url()}problem/", f"/directory/leaflet/?keep={services.pk}",
                 "/directory/?words=nothing+at+all", "/directory/?words=food&near=CF10+1EP&when=today"]:  # fmt: skip
        page.goto(live_server.url + path)
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


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_an_editor_are_accessible(window, live_server, services, sign_in, width):
    browser = sign_in(UserFactory(role=Role.DIRECTORY_EDITOR))
    page = window(width)
    page.context.add_cookies([{"name": "session", "value": browser.cookies["session"].value, "url": live_server.url}])
    problem, difference = ServiceProblemFactory(service=services), FeedDifferenceFactory(service=services)
    refusals = [{"id": str(services.pk), "reason": NO_LONGER_THERE}]
    run = FeedRunFactory(status="done", ended_at=timezone.now(), refusals=refusals, message="Some are gone")
    made = {
        "capacity_edit": services,
        "problem_settle": problem,
        "difference_decide": difference,
        "feed_detail": run.feed,
    }
    paths = [reverse(f"services_directory:{name}", args=[record.pk]) for name, record in made.items()]
    paths += [reverse(f"services_directory:{name}") for name in ("queue_list", "feed_list", "difference_list")]
    for path in paths:
        page.goto(live_server.url + path)
        assert_accessible(page)
