"""Writing to a client in the service's own words: what is safe comes first, and what must not stand on paper does not."""

import pytest
from django.urls import reverse

from clients.choices import Answer, WayKind
from core.choices import AccessAction
from core.models import AccessLog
from reference.choices import WordingKind
from reference.models import Wording
from tests.browser.paper import words_of
from tests.factories.clients import AddressFactory, ContactWayFactory
from tests.factories.reference import WordingFactory

pytestmark = pytest.mark.django_db
CHOSEN = {"what": "missed_contact-letter", "day": "23/11/2026"}
BODY = "Dear {called},\n\nplease ring {team} on {team_phone} before {day} at {time}.\n\n{worker}"


@pytest.fixture
def letters(team):
    team.phone = "029 2018 0001"
    team.save()
    Wording.objects.update(retired_on="2026-01-02")
    WordingFactory(body=BODY)
    WordingFactory(language="cy", title="Roedd yn ddrwg gennym", body="Annwyl {called}")
    WordingFactory(kind=WordingKind.TEXT, title="", body="{called}, please ring")
    WordingFactory(key="consent_withdrawn", retired_on="2026-11-01")


def asked(browser, record, name="letter_write", **changes):
    return browser.get(reverse(f"clients:{name}", args=[record.pk]), CHOSEN | changes)


def test_a_letter_has_its_gaps_filled_and_goes_on_paper(sign_in, keyworker, record, letters, team):
    AddressFactory(client=record, lines="1 Quay Street", postcode="CF10 1AA")
    browser = sign_in(keyworker)
    assert reverse("clients:letter_write", args=[record.pk]) in browser.get(record.get_absolute_url()).content.decode()
    page = asked(browser, record)
    offered = [key for key, _words in page.context["query"].fields["what"].choices]
    assert offered == ["", "missed_contact-letter", "missed_contact-text"], "The retired one is not offered"
    letter = page.context["letter"]
    assert letter.body == (
        f"Dear {record.called},\n\nplease ring Afon Team on 029 2018 0001 before 23 November 2026 at .\n\n{keyworker.first_name}"
    )
    assert [str(gap) for gap in letter.empty] == ["the time it is about"]
    assert "Nothing is recorded about this way: ask first." in page.content.decode()
    answer = asked(browser, record, "letter_pdf", time="10:30am")
    paper = words_of(b"".join(answer.streaming_content))
    for words in ("Afon Team", "1 Quay Street", "CF10 1AA", record.family_name, "at 10:30am"):
        assert words in paper
    look = AccessLog.objects.latest("id")
    assert (look.action, look.route, look.subject_id) == (AccessAction.PRINT, "clients:letter_pdf", record.pk)
    assert asked(browser, record, language="cy").context["letter"].body == f"Annwyl {record.called}"


def test_a_letter_that_must_not_say_who_we_are_does_not(sign_in, keyworker, record, letters, settings):
    ContactWayFactory(client=record, kind=WayKind.LETTER, value="", may_leave_message=Answer.YES, may_say_who=Answer.NO)
    AddressFactory(client=record, hidden=True, lines="2 Secret Street")
    browser = sign_in(keyworker)
    assert "We must not say who we are" in asked(browser, record).content.decode()
    paper = words_of(b"".join(asked(browser, record, "letter_pdf").streaming_content))
    assert record.family_name in paper
    for secret in ("Afon", "029 2018", settings.SERVICE_NAME, "Secret Street", "health"):
        assert secret not in paper


def test_a_no_about_the_phone_counts_where_nobody_asked_about_letters(sign_in, keyworker, record, letters):
    ContactWayFactory(client=record, may_leave_message=Answer.NO, may_say_who=Answer.NO)
    browser = sign_in(keyworker)
    assert asked(browser, record).context["letter"].team is None
    text = asked(browser, record, what="missed_contact-text").context["letter"]
    assert text.refusal.startswith("Not this way: Leave no message.")
    ContactWayFactory(
        client=record, kind=WayKind.LETTER, value="", may_leave_message=Answer.YES, may_say_who=Answer.YES
    )
    assert asked(browser, record).context["letter"].team


@pytest.mark.parametrize("why", ["not safe", "do not contact"])
def test_no_letter_where_none_is_safe(sign_in, keyworker, record, letters, why):
    if why == "not safe":
        ContactWayFactory(client=record, kind=WayKind.LETTER, value="", may_leave_message=Answer.NO)
    else:
        record.do_not_contact = "Asked us to stop"
        record.save()
    browser = sign_in(keyworker)
    page = asked(browser, record).content.decode()
    assert ("Send no letters" if why == "not safe" else "Asked us to stop") in page
    assert "please ring" not in page
    answer = asked(browser, record, "letter_pdf")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("clients:letter_write", args=[record.pk]))


@pytest.mark.parametrize("what", ["", "-", "missed_contact", "missed_contact-nothing", "consent_withdrawn-letter"])
def test_a_text_that_is_not_there_is_none(sign_in, keyworker, record, letters, what):
    browser = sign_in(keyworker)
    assert asked(browser, record, what=what).context["letter"] is None
    assert asked(browser, record, "letter_pdf", what=what).status_code == 302


def test_a_text_message_is_copied_and_not_printed(sign_in, keyworker, record, letters):
    ContactWayFactory(client=record, kind=WayKind.TEXT, value="07700 900123", may_leave_message=Answer.YES)
    browser = sign_in(keyworker)
    page = asked(browser, record, what="missed_contact-text").content.decode()
    assert f"{record.called}, please ring" in page
    assert "sms:07700900123" in page
    assert asked(browser, record, "letter_pdf", what="missed_contact-text").status_code == 302
