"""Every page about plans and recovery capital on a desktop and on a phone: axe, the console, sideways scroll, one h1."""

import pytest

from tests.browser.test_person import picture
from tests.guards.who import WHO
from tests.guards.world import World, address_of

pytestmark = pytest.mark.browser

PAGES = sorted(
    name
    for name, (_who, methods, _kind, _look) in WHO.items()
    if name.startswith(("careplans:", "recovery_capital:")) and "GET" in methods and not name.endswith("_pdf")
)


def go_through(names, open_as, check):
    """Every fault of every page, so that one run names them all."""
    faults = []
    for name in names:
        who, _methods, kind, _look = WHO[name]
        world = World()  # each page has people and records of its own: some records may be there only once
        address = address_of(name, *([world.key(kind, "own")] if kind else []))
        page = open_as(world.users["t" if "t" in who else who[0]], address)
        picture(page, name.replace(":", "-"))
        try:
            assert page.locator("h1").inner_text() != "Page not found"
            check(page)
        except AssertionError as error:
            faults.append(f"{name}: {error}")
        page.context.close()
    assert not faults, "\n\n".join(faults)


def test_every_fourth_page(open_as, check):
    go_through(PAGES[::4], open_as, check)


@pytest.mark.slow
def test_every_page(open_as, check):
    go_through(PAGES, open_as, check)
