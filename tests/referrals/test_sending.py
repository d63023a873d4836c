"""Sending a referral: how it goes out, what the email says and does not say, the code that is shown once, another link."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.core import mail
from django.urls import reverse

from clients.choices import ConsentCategory, ConsentPurpose
from core import outbox
from core.models import OutboxMessage
from core.workflow import NotAllowed
from referrals import links, messages, workflow
from referrals.choices import MessageKind, ReferralStatus, SentHow
from tests.factories.clients import ConsentFactory
from tests.factories.referrals import ReferralFactory, ReferralLinkFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db
EMAIL = "duty@harbour.example.org"
LINK = {"email": EMAIL, "code": "ABCDEF", "code_sent_how": "I ring them"}


@pytest.fixture
def draft(record, today):
    service = ServiceFactory(name="Harbour Housing", email="hello@harbour.example.org")
    referral = ReferralFactory(client=record, service=service)
    ConsentFactory(client=record, recipient=service, purpose=ConsentPurpose.REFERRAL, categories=ConsentCategory.values)
    return referral


def page(name, referral):
    return reverse(f"referrals:{name}", args=[referral.pk])


def fields(response):
    """What the form of a page holds when it is opened."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_a_link_goes_out_with_the_status_in_one_transaction_and_names_nobody(draft, record, keyworker):
    workflow.send_referral(draft, by=keyworker, how=SentHow.LINK, **LINK)
    draft.refresh_from_db()
    link, message = draft.links.get(), OutboxMessage.objects.get()
    assert (draft.status, draft.sent_how, link.sent_to) == (ReferralStatus.SENT, SentHow.LINK, EMAIL)
    assert draft.packs.get().contents["about"]
    assert (message.reference, message.address) == (f"referral-link-{link.pk}", EMAIL)
    token = re.search(r"/partner/([\w-]+)/", message.body)[1]
    assert links.link_behind(token) == link
    assert token not in f"{vars(link)}"
    assert "ABCDEF" not in f"{message.body} {message.subject} {vars(link)}"
    said = f"{message.subject} {message.body}".lower()
    for word in (
        record.first_name,
        record.family_name,
        record.reference,
        "drug",
        "alcohol",
        "treatment",
        "housing need",
    ):
        assert word.lower() not in said.replace("harbour housing", "")
    outbox.deliver()
    assert [one.to for one in mail.outbox] == [[EMAIL]]


def test_the_page_shows_what_is_sent_and_the_code_once(draft, sign_in, keyworker):
    browser = sign_in(keyworker)
    opened = browser.get(page("referral_send", draft))
    assert draft.reason in opened.text
    assert "What Harbour Housing will read" in opened.text
    values = fields(opened) | {"how": "link"}
    assert values["email"] == "hello@harbour.example.org"
    assert browser.post(page("referral_send", draft), values).status_code == 302
    shown = browser.get(draft.get_absolute_url())
    code = shown.context["code"]["code"]
    assert re.fullmatch("[A-HJ-KM-NP-Z]{6}", code)
    assert code in shown.text
    assert links.fits(draft.links.get(), code.lower())
    assert code not in browser.get(draft.get_absolute_url()).text


def test_a_record_that_changed_after_the_preview_is_not_sent(draft, sign_in, keyworker):
    browser = sign_in(keyworker)
    values = fields(browser.get(page("referral_send", draft))) | {"how": "phone"}
    draft.client.contact_rule = "Never on Fridays"
    draft.client.save_by(None, "contact_rule")
    refused = browser.post(page("referral_send", draft), values)
    assert refused.status_code == 422
    assert "The record has changed meanwhile" in refused.text
    assert "Never on Fridays" in refused.text
    assert not draft.packs.exists()


@pytest.mark.parametrize(
    "wrong", [{"email": ""}, {"email": "harbour"}, {"code_sent_how": ""}, {"answer_by": "1/1/2020"}]
)
def test_a_link_needs_an_address_and_a_way_for_the_code(draft, sign_in, keyworker, wrong):
    browser = sign_in(keyworker)
    values = fields(browser.get(page("referral_send", draft))) | {"how": "link"} | wrong
    assert browser.post(page("referral_send", draft), values).status_code == 422
    draft.refresh_from_db()
    assert draft.status == ReferralStatus.DRAFT
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("how", ["printed", "phone"])
def test_without_email_no_link_is_made(draft, sign_in, keyworker, how):
    browser = sign_in(keyworker)
    values = fields(browser.get(page("referral_send", draft))) | {"how": how, "email": ""}
    assert browser.post(page("referral_send", draft), values).status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.sent_how, draft.links.count()) == (ReferralStatus.SENT, how, 0)
    assert browser.get(page("referral_letter_pdf", draft)).content.startswith(b"%PDF")


