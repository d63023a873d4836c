"""Somebody asks for help on a phone without script; staff look at it, take the person on, and offer an appointment."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.choices import Role
from core import traps
from referrals.models import IncomingReferral, SavedForm
from tests.browser.checks import assert_accessible
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.services_directory import PublicPageFactory, ServiceFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def team(live_server, monkeypatch):
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)  # this test types quicker than any person
    ServiceFactory(name="Night line", needs=["crisis"], phone="116 123")
    return TeamFactory(takes_referrals=True, phone="029 2018 0001")


def ask(page, team):
    page.get_by_label("For myself", exact=True).check()
    page.get_by_label("Which area and team?").select_option(label=f"{team.area}: {team}")
    page.get_by_label("First name").fill("Ivy")
    page.get_by_label("Family name").fill("Testgreen")
    for part, value in (("Day", "4"), ("Month", "5"), ("Year", "1990")):
        page.get_by_label(part, exact=True).fill(value)


def test_somebody_asks_and_is_offered_an_appointment(window, live_server, team, open_as):
    person = window(390, java_script_enabled=False)  # axe needs script: the pages are tried below
    person.goto(f"{live_server.url}/help/")
    person.click("main a:text-is('Ask for help')")
    person.click("text=For myself, or for somebody I care about")
    ask(person, team)
    person.get_by_role("button", name="Save and come back later").click()
    code = re.search(r"\w{4}-\w{4}-\w{4}", person.locator(".app-code").inner_text())[0]
    person.click("text=Go on with it now")
    person.get_by_label("Your code").fill(code)
    person.get_by_role("button", name="Go on", exact=True).click()
    expect(person.get_by_label("Family name")).to_have_value("Testgreen")
    person.fill("[name=phone]", "07700 900123")
    person.get_by_label("A message may be left").check()
    person.get_by_label("What is it about?").fill("I drink too much")
    person.get_by_label("An overdose in the last three months").check()
    person.get_by_role("button", name="Send", exact=True).click()
    expect(person.locator("h1")).to_have_text("We have it")
    referral = IncomingReferral.objects.get()
    expect(person.locator(f"text={referral.reference}")).to_be_visible()
    assert not SavedForm.objects.exists()

    keyworker = UserFactory(role=Role.KEYWORKER, team=team)
    page = open_as(keyworker, "/referrals/in/")
    assert_accessible(page)
    page.get_by_role("link", name="Ivy Testgreen").click()
    assert_accessible(page)
    page.get_by_role("link", name="Triage", exact=True).click()
    page.get_by_label("Today").check()
    page.fill("[name=triage_note]", "Rang back, safe for now")
    page.click("text=Save the triage")
    page.get_by_role("link", name="Add the person as a client").click()
    page.get_by_label("Female", exact=True).check()
    page.get_by_role("button", name="Add the client").click()
    expect(page.locator("text=The record is made")).to_be_visible()
    page.get_by_role("link", name="Take the person on").click()
    page.get_by_label("Who is the keyworker?").select_option(label=str(keyworker))
    page.get_by_role("button", name="Take the person on", exact=True).click()
    expect(page.get_by_role("link", name="Begin the initial care plan")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Offer a first appointment").click()
    when = timezone.localtime() + timedelta(days=5)
    page.get_by_label("When?").fill(when.strftime("%d/%m/%Y 10:30"))
    page.get_by_label("Where?").fill("12 Castle Road")
    page.get_by_label("Letter", exact=True).check()
    page.get_by_role("button", name="Offer the appointment", exact=True).click()
    expect(page.locator("text=Read what is written")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Offer the appointment", exact=True).click()
    expect(page.locator("text=The appointment is offered.")).to_be_visible()
    referral.refresh_from_db()
    assert referral.episode.first_appointment_offered_on == when.date()
    assert not page.faults


def test_the_form_for_professionals_is_accessible_at_both_widths(window, live_server, team):
    PublicPageFactory()
    for width in (1280, 390):
        page = window(width)
        for address in ("", "person/", "professional/", "go-on/"):
            page.goto(f"{live_server.url}/help/refer/{address}")
            assert_accessible(page)
        page.goto(f"{live_server.url}/help/refer/professional/")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        assert_accessible(page)
