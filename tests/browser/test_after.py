"""After an end: a planned one to month three of check-ups, and an unplanned one with the way back, on a desktop and a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clients.choices import EpisodeStatus
from tests.factories.aftercare import HandoverFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import EpisodeSubstanceFactory

pytestmark = pytest.mark.browser


def button(page, name):
    return page.get_by_role("button", name=name)


def link(page, name):
    return page.get_by_role("link", name=name)


@pytest.fixture
def handed_over(episode):
    """Treatment was complete a hundred days ago, and somebody has taken over."""
    today = timezone.localdate()
    episode.referred_on = episode.treatment_started_on = episode.triaged_on = today - timedelta(days=200)
    episode.save()
    EpisodeSubstanceFactory(episode=episode, substance="alcohol", route="oral")
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    return HandoverFactory(accepted=True, episode=episode, may_contact_again=True)


def record_one(page, check=None):
    """The check-up that is due next, along the script."""
    link(page, "Record it").first.click()
    expect(page.get_by_text("Paydays and the Red Lion")).to_be_visible()
    page.get_by_label("Alcohol").fill("0")
    page.get_by_label("Good", exact=True).check()
    page.get_by_label("How many mutual-aid meetings").fill("4")
    page.get_by_label("None: all is well").check()
    page.get_by_label("Doing well").check()
    if check:
        check(page)
    button(page, "Record the check-up").click()
    expect(page.get_by_text("The check-up is recorded.")).to_be_visible()


def test_a_planned_ending_to_month_three(open_as, check, case_manager, handed_over):
    page = open_as(case_manager, f"/aftercare/{handed_over.pk}/begin/")
    page.get_by_label("On which day was the care plan complete?").fill(
        f"{timezone.localdate() - timedelta(days=100):%d/%m/%Y}"
    )
    button(page, "Begin aftercare").click()
    expect(page.get_by_text("Support is offered until")).to_be_visible()
    check(page)
    link(page, "Record it").first.click()
    link(page, "Nobody answered").click()
    page.get_by_label("Phone", exact=True).check()
    page.get_by_label("No", exact=True).check()
    check(page)
    button(page, "Write down the try").click()
    expect(page.get_by_text("1 try so far")).to_be_visible()
    for number in range(4):
        record_one(page, check if number == 0 else None)
    link(page, "Record the outcome").click()
    expect(page.get_by_role("heading", name="How things stand after 3 months")).to_be_visible()
    expect(page.get_by_label("No use")).to_be_checked()
    page.get_by_label("Yes", exact=True).check()
    check(page)
    button(page, "Record the outcome").click()
    expect(page.get_by_text("After 3 months: No use")).to_be_visible()
    kept = handed_over.client.aftercare.get()
    assert kept.check_ups.filter(done_on__isnull=False).count() == 4
    assert kept.outcomes.get().month == 3


def test_an_unplanned_exit_and_the_way_back(open_as, check, keyworker, handed_over):
    episode = handed_over.episode
    page = open_as(keyworker, f"/aftercare/episodes/{episode.pk}/close/")
    day = f"{timezone.localdate():%d/%m/%Y}"
    page.get_by_label("Ended on").fill(day)
    page.get_by_label("Incomplete – dropped out").check()
    page.get_by_label("I have looked at the points").check()
    page.get_by_label("Why is it closed all the same?").fill("Nobody could be reached")
    button(page, "Close the episode").click()
    expect(page.get_by_role("heading", name="Unplanned end of treatment")).to_be_visible()
    page.get_by_label("Written", exact=True).check()
    page.get_by_label("Written on which day?").fill(day)
    page.get_by_label("Who was told?").fill("The pharmacy, with consent")
    page.get_by_label("What was decided, by whom and why?").fill("The team closes it after four tries")
    page.get_by_label("How can the person come back?").fill("Ring or walk in: nobody will think less of you")
    check(page)
    button(page, "Save how it ended").click()
    expect(page.get_by_text("How it ended is written down.")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    link(page, "The person comes back").first.click()
    expect(page.get_by_text("no full new assessment is needed")).to_be_visible()
    page.get_by_label("What has happened").fill("I am ready to try again")
    page.get_by_label("Today", exact=True).check()
    check(page)
    page.set_viewport_size({"width": 390, "height": 900})
    button(page, "Take the person back").click()
    expect(page.get_by_text("everything that was written is carried over")).to_be_visible()
    expect(page.get_by_text("Paydays and the Red Lion")).to_be_visible()
    check(page)
    back = episode.client.returns.get()
    assert (back.left, back.episode.status, back.created_by) == (episode, EpisodeStatus.WAITING, keyworker)
