"""What must be true of every page in a browser."""

from functools import cache
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Error


@cache
def axe():
    return (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text()


def assert_accessible(page):
    """No axe finding, nothing in the console, nothing asked elsewhere, no sideways scroll, one h1."""
    try:
        found = axe_findings(page)
    except Error:  # the page that a click asked for took the place of this one while axe read it
        found = axe_findings(page)
    faults = [f"{fault['id']}: {node['html'][:200]}" for fault in found["violations"] for node in fault["nodes"]]
    assert not faults, f"axe on {page.url}:\n" + "\n".join(faults)
    assert not page.faults, f"on {page.url}: {page.faults}"
    width, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= inner, f"{page.url} scrolls sideways: {width} in {inner}"
    assert page.locator("h1").count() == 1


def axe_findings(page):
    """What axe says of the page that has come to its end of loading."""
    page.wait_for_load_state()
    page.evaluate(f"{axe()}; 0")
    return page.evaluate("axe.run(document, {resultTypes: ['violations']})")


def assert_error_links_focus(page):
    """Each link of the summary puts the focus on the control it names; the summary itself has it first."""
    assert "govuk-error-summary" in page.evaluate("document.activeElement.className")
    links = page.locator(".govuk-error-summary__list a")
    for number in range(links.count()):
        links.nth(number).click()
        focused = page.evaluate("[document.activeElement.tagName, '#' + document.activeElement.id]")
        assert focused[0] in {"INPUT", "SELECT", "TEXTAREA"}
        assert focused[1] == links.nth(number).get_attribute("href")
    return links.count()
