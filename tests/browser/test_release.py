"""A release on a Friday, planned section by section, and one that is brought forward to tomorrow."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.templatetags.ui import weekday
from custody import workflow
from custody.models import ReleasePlan
from tests.browser.journey import fill_in, on_paper, press, says
from tests.factories.custody import CustodyStayFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def stay(record):
    return CustodyStayFactory(client=record, episode=record.episodes.first())


def tell(stay, by, day):
    what = {"release_type": "CRD", "nominal_on": day, "days_served": 100, "source": "Prison offender manager"}
    return workflow.record_release_date(stay, by=by, **what)


def change(page, section):
    page.get_by_role("link", name=f"Change ({section})", exact=True).click()


def test_a_friday_release_is_planned_until_no_day_is_uncovered(open_as, check, keyworker, stay):
    friday = timezone.localdate() + timedelta(weeks=6)
    friday += timedelta(days=(4 - friday.weekday()) % 7)
    release = tell(stay, keyworker, friday).expected_on
    page = open_as(keyworker, stay.get_absolute_url())
    says(page, "Friday or before a holiday")
    press(page, "Release plan, section by section")
    says(page, weekday(release), "Missing:", "who meets the person")
    check(page)
    change(page, "Clinical")
    fill_in(
        page, {"On substitute medication for opioids": "Yes", "Medicine, dose and form": "Methadone 40 ml, 1 mg/ml"}
    )
    check(page)
    press(page, "Save this section")
    says(page, "The section is saved.", "Gap", "the day on which the bridging supply ends")
    check(page)
    press(page, "My work")
    says(page, "Days without substitute medicine after release")
    page.go_back()
    change(page, "Medicine and naloxone")
    fill_in(
        page,
        {
            "Prescriber and pharmacy after release": "Dr Mistry",
            "Bridging supply ends on": on_paper(release + timedelta(days=3)),
        },
    )
    fill_in(page, {"First prescribing appointment or supply in the community": on_paper(release + timedelta(days=6))})
    press(page, "Save this section")
    says(page, "2 days without medicine")
    change(page, "Medicine and naloxone")
    fill_in(page, {"First prescribing appointment or supply in the community": on_paper(release + timedelta(days=4))})
    press(page, "Save this section")
    says(page, "Covered")
    expect(page.get_by_text("without medicine")).to_have_count(0)
    assert ReleasePlan.objects.get(stay=stay).medicine == "Methadone 40 ml, 1 mg/ml"
    press(page, "My work")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Days without substitute medicine")).to_have_count(0)


def test_a_date_brought_forward_to_tomorrow_shows_what_is_missing_today(open_as, check, keyworker, stay):
    tell(stay, keyworker, timezone.localdate() + timedelta(weeks=8))
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = open_as(keyworker, stay.get_absolute_url())
    press(page, "Record a release date")
    fill_in(
        page,
        {"What kind of date is it?": "Remand, no release date type", "Which date were you told?": on_paper(tomorrow)},
    )
    fill_in(page, {"Who told us?": "Prison, by phone"})
    press(page, "Record this date")
    says(page, "The release date is recorded.", "first appointment")
    press(page, "My work")
    for words in ("Release date has changed", "No community appointment booked", "No home to go to", "No release plan"):
        says(page, words)
    check(page)
