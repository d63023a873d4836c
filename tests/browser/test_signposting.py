"""From the record to the directory and back: a service is ticked, told, and sent by email as it was shown; on a phone."""

import pytest
from playwright.sync_api import expect

from accounts.choices import Role
from core.models import OutboxMessage
from referrals.models import Signpost
from tests.browser.checks import assert_accessible
from tests.factories.accounts import UserFactory
from tests.factories.clients import ContactWayFactory, EpisodeFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.browser


def test_a_service_is_told_and_sent(open_as):
    episode = EpisodeFactory(in_treatment=True)
    keyworker = UserFactory(role=Role.KEYWORKER, team=episode.team)
    safe = {"may_leave_message": "yes", "may_say_who": "yes", "who_else": "Her mother reads it"}
    ContactWayFactory(client=episode.client, kind="email", value="person@example.org", **safe)
    ServiceFactory(name="Pantry", phone="01632 960001", description="Food for all.")
    ServiceFactory(name="Long Table", phone="01632 960002")
    page = open_as(keyworker, episode.client.get_absolute_url())
    page.set_viewport_size({"width": 390, "height": 900})
    page.click("text=Tell about a service")
    expect(page.locator(f"text={episode.client.reference}")).to_be_visible()
    page.get_by_label("Tell the client: Pantry").check()
    page.click("text=Tell the client about those ticked")
    expect(page.locator("h1")).to_have_text("Tell the client about these")
    assert_accessible(page)
    page.click("text=Record that they were told")
    expect(page.locator("text=Recorded: they were told.")).to_be_visible()
    assert_accessible(page)
    page.go_back()
    page.click("text=See what is sent")
    expect(page.locator("text=Food for all.")).to_be_visible()
    assert_accessible(page)
    page.click("text=Send this email")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_label("I have read this, and it is safe to send now").check()
    page.click("text=Send this email")
    expect(page.locator("text=Waits to be sent")).to_be_visible()
    assert list(Signpost.objects.order_by("created_at").values_list("how", flat=True)) == ["said", "email"]
    assert OutboxMessage.objects.get().address == "person@example.org"
    assert not page.faults
