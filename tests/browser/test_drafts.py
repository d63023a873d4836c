"""What is typed survives the browser: killed while typing, cut off from the server, signed out, opened twice."""

import os
import signal
import time

import pytest

from core.models import Draft
from tests.factories.accounts import PASSWORD, UserFactory

from .conftest import CHROMIUM, session_cookie

pytestmark = pytest.mark.browser
NOTE = "#id_note"
SAVE = "Save the contact"


@pytest.fixture
def page(open_as, keyworker, record):
    return open_as(keyworker, f"/clients/{record.pk}/contacts/add/")


def type_in(page, words):
    page.locator(NOTE).press_sequentially(words)


def test_killed_while_typing_all_but_the_last_seconds_are_back(chromium, live_server, window, team, record, tmp_path):
    """A browser of its own, by itself with SIGKILL; then another one, in which the same person signs in by hand."""
    user = UserFactory(team=team, username="nia")
    user.set_password(PASSWORD)
    user.save()
    address = f"{live_server.url}/clients/{record.pk}/contacts/add/"
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=["--no-sandbox", "--remote-debugging-port=0"]
    )
    context.add_cookies([session_cookie(user, live_server.url)])
    page = context.pages[0]
    page.goto(address)
    typed, began = [], time.monotonic()
    while time.monotonic() - began < 14:
        words = f"{len(typed)} "
        type_in(page, words)
        typed.append((time.monotonic(), words))
        time.sleep(0.2)
    killed = time.monotonic()
    for pid in processes_of(tmp_path):
        os.kill(pid, signal.SIGKILL)

    page = window(base_url=live_server.url)
    page.goto(address)
    page.get_by_label("User name").fill("nia")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("This is what you had typed").wait_for()
    back = page.input_value(NOTE)
    due = "".join(words for at, words in typed if killed - at > 10)
    everything = "".join(words for _at, words in typed)
    assert due
    assert everything.startswith(back)
    assert back.startswith(due), f"lost more than 10 seconds: {back!r} of {everything!r}"


def processes_of(profile):
    """The processes that work on this profile: the browser of this test and no other."""
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if f"--user-data-dir={profile}".encode() in file.read().split(b"\0"):
                    yield int(pid)
        except OSError:
            continue


def test_without_a_connection_it_says_so_and_catches_up(page, check):
    page.context.set_offline(True)
    type_in(page, "Typed in the valley")
    page.get_by_text("Not saved: no connection").wait_for()
    page.faults.clear()  # the console names what could not be reached
    page.context.set_offline(False)
    page.get_by_text("Draft saved at").wait_for()
    assert Draft.objects.get().data["note"] == ["Typed in the valley"]
    check(page)


def test_signed_out_the_text_stays_until_one_is_signed_in_again(page, keyworker, live_server, record):
    page.context.clear_cookies()
    type_in(page, "Typed too late")
    page.get_by_text("Not saved: sign in again in another tab").wait_for()
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_timeout(500)
    assert page.input_value(NOTE) == "Typed too late", "The form does not go where its text would be lost"
    page.context.add_cookies([session_cookie(keyworker, live_server.url)])
    page.context.new_page().goto("/clients/drafts/")  # brings a new token, as signing in does
    page.bring_to_front()
    page.get_by_text("Draft saved at").wait_for()
    page.get_by_label("Phone").check()
    page.get_by_role("button", name=SAVE).click()
    page.get_by_text("The contact is saved.").wait_for()
    assert record.contacts.get().note == "Typed too late"
    assert not Draft.objects.exists()


def test_on_leaving_the_last_words_are_kept_and_offered(page, check, record):
    type_in(page, "A word")
    page.get_by_text("Draft saved at").wait_for()
    type_in(page, " and the last")
    page.goto(f"/clients/{record.pk}/")
    page.goto(f"/clients/{record.pk}/contacts/add/")
    assert page.input_value(NOTE) == ""
    page.get_by_text("You began this on").wait_for()
    check(page)
    page.get_by_role("button", name="Resume").click()
    assert page.input_value(NOTE) == "A word and the last"
    check(page)
    page.goto("/clients/drafts/")
    page.get_by_text("Show what you typed").click()
    check(page)
    page.get_by_role("button", name="Discard").click()
    page.get_by_text("You have no drafts.").wait_for()


def test_resumed_in_two_tabs_both_texts_are_kept(page, open_as, keyworker):
    type_in(page, "One")
    page.get_by_text("Draft saved at").wait_for()
    second = open_as(keyworker, Draft.objects.get().address)
    second.fill(NOTE, "One and two")
    second.get_by_text("Draft saved at").wait_for()
    with page.expect_response("**/drafts/save/"):
        page.fill(NOTE, "One and three")
    page.wait_for_timeout(200)
    assert {draft.data["note"][0] for draft in Draft.objects.all()} == {"One and two", "One and three"}


def test_a_form_sent_twice_makes_one_row(page, record):
    page.get_by_label("Phone").check()
    page.fill(NOTE, "Rang twice")
    page.evaluate("form = document.querySelector('main form.app-form'); form.requestSubmit(); form.requestSubmit()")
    page.wait_for_url(f"**/clients/{record.pk}/")
    assert record.contacts.get().note == "Rang twice"
