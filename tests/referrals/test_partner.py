"""Behind the link: a code opens one referral and nothing else; answers count once, and late ones change nothing."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aftercare.workflow import withdraw_consent
from alerts.models import Alert
from clients.choices import ConsentPurpose
from core.models import AccessLog
from referrals import links, messages, partner, workflow
from referrals.choices import LookKind, MessageKind, PartnerAnswer, ReferralStatus
from referrals.models import ReferralMessage
from referrals.partner import MAY
from referrals.story import OWNERS
from tests.factories.clients import ConsentFactory
from tests.factories.referrals import ReferralFactory

from .behind_link import CODE, TOKEN, make_link, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]
WORDS = {"said_by": "Sam Jones", "text": "Ring first"}


def send(browser, what, referral, **values):
    """One answer, typed on a page that shows the referral as it is now unless told otherwise."""
    values = (
        WORDS | {"version": values.pop("version", None) or type(referral).objects.get(pk=referral.pk).version} | values
    )
    return browser.post(page("partner_answer", answer=what), values, follow=True)


def status_of(referral):
    referral.refresh_from_db()
    return referral.status


def test_a_partner_reads_welsh_and_our_record_keeps_our_words(browser, link):
    html = browser.get(page(language="cy")).content.decode()
    assert '<html lang="cy"' in html
    assert "Atgyfeiriad i chi" in html
    assert f"{page('partner_answer', answer='visit')}&amp;language=cy" in html
    form = browser.get(page("partner_answer", answer="visit", language="cy")).context["form"]
    said = WORDS | {
        "version": form.initial["version"],
        "choice": "came",
        "day": timezone.localdate().strftime("%d/%m/%Y"),
    }
    after = browser.post(page("partner_answer", answer="visit", language="cy"), said, follow=True)
    assert "Diolch. Mae eich ateb gyda’r tîm." in after.content.decode()
    assert ReferralMessage.objects.get(kind=MessageKind.VISIT).text == "Came. Ring first"
    assert Browser().post(page(language="cy"), {"code": CODE}).headers["Location"] == page(language="cy")


def test_nothing_is_shown_before_the_code(link):
    browser = Browser()
    for address in (page(), page("partner_answer", answer="accept"), page("partner_pack_pdf")):
        shown = browser.get(address)
        assert shown.status_code == 200
        for words in ("Harbour Housing", link.referral.reason, link.referral.client.reference):
            assert words not in shown.text
    assert status_of(link.referral) == ReferralStatus.SENT


def test_the_code_opens_this_referral_alone_and_says_that_it_is_there(link, browser, record):
    other = make_link(ReferralFactory(client=record, sent=True), token="u" * 43)
    shown = browser.get(page())
    assert "I want a place of my own" in shown.text
    assert "Where the person lives" in shown.text
    assert record.family_name not in shown.text, "nothing but the pack: it leaves the name out"
    assert status_of(link.referral) == ReferralStatus.RECEIVED
    assert other.referral.reason not in browser.get(page(token="u" * 43)).text
    browser.cookies["referral"]["path"] = "/"  # a cookie that was carried elsewhere
    assert "What is the code?" in browser.get(page(token="u" * 43)).text
    assert [look.what for look in link.looks.all()] == [LookKind.OPENED, LookKind.OPENED]


def test_a_cookie_that_was_altered_or_is_old_opens_nothing(link, browser, monkeypatch):
    value = browser.cookies["referral"].value
    browser.cookies["referral"] = value[:-2] + "xx"
    assert "What is the code?" in browser.get(page()).text
    browser.cookies["referral"] = value
    later = time.time() + 31 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert "What is the code?" in browser.get(page()).text


def dead(link, how):
    if how == "expired":
        link.expires_at = timezone.now() - timedelta(days=2)  # the database's clock is another
    if how == "ended":
        link.expires_at, link.revoked_at = timezone.now() + timedelta(days=9), timezone.now()
    link.save()
    return {"altered": TOKEN[:-1] + "T", "guessed": "guess"}.get(how, TOKEN)


def test_links_that_do_not_work_answer_alike_are_logged_and_slowed(link, browser):
    said = set()
    for how in ("altered", "guessed", "expired", "ended"):
        answer = browser.get(page(token=dead(link, how)))
        assert answer.status_code == 404
        said.add(answer.content)
    assert len(said) == 1
    assert AccessLog.objects.filter(action="refused", detail="referral link").count() == 4
    answers = [browser.get(page(token="guess")).status_code for _try in range(6)]
    assert answers == [404] * 4 + [429] * 2


def test_codes_cannot_be_tried_without_end(link):
    browser = Browser()
    answers = [browser.post(page(), {"code": "ZZZZZZ"}).status_code for _try in range(6)]
    assert answers == [422] * 5 + [429]
    assert AccessLog.objects.filter(action="refused", detail="referral code").count() == 5
    assert browser.post(page(), {"code": CODE}).status_code == 429
    assert status_of(link.referral) == ReferralStatus.SENT


@pytest.mark.parametrize(
    ("what", "values", "status"),
    [
        ("accept", {}, ReferralStatus.ACCEPTED),
        ("wait", {}, ReferralStatus.WAITING),
        ("decline", {"choice": "full"}, ReferralStatus.DECLINED),
        ("ask", {}, ReferralStatus.RECEIVED),
        ("visit", {"choice": "came", "day": "20/11/2026"}, ReferralStatus.STARTED),
        ("visit", {"choice": "missed", "day": "20/11/2026"}, ReferralStatus.RECEIVED),
    ],
)
def test_each_answer_is_kept_and_told_on_both_sides(link, browser, sign_in, keyworker, what, values, status):
    told = send(browser, what, link.referral, **values)
    assert told.status_code == 200
    assert "Your answer is with the team" in told.text
    assert status_of(link.referral) == status
    ours = sign_in(keyworker).get(link.referral.get_absolute_url())
    for side in (told.text, ours.text):
        assert "Sam Jones" in side
        assert "Ring first" in side or values.get("choice") == "came"
    assert link.looks.filter(what=LookKind.ANSWERED).count() == 1
    assert link.referral.status_changes.filter(changed_by=None).exists()


def test_a_date_is_offered_and_then_what_became_of_it(link, browser, today):
    day = today + timedelta(days=5)
    send(browser, "offer", link.referral, day=f"{day:%d/%m/%Y}")
    link.referral.refresh_from_db()
    assert link.referral.offered_on == day
    assert "Which" not in send(browser, "offer", link.referral, day="1/1/2020").text
    link.referral.refresh_from_db()
    assert link.referral.offered_on == day
    send(browser, "visit", link.referral, choice="came", day=f"{today:%d/%m/%Y}")
    send(browser, "outcome", link.referral, choice="left_early")
    assert status_of(link.referral) == ReferralStatus.STARTED
    assert link.referral.partner_outcome == "left_early"


def test_a_second_click_does_its_work_once(link, browser):
    version = type(link.referral).objects.get(pk=link.referral.pk).version
    for _click in range(2):
        told = send(browser, "accept", link.referral, version=version)
        assert "Your answer is with the team" in told.text
    for _click in range(2):
        send(browser, "ask", link.referral)
    assert [message.kind for message in link.referral.messages.all()] == [MessageKind.QUESTION]


def test_of_two_answers_at_once_the_first_counts_and_both_are_shown(link, browser, sign_in, keyworker):
    link.referral.refresh_from_db()
    seen = link.referral.version
    send(browser, "accept", link.referral, version=seen)
    told = send(browser, "decline", link.referral, version=seen, choice="full", said_by="Kim Ray", text="No room")
    assert "Somebody answered before you" in told.text
    assert status_of(link.referral) == ReferralStatus.ACCEPTED
    ours = sign_in(keyworker).get(link.referral.get_absolute_url()).text
    for side in (told.text, ours):
        assert "Sam Jones" in side
        assert "Decline. Full. No room" in side
    assert Alert.objects.filter(rule="RF02", subject_id=link.referral.pk, ended_at=None).count() == 1


def test_an_answer_after_it_was_taken_back_changes_nothing_and_says_so(link, browser, keyworker):
    link.referral.refresh_from_db()
    workflow.withdraw_referral(link.referral, by=keyworker, reason="Has gone to her sister")
    told = send(browser, "accept", link.referral)
    assert "This referral was taken back" in told.text
    assert link.referral.reason not in told.text
    assert "sister" not in told.text
    assert status_of(link.referral) == ReferralStatus.WITHDRAWN
    kept = link.referral.messages.get()
    assert (kept.kind, kept.said_by, kept.text) == (MessageKind.TOO_LATE, "Sam Jones", "Accept. Ring first")


@pytest.mark.parametrize("state", ["sent", "accepted", "started"])
def test_consent_taken_back_stops_it_at_once(record, episode, keyworker, today, state):
    link = make_link(ReferralFactory(client=record, episode=episode, **{state: True}))
    browser = Browser()
    browser.post(page(), {"code": CODE})
    assert "place of my own" in browser.get(page()).text
    withdraw_consent(link.referral.consent, on=today, by=keyworker)
    for address in (page(), page("partner_answer", answer="ask"), page("partner_pack_pdf")):
        shown = browser.get(address, follow=True)
        assert "This referral is no longer shared" in shown.text
        assert "place of my own" not in shown.text
    assert "no longer shared" in send(browser, "ask", link.referral).text
    assert ReferralMessage.objects.get().kind == MessageKind.TOO_LATE


def test_a_consent_that_has_run_out_or_a_record_that_is_held_shows_nothing(link, browser, today):
    consent, client = link.referral.consent, link.referral.client
    consent.expires_on = today - timedelta(days=1)
    consent.save_by(None, "expires_on")
    assert "no longer shared" in browser.get(page()).text
    consent.expires_on = None
    consent.save_by(None, "expires_on")
    client.is_frozen = True
    client.save_by(None, "is_frozen")
    assert "no longer shared" in browser.get(page()).text


@pytest.mark.parametrize("state", ["declined", "completed", "expired"])
def test_the_pack_is_not_shown_once_it_has_ended(record, state):
    make_link(ReferralFactory(client=record, **{state: True}))
    browser = Browser()
    browser.post(page(), {"code": CODE})
    assert "Where the person lives" not in browser.get(page()).text
    assert browser.get(page("partner_pack_pdf")).status_code == 302


def test_the_pack_on_paper_is_a_look(link, browser):
    assert browser.get(page("partner_pack_pdf")).content.startswith(b"%PDF")
    assert link.looks.filter(what=LookKind.PACK).count() == 1


def test_the_page_takes_six_queries_at_most(link, browser):
    for number in range(12):
        send(browser, "ask", link.referral, text=f"Question {number}")
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(page()).status_code == 200
    assert len(queries) <= 6, "\n".join(query["sql"][:120] for query in queries.captured_queries)


@pytest.mark.parametrize("text", ["a" * 100_000, "{{ 7|add:7 }}<script>alert(1)</script>", "x\u202ey", ""])
def test_hostile_text_is_kept_as_text_or_refused(link, browser, text):
    for what in PartnerAnswer.values:
        values = {"said_by": text, "text": text, "day": text, "choice": text, "version": text}
        answer = browser.post(page("partner_answer", answer=what), values)
        assert answer.status_code in (302, 422)
    shown = browser.get(page()).text
    assert "<script>alert(1)" not in shown
    assert browser.get(page("partner_answer", answer=text)).status_code == 302


def test_alerts_for_the_keyworker_until_we_act(record, episode, keyworker, today):
    ConsentFactory(client=record, purpose=ConsentPurpose.REFERRAL, recipient=(draft := ReferralFactory(client=record, episode=episode)).service)  # fmt: skip
    workflow.send_referral(draft, by=keyworker, answer_by=today + timedelta(days=7))
    open_alerts = Alert.objects.filter(subject_id=draft.pk, ended_at=None)
    assert {(alert.rule, alert.lead, alert.recipient) for alert in open_alerts} == {
        ("RF01", 1, keyworker),
        ("RF01", 8, keyworker),
    }
    link = make_link(draft)
    partner.open_link(links.link_behind(TOKEN), address=None)
    said = partner.Said("ask", "Sam", "How old is she?")
    partner.answer(links.link_behind(TOKEN), said, version=None, address=None)
    assert open_alerts.filter(rule="RF02", recipient=keyworker).count() == 1
    messages.reply(link.referral, by=keyworker, text="She is 40")
    assert not open_alerts.filter(rule="RF02").exists()
    draft.refresh_from_db()
    no = partner.Said("decline", "Sam", "", None, "full")
    assert partner.answer(links.link_behind(TOKEN), no, version=draft.version, address=None) == ""
    assert [alert.rule for alert in open_alerts.all()] == ["RF02"]


def test_what_may_be_answered_leads_to_no_dead_end_and_every_state_is_owned():
    assert set(OWNERS) == set(ReferralStatus)
    for what, statuses in MAY.items():
        assert what in partner.DO
        assert ReferralStatus.WITHDRAWN not in statuses
