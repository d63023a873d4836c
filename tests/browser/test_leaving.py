"""Steps 4 and 5 of the journey: a referral with consent; a handover, taken over elsewhere; aftercare."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careplans.choices import PlanStatus
from clients.choices import EpisodeStatus
from recovery_capital.choices import Domain
from services_directory.choices import Need
from tests.factories.careplans import CarePlanFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.browser
RELAPSE_PLAN = {
    "Which situations are risky for me?": "Paydays",
    "What are early signs that I notice?": "I stop answering",
    "What are early signs that others notice?": "I am short with people",
    "What helps me?": "Walking",
    "Whom do I call": "Owen, 07700 900123",
    "Where can I go?": "The recovery café",
    "What do I do if I lapse?": "Ring the duty line",
    "How do I stay as safe as I can?": "Never alone",
    "What should others do?": "Ring me",
    "Whom to ask for": "Duty worker",
    "On which phone number?": "01632 960123",
    "How does the client come back?": "Ring or walk in",
    "Seen within how many working days?": "2",
}


def button(page, name):
    return page.get_by_role("button", name=name)


def link(page, name):
    return page.get_by_role("link", name=name)


def give_consent(page):
    """The page on which the client's yes is recorded; the recipient and the purpose are chosen already."""
    for box in page.locator("input[name=categories]").all():
        box.check()
    page.locator("input[name=given_how][value=verbal]").check()
    page.locator("[name=evidence]").fill("“Yes, tell them”")
    page.locator("input[name=given_on]").fill(f"{timezone.localdate():%d/%m/%Y}")
    button(page, "Record the consent").click()
    page.wait_for_url(lambda address: "/consents/" not in address)


def test_keyworker_refers_with_consent_and_records_what_became_of_it(open_as, check, keyworker, record):
    ServiceFactory(name="Harbour Housing", needs=[Need.SUPPORTED_HOUSING])
    page = open_as(keyworker, f"/referrals/client/{record.pk}/")
    check(page)
    link(page, "New referral").click()
    page.get_by_label("Words").fill("harb")
    button(page, "Search the directory").click()
    check(page)
    link(page, "Choose Harbour Housing").click()
    page.get_by_label("What is it for?").select_option(Domain.HOUSING)
    page.get_by_label("Why, in the client’s words?").fill("A place of my own")
    check(page)
    button(page, "Save as a draft").click()
    link(page, "Send it").click()
    check(page)
    link(page, "Record the client’s consent").click()
    give_consent(page)
    check(page)
    page.get_by_label("By telephone").check()
    button(page, "Send it").click()
    link(page, "It was accepted").click()
    button(page, "Record that it was accepted").click()
    link(page, "The client has been there").click()
    page.get_by_label("On which day").fill(f"{timezone.localdate():%d/%m/%Y}")
    button(page, "Record the first visit").click()
    link(page, "Record what came of it").click()
    check(page)
    page.get_by_label("It helped", exact=True).check()
    button(page, "Record what came of it").click()
    expect(page.get_by_text("Nothing: this referral has ended.")).to_be_visible()
    check(page)
    assert record.referrals.get().outcome == "helped"


@pytest.fixture
def leaving(episode, other_team):
    """Treatment ends in three weeks; another team runs the service that can take over."""
    episode.planned_exit_on = timezone.localdate() + timedelta(days=21)
    episode.save()
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    ServiceFactory(name="Harbour Housing", needs=[Need.SUPPORTED_HOUSING])
    ServiceFactory(name="Bryn Aftercare", run_by_team=other_team)
    return episode


def prepare(page, check):
    """From the list to a handover on its way."""
    page.locator("main table a").first.click()
    check(page)
    button(page, "Begin the handover").click()
    link(page, "Ongoing support needs").click()
    for box in page.locator("input[name$=has_need][value=False]").all():
        box.check()
    housing = page.locator("#housing")
    housing.get_by_label("Yes").first.check()
    housing.get_by_label("What is needed?").fill("A flat")
    check(page)
    housing.get_by_role("button", name="Save, and find a service").click()
    check(page)
    button(page, "Choose Harbour Housing").click()
    page.locator("#housing").get_by_label("The client goes there without us").check()
    page.locator("#housing").get_by_label("What is the next step?").fill("Visit on Monday")
    button(page, "Save the needs").click()
    page.get_by_role("link", name="Relapse plan", exact=True).click()
    page.get_by_label("Which service takes over?").select_option(label="Bryn Aftercare")
    for label, text in RELAPSE_PLAN.items():
        page.get_by_label(label).fill(text)
    page.locator("input[name=may_contact_again][value=True]").check()
    check(page)
    button(page, "Save").click()
    link(page, "Agreed with the client").click()
    page.get_by_label("Agrees", exact=True).check()
    page.get_by_label("When did you go through it with the client?").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_label("In words, in person").check()
    button(page, "Record the agreement").click()
    link(page, "Consent to share it").click()
    give_consent(page)
    check(page)
    link(page, "Look through and send").click()
    check(page)
    button(page, "Send it").click()
    check(page)


def test_case_manager_hands_over_and_begins_aftercare(open_as, check, case_manager, stranger, leaving):
    page = open_as(case_manager, "/aftercare/")
    check(page)
    prepare(page, check)
    handover = leaving.handovers.get()
    with page.expect_download() as download:
        link(page, "Print for the receiver").click()
    assert download.value.suggested_filename == f"handover-{leaving.client.reference}.pdf"

    theirs = open_as(stranger, leaving.client.get_absolute_url())
    assert leaving.client.family_name.upper() not in theirs.content().upper()
    theirs.goto("/aftercare/")
    check(theirs)
    link(theirs, leaving.client.family_name).click()
    expect(theirs.get_by_text("Paydays")).to_be_visible()
    check(theirs)
    link(theirs, "Accept").click()
    check(theirs)
    button(theirs, "Accept").click()
    theirs.wait_for_url(f"**{leaving.client.get_absolute_url()}")

    page.goto(handover.get_absolute_url())
    link(page, "Begin aftercare").click()
    check(page)
    button(page, "Begin aftercare").click()
    expect(page.get_by_text("In aftercare since")).to_be_visible()
    check(page)
    leaving.refresh_from_db()
    assert leaving.status == EpisodeStatus.AFTERCARE
    assert leaving.client.care_plans.get().status == PlanStatus.COMPLETED
    link(page, "Record it").first.click()
    page.get_by_label("Doing well").check()
    page.get_by_label("None: all is well").check()
    check(page)
    button(page, "Record the check-up").click()
    expect(page.get_by_text("The check-up is recorded.")).to_be_visible()
