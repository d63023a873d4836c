"""A keyworker's day: My work, finding and adding a client, an episode, contacts on the timeline."""

import pytest
from playwright.sync_api import expect

from tests.browser.journey import fill_in, press, says
from tests.factories.clients import EpisodeFactory

pytestmark = pytest.mark.browser

NUMBER, WRONG_NUMBER = "999 000 0018", "999 000 0019"


@pytest.fixture
def known(team, keyworker):
    """Rhian Bowen, whom the team knows."""
    episode = EpisodeFactory(
        team=team,
        keyworker=keyworker,
        in_treatment=True,
        client__first_name="Rhian",
        client__family_name="Bowen",
        client__nhs_number="9990000026",
    )
    return episode.client


def test_find_and_add_a_client(open_as, check, keyworker, known):
    page = open_as(keyworker)
    says(page, "My work")
    check(page)
    press(page, "Clients")
    fill_in(page, {"Name, our reference, NHS number, date of birth or postcode": "bowen"})
    press(page, "Show")
    says(page, "BOWEN, Rhian")
    check(page)
    press(page, "Add a client")
    check(page)
    person = {
        "First name": "Rhodri",
        "Family name": "Beynon",
        "Date of birth": "14/3/1985",
        "Sex registered at birth": "Female",
        "NHS number": WRONG_NUMBER,
    }
    fill_in(page, person)
    press(page, "Add the client")
    says(page, "One of the digits is wrong. Compare it with the letter or card")
    fill_in(page, {"NHS number": NUMBER})
    press(page, "Add the client")
    says(page, "This person may be known already", "BOWEN, Rhian")
    check(page)
    fill_in(page, {"This is somebody else: add a new record": True, "Why is it somebody else?": "A different person"})
    press(page, "Add the client")
    says(page, "The client is added.", "BEYNON, Rhodri")
    check(page)
    assert "Rhodri" not in page.title()


def test_the_same_nhs_number_is_one_person(open_as, check, keyworker, known):
    page = open_as(keyworker, "/clients/add/")
    fill_in(page, {"First name": "R", "Family name": "Bowen", "Date of birth": "15/4/1986"})
    fill_in(page, {"Sex registered at birth": "Female", "NHS number": "999 000 0026"})
    press(page, "Add the client")
    says(page, "This NHS number is known already", "BOWEN, Rhian")
    check(page)
    press(page, "BOWEN, Rhian")
    assert page.url.endswith(known.get_absolute_url())


def test_an_episode_and_two_contacts_on_the_timeline(open_as, check, keyworker, team, known):
    known.episodes.all().delete()
    page = open_as(keyworker, known.get_absolute_url())
    press(page, "Open an episode")
    check(page)
    fill_in(
        page,
        {
            "Who referred the person to us?": "GP",
            "Referred on": "2/11/2026",
            "Main substance": "Alcohol",
            "How is the main substance taken?": "Swallow or drink",
            "Second substance": "Cocaine powder",
            "Who is the keyworker?": str(keyworker),
        },
    )
    press(page, "Open the episode")
    says(page, "The episode is open.", "Alcohol", "Waiting for treatment", team.name)
    press(page, "Record a contact")
    check(page)
    fill_in(page, {"How?": "Phone", "When was it?": "3/11/2026 10:30", "What happened?": "Rang as agreed."})
    press(page, "Save the contact")
    press(page, "Record a contact")
    fill_in(page, {"What came of it?": "Missed", "How?": "Face to face", "When was it?": "4/11/2026 14:00"})
    press(page, "Save the contact")
    says(page, "Say why; “No reason known” is an answer")
    check(page)
    fill_in(
        page, {"Who missed or cancelled it?": "The person", "Why was it missed or cancelled?": "Could not get there"}
    )
    press(page, "Save the contact")
    says(page, "The contact is saved.")
    timeline = page.locator(".moj-timeline")
    for words in ("Rang as agreed.", "Attended", "Missed", "Could not get there"):
        expect(timeline.get_by_text(words).first).to_be_visible()
    check(page)
