"""Booking, what came of it, and the next booking, with the calendar in between: in a browser, at both widths."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.choices import Role
from clients.models import Contact
from core.calendar import LONDON
from programmes.models import Appointment
from tests.browser.checks import assert_accessible
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.programmes import ProgrammeSessionFactory, RoomFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_book_say_what_came_of_it_and_book_the_next(width, window, live_server, open_as):
    team = TeamFactory()
    keyworker = UserFactory(role=Role.KEYWORKER, team=team)
    client = EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True).client
    RoomFactory(team=team, name="Blue room")
    tomorrow = timezone.now() + timedelta(days=1)
    ProgrammeSessionFactory(
        programme__team=team, lead=keyworker, begins_at=tomorrow, ends_at=tomorrow + timedelta(hours=1)
    )
    page = open_as(keyworker, client.get_absolute_url())
    page.set_viewport_size({"width": width, "height": 900})

    page.get_by_role("link", name="Book an appointment", exact=True).click()
    assert_accessible(page)
    page.get_by_label("Which room?").select_option(label="Blue room")
    page.get_by_role("button", name="Book the appointment").click()
    expect(page.locator("text=The appointment is booked.")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Move it").click()
    now = timezone.localtime(timezone.now(), LONDON)
    earlier = now - timedelta(hours=2)
    page.get_by_label("Which day?").fill(earlier.strftime("%d/%m/%Y"))
    page.get_by_label("From", exact=True).fill(earlier.strftime("%H:%M"))
    page.get_by_label("To", exact=True).fill("0:00")
    assert_accessible(page)
    page.get_by_role("button", name="Move the appointment").click()
    expect(page.locator("text=The appointment is moved.")).to_be_visible()

    page.get_by_role("button", name="Say what came of it").click()
    page.get_by_label("The person came", exact=True).check()
    page.get_by_label("What happened?").fill("Talked about sleep")
    assert_accessible(page)
    page.get_by_role("button", name="Save and book the next one").click()
    expect(page.locator("text=The outcome is saved.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Book the appointment").click()
    expect(page.locator("text=The appointment is booked.")).to_be_visible()
    assert Contact.objects.get().note == "Talked about sleep"
    following = Appointment.objects.booked().get()
    assert timezone.localtime(following.begins_at, LONDON).date() > now.date()

    page.goto(f"/programmes/calendar/week/?on={timezone.localtime(following.begins_at, LONDON).date().isoformat()}")
    expect(page.locator(f"text={client.family_name}")).to_be_visible()
    assert_accessible(page)
    page.goto("/programmes/calendar/day/")
    assert_accessible(page)
    page.goto(f"/programmes/calendar/week/?team={team.pk}")
    assert_accessible(page)
    page.goto("/programmes/calendar/address/")
    page.get_by_role("button", name="Make an address").click()
    expect(page.locator(".app-address")).to_contain_text(".ics")
    assert_accessible(page)
    page.goto(f"/programmes/client/{client.pk}/appointments/")
    assert_accessible(page)
    assert not page.faults
