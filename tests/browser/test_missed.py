"""Somebody did not come: two attempts and the person is back, on a phone; and “I cannot come” behind the link of a reminder."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from programmes import missed
from programmes.models import Appointment
from services_directory.reminders import digest
from tests.factories.programmes import AppointmentFactory, ReminderFactory

pytestmark = pytest.mark.browser


def appointment(episode, hours, **more):
    begins_at = timezone.now() + timedelta(hours=hours)
    times = {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=1)}
    return AppointmentFactory(client=episode.client, episode=episode, team=episode.team, **times | more)


def write_down(page, check, how, outcome):
    check(page)
    page.get_by_label(how, exact=True).check()
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("What happened?").fill("Rang twice.")
    page.get_by_role("button", name="Save the attempt").click()


def test_from_my_work_to_being_back(open_as, check, episode):
    missed.begin(appointment=appointment(episode, -27, missed=True), by=episode.keyworker)
    page = open_as(episode.keyworker, "/clients/my-work/")
    page.get_by_role("link", name="Do the next step, and write down what came of it").first.click()
    expect(page.locator("h1")).to_have_text("Try to reach them")
    write_down(page, check, "Phone", "Did not reach them")
    expect(page.locator("h1")).to_contain_text("Missed on")
    check(page)
    page.get_by_role("link", name="Try another way", exact=True).first.click()
    write_down(page, check, "Home visit", "Reached the person")
    expect(page.locator("main")).to_contain_text("Back in contact")
    check(page)
    page.goto(page.url.split("/programmes/")[0] + "/programmes/missed/?status=all")
    expect(page.locator("main")).to_contain_text("Back in contact")
    check(page)


def test_link_of_a_reminder(window, check, live_server, episode):
    ReminderFactory(appointment=appointment(episode, 30), gone=True, cancel_digest=digest("a-token"))
    page = window(390)
    page.goto(f"{live_server.url}/c/a-token/")
    check(page)
    page.get_by_role("button", name="I cannot come").click()
    expect(page.locator("h1")).to_have_text("Thank you for telling us")
    check(page)
    assert Appointment.objects.get().cancelled_by == "client"
    page.goto(f"{live_server.url}/c/a-token/")
    expect(page.locator("h1")).to_have_text("This link does not work")
    check(page)
