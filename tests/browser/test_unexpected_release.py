"""A release from court, on a phone: two presses to the page and the person, and the steps of the same day."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.journey import fill_in, press, says

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def test_released_from_court_on_a_phone(open_as, check, keyworker, record):
    page = open_as(keyworker, "/custody/")
    page.set_viewport_size(PHONE)
    press(page.locator("main"), "Released today without notice")
    check(page)
    fill_in(page, {"Who was released?": record.family_name})
    press(page, "Find")
    says(page, "Who is it?", record.family_name)
    check(page)
    page.get_by_role("button", name=re.compile("^Released today")).click()
    says(page, "The release today is recorded.", "To do on the day of release", "A place to sleep tonight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check(page)
    page.goto("/")
    for words in ("Early or unexpected release", "No home to go to on release", "No community appointment booked"):
        expect(page.get_by_text(words).first).to_be_visible()
    page.go_back()
    press(page, "I have seen the person")
    expect(page.get_by_role("heading", name="First meeting after release")).to_be_visible()


def test_somebody_new_is_added_on_a_phone(open_as, check, keyworker):
    page = open_as(keyworker, "/custody/unexpected/")
    page.set_viewport_size(PHONE)
    fill_in(page, {"Who was released?": "Unheardof"})
    press(page, "Find")
    says(page, "Nobody of your teams has this name or number.")
    check(page)
    fill_in(
        page,
        {
            "First name": "Example",
            "Family name": "Unheardof",
            "Date of birth": "3/4/1990",
            "Sex registered at birth": "Male",
        },
    )
    press(page, "Add, and record the release")
    says(page, "The release today is recorded.", "Reach the person: call, text, or go there")
