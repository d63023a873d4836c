"""A list stays as it was left: its filters, order, page and search survive opening a row and Back, and can be saved."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.journey import fill_in, press, says
from tests.factories.clients import EpisodeFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def mine(team, keyworker):
    """More of the keyworker's own clients than a page holds, and colleagues' besides."""
    EpisodeFactory.create_batch(2, team=team)
    return EpisodeFactory.create_batch(52, team=team, keyworker=keyworker)


def rows(page):
    return page.locator("tbody tr th a").all_inner_texts()


def stands(page, shown, **chosen):
    """The list is as it was: what is chosen in the form, and which people stand there."""
    for label, value in chosen.items():
        expect(page.get_by_label(label.replace("_", " "), exact=True)).to_have_value(value)
    assert rows(page) == shown


def test_caseload_survives_back_and_is_saved(open_as, check, keyworker, mine):
    page = open_as(keyworker, reverse("clients:client_list"))
    fill_in(page, {"Keyworker": "Me", "Sort by": "Start of episode, the newest first"})
    press(page, "Show")
    expect(page).to_have_url(re.compile("keyworker=mine.*sort=newest"))
    says(page, "52 people", "Sorted by: Start of episode, the newest first")
    chosen = {"Keyworker": "mine", "Sort_by": "newest"}
    first = rows(page)
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile("keyworker=mine.*after="))
    second, address = rows(page), page.url
    assert len(first) == 50
    assert len(second) == 2
    assert not set(first) & set(second)
    page.locator("tbody tr th a").first.click()
    expect(page).not_to_have_url(address)
    page.go_back()
    expect(page).to_have_url(address)
    stands(page, second, **chosen)
    page.go_back()
    stands(page, first, **chosen)
    press(page, "Save this list")
    fill_in(page, {"What do you call it?": "Mine, the newest"})
    press(page, "Save")
    page.goto(reverse("clients:client_list"))
    press(page, "Mine, the newest")
    stands(page, first, **chosen)
    expect(page.get_by_role("link", name="Mine, the newest")).to_have_attribute("aria-current", "true")
    check(page)


def test_search_survives_back_and_stands_in_no_address(open_as, keyworker, mine):
    sought = mine[7].client
    page = open_as(keyworker, reverse("clients:client_list"))
    box = "Name, our reference, NHS number, date of birth or postcode"
    fill_in(page, {box: sought.family_name, "Keyworker": "Me"})
    press(page, "Show")
    expect(page).to_have_url(re.compile("(?=.*keyworker=mine).*search="))
    found, address = rows(page), page.url
    assert sought.family_name not in address
    assert 0 < len(found) < 52
    page.locator("tbody tr th a").first.click()
    expect(page).not_to_have_url(address)
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.get_by_label(box)).to_have_value(sought.family_name)
    stands(page, found, Keyworker="mine")
