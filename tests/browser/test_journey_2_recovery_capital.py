"""Recovery capital looked at with the client, and again later: what has changed, as a chart and as a table."""

import pytest

from tests.browser.journey import fill_in, part, press, says

pytestmark = pytest.mark.browser

HOW = "How does the person see it, from 0 to 10?"


def test_recovery_capital_and_how_it_changes(open_as, check, keyworker, record):
    page = open_as(keyworker, record.get_absolute_url())
    press(page, "Recovery capital")
    says(page, "Nothing has been recorded yet.")
    check(page)
    press(page, "Look at it together")
    check(page)
    fill_in(page, {"When did you talk about this?": "2/9/2026"})
    fill_in(
        part(page, "Housing"),
        {
            "Where does the person live?": "Sofa surfing",
            "Is there a housing problem?": "Housing problem",
            HOW: "3",
            "What is going well? What helps?": "My sister lets me stay",
            "What gets in the way?": "No deposit",
            "What would the person like help with?": "A place of my own",
        },
    )
    employment = {"Is the person working, learning or looking for work?": "Unemployed and seeking work", HOW: "6"}
    fill_in(part(page, "Education, training and employment"), employment)
    fill_in(part(page, "Physical health"), {"What medication does the person take?": "Thiamine", HOW: "5"})
    fill_in(
        part(page, "Children and parenting"),
        {"Does the person have children, and do they live together?": "Some of the children live with the person"},
    )
    press(page, "Save all of it")
    says(page, "Enter 1 or more, because children of the person live in the same home")
    check(page)
    assert page.get_by_label("What gets in the way?").nth(3).input_value() == "No deposit"
    fill_in(page, {"How many under-18s live in the same home?": "1"})
    press(page, "Save all of it")
    says(page, "Recovery capital on 2 September 2026", "My sister lets me stay", "Sofa surfing", "3 of 10", "Thiamine")
    check(page)

    press(page, "What has changed over time")
    press(page, "Look at it again together")
    says(page, "Last time, on 2 September 2026: No deposit")
    fill_in(page, {"When did you talk about this?": "2/11/2026"})
    fill_in(part(page, "Housing"), {"Where does the person live?": "Supported housing", HOW: "7"})
    fill_in(part(page, "Education, training and employment"), {HOW: "4"})
    press(page, "Save all of it")
    press(page, "What has changed over time")
    says(page, "Since 2 September 2026: 1 part of life is better, 1 is harder")
    assert page.locator("figure svg text", has_text="Housing").is_visible()
    cells = page.get_by_role("row", name="Housing").get_by_role("cell").all_inner_texts()
    assert cells[-3:] == ["3", "7", "+4"]
    check(page)
