"""A referral from both its ends: ours, and that of the partner, who has no account."""

import re

from playwright.sync_api import expect

from core.models import OutboxMessage
from tests.browser.journey import fill_in, press, says


def send_by_link(ours):
    """Send the referral whose page is open; gives the code that has to be said, and the address that was sent."""
    press(ours, "Send it")
    says(ours, "These are not shared with you")
    press(ours, "Send it")
    code = ours.locator(".govuk-panel__title").inner_text()
    return code, "/referrals" + re.search(r"/partner/[\w-]+/", OutboxMessage.objects.latest("created_at").body)[0]


def open_with_code(theirs, code):
    """Open the referral at the partner's end."""
    fill_in(theirs, {"What is the code?": code.lower()})
    press(theirs, "Open the referral")
    says(theirs, "A referral to you")


def answer(theirs, button, **fields):
    """One answer of the partner."""
    press(theirs, button)
    fill_in(theirs, {"What is your name?": "Kim at Harbour"} | fields)
    press(theirs, "Send this answer")
    expect(theirs.get_by_text("Your answer is with the team").first).to_be_visible()
