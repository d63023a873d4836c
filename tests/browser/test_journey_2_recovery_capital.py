"""Recovery capital looked at with the client, and again later: what has changed, as a chart and as a table."""

import pytest
from playwright.sync_api import expect

from tests.browser.journey import fill_in, press, says

pytestmark = pytest.mark.browser

HOW = "How does the person see it, from 0 to 10?"
SAVE = "Save and go back to the list"


def answer(page, section, answers):
    """Open a section, answer in it and save it."""
    press(page, section)
    fill_in(page, answers)
    press(page, SAVE)


def test_recovery_capital_and_how_it_changes(open_as, check, keyworker, record):
    page = open_as(keyworker, record.get_absolute_url())
    press(page, "Recovery capital")
    says(page, "Nothing has been recorded yet.")
    check(page)
    press(page, "Look at it together")
    check(page)
    fill_in(page, {"When did you talk about this?": "2/9/2026"})
    press(page, "Begin")
    says(page, "1 of 14 parts answered.")
    check(page)
    press(page, "Housing")
    check(page)
    fill_in(
        page,
        {
            HOW: "3",
            "What is going well? What helps?": "My sister lets me stay",
            "What gets in the way?": "No deposit",
            "What would the person like help with?": "A place of my own",
            "Where does the person live?": "Sofa surfing",
            "Is there a housing problem?": "Housing problem",
        },
    )
    press(page, SAVE)
    answer(page, "Home, people and places", {"Who lives there with the person?": "My sister and her dog"})
    employment = {"Is the person working, learning or looking for work?": "Unemployed and seeking work", HOW: "6"}
    answer(page, "Education, training and employment", employment)
    answer(page, "Physical health", {"What medication does the person take?": "Thiamine", HOW: "5"})
    parent = {"Does the person have children, and do they live together?": "Some of the children live with the person"}
    answer(page, "Children and parenting", parent | {"What is going well? What helps?": "They ring every day"})
    says(page, "Enter 1 or more, because children of the person live in the same home")
    check(page)
    assert page.get_by_label("What is going well? What helps?").input_value() == "They ring every day"
    fill_in(page, {"How many under-18s live in the same home?": "1"})
    press(page, SAVE)
    says(page, "6 of 14 parts answered.")

    press(page, "Recovery capital")
    says(page, "is in progress")
    check(page)
    press(page, "Go on")
    press(page, "Check the answers")
    says(page, "They ring every day", "My sister and her dog", "Nothing was recorded")
    check(page)
    press(page, "Record it")
    says(page, "Recovery capital on 2 September 2026", "My sister lets me stay", "Sofa surfing", "3 of 10", "Thiamine")
    check(page)

    press(page, "What has changed over time")
    press(page, "Look at it again together")
    fill_in(page, {"When did you talk about this?": "2/11/2026"})
    press(page, "Begin")
    press(page, "Housing")
    says(page, "Last time, on 2 September 2026: No deposit")
    fill_in(page, {"Where does the person live?": "Supported housing", HOW: "7"})
    press(page, SAVE)
    answer(page, "Education, training and employment", {HOW: "4"})
    press(page, "Check the answers")
    press(page, "Record it")
    press(page, "What has changed over time")
    says(page, "Since 2 September 2026: 1 part of life is better, 1 is harder")
    expect(page.locator("figure svg text", has_text="Housing")).to_be_visible()
    cells = page.get_by_role("row", name="Housing").get_by_role("cell").all_inner_texts()
    assert cells[-3:] == ["3", "7", "+4"]
    check(page)
