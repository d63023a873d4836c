"""Both sides of a referral: we send it, the partner opens it with a code and without an account, and both see one story."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clients.choices import ConsentCategory, ConsentPurpose
from referrals.models import Referral
from tests.browser.journey import fill_in, on_paper, press, says
from tests.browser.two_sides import answer, open_with_code, send_by_link
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
    says(ours, "What Harbour Housing will read", referral.reason)
    check(ours)
    ours.go_back()
    code, address = send_by_link(ours)
    check(ours)
    theirs = open_as(None, address)
    expect(theirs.get_by_text("Harbour Housing")).to_have_count(0)
    check(theirs)
    open_with_code(theirs, code)
    says(theirs, referral.reason)
    return ours, theirs


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
