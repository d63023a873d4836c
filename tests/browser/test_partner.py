"""Both sides of a referral: we send it, the partner opens it with a code and without an account, and both see one story."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clients.choices import ConsentCategory, ConsentPurpose
from core.models import OutboxMessage
from referrals.models import Referral
from tests.browser.journey import fill_in, on_paper, press, says
from tests.factories.clients import ConsentFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def referral(episode):
    service = ServiceFactory(name="Harbour Housing", email="duty@harbour.example.org")
    client = episode.client
    categories = [ConsentCategory.IDENTITY, ConsentCategory.HOUSING]
    ConsentFactory(client=client, recipient=service, purpose=ConsentPurpose.REFERRAL, categories=categories)
    return ReferralFactory(client=client, episode=episode, service=service)


@pytest.fixture
def both(open_as, keyworker, referral, check):
    """Our page after a link has been sent, and the page of the partner who has opened it."""
    ours = open_as(keyworker, referral.get_absolute_url())
    press(ours, "Send it")
    says(ours, "What Harbour Housing will read", referral.reason, "These are not shared with you")
    check(ours)
    press(ours, "Send it")
    code = ours.locator(".govuk-panel__title").inner_text()
    check(ours)
    token = re.search(r"/partner/[\w-]+/", OutboxMessage.objects.get().body)[0]
    theirs = open_as(None, f"/referrals{token}")
    expect(theirs.get_by_text("Harbour Housing")).to_have_count(0)
    check(theirs)
    fill_in(theirs, {"What is the code?": code.lower()})
    press(theirs, "Open the referral")
    says(theirs, "A referral to you", referral.reason)
    return ours, theirs


def answer(theirs, button, **fields):
    press(theirs, button)
    fill_in(theirs, {"What is your name?": "Kim at Harbour"} | fields)
    press(theirs, "Send this answer")
    says(theirs, "Your answer is with the team")


def test_an_ordinary_referral_from_both_sides(both, check, referral):
    ours, theirs = both
    check(theirs)
    today = on_paper(timezone.localdate())
    press(theirs, "Ask or write something")
    check(theirs)
    press(theirs, "Back to the referral")
    answer(theirs, "Ask or write something", **{"What do you want to ask or tell us?": "Is there a pet?"})
    ours.reload()
    says(ours, "Received", "Is there a pet?", "Kim at Harbour, Harbour Housing")
    press(ours, "Write to them")
    fill_in(ours, {"What do you want to tell them?": "No, no pet"})
    press(ours, "Write this to them")
    theirs.reload()
    says(theirs, "No, no pet")
    answer(theirs, "Accept")
    answer(theirs, "Offer a date", **{"On which day can the person come?": today})
    visit = {"Did the person come?": "Came", "On which day was that?": today}
    answer(theirs, "Came, or did not come", **visit)
    answer(theirs, "What became of it", **{"What became of it?": "Finished what was planned"})
    says(theirs, "The team asks the person whether it helps")
    check(theirs)
    ours.reload()
    says(ours, "What they say became of it", "Date offered", "Came")
    check(ours)
    press(ours, "Record what came of it")
    fill_in(ours, {"Did it help?": "It helped"})
    press(ours, "Record what came of it")
    says(ours, "Nothing: this referral has ended.")
    assert Referral.objects.get().partner_outcome == "completed"


def test_a_declined_referral_from_both_sides(both, check, referral):
    ours, theirs = both
    answer(theirs, "Decline", **{"Why is that?": "Full"})
    says(theirs, "You declined")
    expect(theirs.get_by_text(referral.reason)).to_have_count(0)
    check(theirs)
    ours.reload()
    says(ours, "The need is still there", "Why it was declined", "Full", "Kim at Harbour")
    expect(ours.get_by_role("link", name="Look for another service")).to_be_visible()
