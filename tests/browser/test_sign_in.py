"""Signing in by hand: the form, a wrong password, the first page of each role."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Session
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def person(committed_db, team):
    user = UserFactory(team=team, username="keyworker")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_sign_in_and_out(open_as, check, person):
    page = open_as(None, "/accounts/sign-in/")
    check(page)
    page.get_by_label("User name").fill("keyworker")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.get_by_label("User name").input_value() == "keyworker"
    check(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/clients/my-work/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/sign-in/")
    page.goto("/clients/")
    assert "/accounts/sign-in/" in page.url


def test_one_key_extends_the_session_and_its_end_leads_back(open_as, check, person, settings):
    settings.SESSION_IDLE, settings.SESSION_WARNING = timedelta(seconds=40), timedelta(seconds=38)
    page = open_as(person, "/accounts/me/?tab=1")
    notice = page.get_by_role("alertdialog", name="You will be signed out soon")
    notice.wait_for()
    check(page)
    page.keyboard.press("Enter")
    notice.wait_for(state="hidden")
    notice.wait_for()
    Session.objects.all().delete()
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/sign-in/?next=%2Faccounts%2Fme%2F%3Ftab%3D1")
    page.get_by_label("User name").fill("keyworker")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/accounts/me/?tab=1")
