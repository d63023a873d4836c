"""A passkey in a real browser, by a virtual authenticator: set up, sign in with it; and the pages around it."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.browser
KEY = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}


@pytest.fixture
def person(committed_db, team):
    user = UserFactory(team=team, username="keyworker")
    user.set_password(PASSWORD)
    user.save()
    return user


def give_password(page):
    page.goto("/accounts/sign-in/")
    page.get_by_label("User name").fill("keyworker")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_passkey(open_as, check, person, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    page = open_as(None)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, "automaticPresenceSimulation": True}})
    give_password(page)
    page.get_by_role("heading", name="Set up a second factor").wait_for()
    check(page)
    page.get_by_role("link", name="Set up a passkey").click()
    check(page)
    page.get_by_label("What do you call this device?").fill("laptop")
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_role("rowheader", name="Passkey: laptop").wait_for()
    check(page)
    page.get_by_role("button", name="Make new recovery codes").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    check(page)
    page.get_by_role("button", name="Sign out").click()
    give_password(page)
    page.get_by_role("heading", name="One more step").wait_for()
    check(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/clients/my-work/")


def test_app_for_one_time_codes(open_as, check, person, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    page = open_as(None)
    give_password(page)
    page.get_by_role("link", name="Set up an app").click()
    check(page)
    seed = page.locator(".app-secret").inner_text().replace(" ", "")
    page.get_by_label("The 6 digits that the app shows").fill("000000")
    page.get_by_role("button", name="Set up").click()
    check(page)
    page.get_by_label("The 6 digits that the app shows").fill(
        format_hotp_value(hotp_value(seed, int(time.time()) // 30))
    )
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("rowheader", name="App for one-time codes").wait_for()
    page.goto("/clients/my-work/")
    assert page.get_by_role("heading", level=1).inner_text() == "My work"