def test_another_link_ends_the_one_before_and_its_email(draft, sign_in, keyworker):
    workflow.send_referral(draft, by=keyworker, how=SentHow.LINK, **LINK)
    before = draft.links.get()
    browser = sign_in(keyworker)
    values = fields(browser.get(page("referral_link", draft))) | {"email": "new@harbour.example.org"}
    assert browser.post(page("referral_link", draft), values).status_code == 302
    before.refresh_from_db()
    assert before.revoked_at
    assert draft.links.live().get().sent_to == "new@harbour.example.org"
    outbox.deliver()
    assert [one.to for one in mail.outbox] == [["new@harbour.example.org"]]


def test_no_link_once_it_is_taken_back_or_ended(sign_in, keyworker, record):
    for state in ("declined", "expired", "completed"):
        with pytest.raises(NotAllowed):
            workflow.renew_link(ReferralFactory(client=record, **{state: True}), by=keyworker, **LINK)


def test_an_email_that_has_not_gone_does_not_go_once_it_is_taken_back(draft, keyworker):
    workflow.send_referral(draft, by=keyworker, how=SentHow.LINK, **LINK)
    workflow.withdraw_referral(draft, by=keyworker, reason="The client has changed their mind")
    outbox.deliver()
    assert not mail.outbox


def test_an_answer_of_ours_is_told_by_email_without_its_words(draft, keyworker):
    workflow.send_referral(draft, by=keyworker, how=SentHow.LINK, **LINK)
    message = messages.reply(draft, by=keyworker, text="She has a key worker")
    told = OutboxMessage.objects.get(reference=f"referral-answer-{message.pk}")
    assert (told.address, message.kind, message.is_theirs) == (EMAIL, MessageKind.REPLY, False)
    assert "key worker" not in told.body


def test_what_they_say_by_telephone_is_written_down(sign_in, keyworker, record, today):
    referral = ReferralFactory(client=record, sent=True)
    browser = sign_in(keyworker)
    day = today + timedelta(days=3)
    values = {"kind": "offer", "said_by": "Sam at the desk", "day": f"{day:%d/%m/%Y}", "text": "At ten"}
    assert browser.post(page("referral_call", referral), values | {"day": ""}).status_code == 422
    assert browser.post(page("referral_call", referral), values).status_code == 302
    referral.refresh_from_db()
    assert referral.offered_on == day
    assert "Sam at the desk" in browser.get(referral.get_absolute_url()).text


@pytest.mark.parametrize(
    ("step", "before", "data", "after"),
    [
        ("wait", "sent", {"note": "Eight weeks"}, ReferralStatus.WAITING),
        ("wait", "accepted", {}, ReferralStatus.WAITING),
        ("attend", "waiting", {"attended_on": "10/11/2026"}, ReferralStatus.STARTED),
        ("expire", "received", {"reason": "Rang three times"}, ReferralStatus.EXPIRED),
        ("expire", "sent", {"reason": ""}, None),
    ],
)
def test_more_steps_on_the_word_of_the_partner(sign_in, keyworker, record, today, step, before, data, after):
    referral = ReferralFactory(client=record, **{before: True})
    response = sign_in(keyworker).post(page(f"referral_{step}", referral), data)
    referral.refresh_from_db()
    assert (response.status_code, referral.status) == ((302, after) if after else (422, before))


def test_one_link_at_a_time_is_a_rule_of_the_database(record):
    from django.db import IntegrityError, transaction

    link = ReferralLinkFactory(referral__client=record)
    with pytest.raises(IntegrityError, match="one_link_that_works"), transaction.atomic():
        ReferralLinkFactory(referral=link.referral)


def test_the_letter_is_printed_in_welsh_where_that_is_asked_for(sign_in, keyworker, record):
    referral = ReferralFactory(client=record, sent=True, sent_how=SentHow.PRINTED)
    browser = sign_in(keyworker)
    letters = [browser.get(page("referral_letter_pdf", referral), {"language": asked}) for asked in ("", "cy", "xx")]
    languages = []
    for letter in letters:
        with pikepdf.open(io.BytesIO(letter.content)) as opened:
            languages.append(str(opened.Root.Lang))
    assert languages == ["en-gb", "cy", "en-gb"]
