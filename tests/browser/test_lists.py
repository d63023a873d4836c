"""A list stays as it was left: its filters, order, page and search survive opening a row and Back, and can be saved."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from core import pagination
from tests.browser.checks import assert_accessible
from tests.browser.journey import fill_in, press, says
from tests.factories.clients import EpisodeFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.rights import AccessRequestFactory
from tests.factories.safeguarding import ConcernFactory

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


@pytest.fixture
def two(monkeypatch):
    """Pages of two rows, so that a list of five has three of them."""
    for function in ("paginate", "page_of_all"):
        kept = getattr(pagination, function).__kwdefaults__
        monkeypatch.setitem(kept, "size", 2)


# Each list: its address, what is chosen in its form, and what makes a row of it.
LISTS = {
    "concerns": (
        "safeguarding:concern_list", {"Kind": "A child", "Sort by": "Client, by name"},
        lambda client, team: ConcernFactory(client=client),
    ),
    "rights": (
        "rights:rights_list", {"What is asked for": "A copy of the record", "Sort by": "Our reference"},
        lambda client, team: AccessRequestFactory(client=client),
    ),
    "referrals": (
        "referrals:outgoing_list", {"Status": "Sent", "Sort by": "Written, the newest first"},
        lambda client, team: ReferralFactory(client=client, sent=True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_survives_back_from_its_second_page(open_as, team, team_manager, two, name):
    route, chosen, make = LISTS[name]
    for _number in range(5):
        make(EpisodeFactory(team=team).client, team)
    page = open_as(team_manager, reverse(route))
    if not page.get_by_label("Sort by").is_visible():
        page.get_by_text("Filter this list").click()
    fill_in(page, chosen)
    press(page, "Show")
    expect(page).to_have_url(re.compile("sort="))
    values = {label.replace(" ", "_"): page.get_by_label(label, exact=True).input_value() for label in chosen}
    says(page, "In this list: 5", f"Sorted by: {chosen['Sort by']}")
    first = rows(page)
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile("sort=.*after="))
    second, address = rows(page), page.url
    assert len(first) == len(second) == 2
    assert not set(first) & set(second)
    page.locator("tbody tr th a").first.click()
    expect(page).not_to_have_url(address)
    page.go_back()
    expect(page).to_have_url(address)
    stands(page, second, **values)
    page.go_back()
    stands(page, first, **values)


def test_on_a_phone_filters_are_folded_until_one_is_on_and_the_menu_opens(open_as, check, team_manager):
    page = open_as(team_manager, reverse("referrals:outgoing_list"))
    assert page.locator(".app-filter[open]").count()
    assert page.get_by_role("link", name="Settings", exact=True).is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.locator(".app-filter:not([open])").wait_for()
    assert not page.get_by_role("link", name="Settings", exact=True).count()
    assert page.get_by_role("link", name="Released today", exact=True).is_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    assert page.get_by_role("link", name="Settings", exact=True).is_visible()
    assert_accessible(page)
    page.goto(f"{reverse('referrals:outgoing_list')}?status=draft")
    page.locator(".app-filter[open]").wait_for()
    check(page)
    page.goto(reverse("clients:client_list"))
    page.locator(".app-filter[open]").wait_for()
    check(page)
