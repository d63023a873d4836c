"""The page of all components in a browser: wide, on a phone, at 400 % zoom, without script, on paper."""

import pytest
from django.urls import include, path
from playwright.sync_api import expect

from accounts.access import allow
from core.views import component_gallery
from tests.browser.checks import assert_accessible, assert_error_links_focus

pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]

urlpatterns = [
    path("core/components/", allow("public")(component_gallery)),
    path("", include("config.urls")),
]


@pytest.fixture
def address(live_server):
    return f"{live_server.url}/core/components/"


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_components_before_and_after_a_failed_form(window, address, width):
    page = window(width)
    page.goto(address)
    assert_accessible(page)
    page.click("main form.app-form button:text-is('Save')")
    assert page.title().startswith("Error: Components")
    assert_accessible(page)
    assert assert_error_links_focus(page) >= 12


def test_the_calendar_is_worked_with_the_keyboard(window, address):
    page = window()
    page.goto(address)
    page.locator("#id_review_on + * button, .moj-datepicker:has(#id_review_on) button").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    written = page.input_value("#id_review_on")
    assert written.count("/") == 2
    assert not page.faults


def test_the_scale_is_worked_with_the_keyboard(window, address):
    page = window()
    page.goto(address)
    page.focus("#id_housing_0")
    page.keyboard.press("Space")
    for _step in range(7):
        page.keyboard.press("ArrowRight")
    assert page.locator("input[name=housing]:checked").get_attribute("value") == "7"


def test_the_counter_counts(window, address):
    page = window()
    page.goto(address)
    page.fill("#id_note", "word " * 22)
    page.get_by_text("You have 2 words too many").first.wait_for()


def test_without_script_the_form_is_all_there(window, address):
    page = window(390, java_script_enabled=False)
    page.goto(address)
    for name in ("name", "born_on_day", "review_on", "housing", "note", "entries-0-what"):
        assert page.locator(f"[name={name}]").first.is_enabled()
    expect(page.get_by_text("You can enter up to 20 words")).to_be_visible()
    expect(page.locator("#filter_words")).to_be_visible()  # a filter is on
    page.locator("summary.app-filter__summary").click()
    expect(page.locator("#filter_words")).to_be_hidden()


def test_on_paper_the_frame_drops_out(window, address):
    page = window()
    page.goto(address)
    page.emulate_media(media="print")
    for part in (".govuk-service-navigation", ".moj-sub-navigation", ".app-footer", ".govuk-button"):
        assert not page.locator(part).first.is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator("thead").first.is_visible()
