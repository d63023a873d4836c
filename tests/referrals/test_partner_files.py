"""A partner sends a document behind the link: checked as any stranger's, kept on the record, seen by who may see it."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role, Section
from accounts.models import Try
from alerts.models import Alert
from core.workflow import NotAllowed
from documents.checking import Checked
from documents.models import ClientDocument, DocumentContent
from referrals import forms, messages, partner, workflow
from referrals.choices import MessageKind, PartnerAnswer
from referrals.models import ReferralMessage
from rights.contents import parts_of
from tests.documents import files
from tests.factories.accounts import UserFactory
from tests.factories.documents import ClientDocumentFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.rights import AccessRequestFactory

from .behind_link import CODE, make_link, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]
TYPED = {"title": "Assessment letter", "said_by": "Sam Jones", "text": "Ring first"}
PICTURES = [files.picture(size=(20 + number, 20)) for number in range(12)]


def upload(name, data):
    made = SimpleUploadedFile("x", data)
    made._name = name  # as it was sent: the test client writes it into the request
    return made


def send(browser, name="letter.pdf", data=files.HONEST_PDF, **changes):
    file = {"file": upload(name, data)} if name else {}
    return browser.post(page("partner_answer", answer="send"), TYPED | changes | file)


def nothing_is_kept():
    return not (ClientDocument.objects.exists() or DocumentContent.objects.exists() or ReferralMessage.objects.exists())


def said_of(link, name="letter.pdf", data=b"1"):
    return partner.Said(PartnerAnswer.SEND, "Sam", title="A letter", file=Checked("application/pdf", data, name))


@pytest.mark.parametrize("what", files.HOSTILE)
def test_hostile_file_is_refused_at_the_field(browser, link, what):
    started = time.monotonic()
    refused = send(browser, *files.HOSTILE[what])
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["file"]
    assert refused.context["form"]["text"].value() == "Ring first"
    assert b"<script>alert" not in refused.content
    assert nothing_is_kept()
    assert time.monotonic() - started < 30


def test_it_is_on_the_record_and_both_sides_see_that_it_came(browser, link, record, sign_in, keyworker, stranger):
    link.referral.domain = "mental_health"
    link.referral.save()
    assert send(browser, "scan of <b>letter</b>.pdf").status_code == 422
    assert send(browser, "scan of letter.pdf").status_code == 302
    document = ClientDocument.objects.get()
    assert (document.client, document.created_by, document.kind) == (record, None, "report")
    assert (document.title, document.section) == ("Assessment letter", Section.CLINICAL)
    assert document.sent_by == f"Sam Jones, {link.referral.service}"
    assert document.events.get().sent_by == document.sent_by
    message = link.messages.get()
    assert (message.kind, message.created_by, message.document) == (MessageKind.DOCUMENT, None, document)
    download = reverse("documents:document_download", args=[document.pk])
    theirs = browser.get(page()).text
    assert "Assessment letter. scan of letter.pdf. Ring first" in theirs
    assert str(document.pk) not in theirs
    assert browser.get(download).status_code == 302  # to sign in
    ours = sign_in(keyworker)
    shown = ours.get(link.referral.get_absolute_url()).text
    assert "Assessment letter. scan of letter.pdf. Ring first" in shown
    assert download in shown
    assert ours.get(download).content.startswith(b"%PDF")
    assert document.sent_by in ours.get(reverse("documents:document_list", args=[record.pk])).text
    assert sign_in(stranger).get(download).status_code == 404
    assert Alert.objects.filter(rule="RF02", subject_id=link.referral.pk, ended_at=None).count() == 1


def test_who_may_not_see_the_section_sees_that_something_came(browser, link, sign_in, team):
    link.referral.domain = "offending"
    link.referral.save()
    send(browser)
    download = reverse("documents:document_download", args=[ClientDocument.objects.get().pk])
    ours = sign_in(UserFactory(team=team, role=Role.CLINICIAN))
    shown = ours.get(link.referral.get_absolute_url()).text
    assert "Assessment letter" in shown
    assert download not in shown
    assert ours.get(download).status_code == 404


def test_it_is_in_the_copy_for_the_person(browser, link, record):
    send(browser)
    parts = {part.kind: part for part in parts_of(AccessRequestFactory(client=record))}
    for kind in ("documents.clientdocument", "referrals.referralmessage"):
        assert "Assessment letter" in str([item.lines for item in parts[kind].items])
    item = parts["documents.clientdocument"].items[0]
    assert "Sam Jones" in str(item.lines)
    assert item.is_shared is None, "the reviewer looks at it"


@pytest.mark.parametrize("state", ["taken back", "declined", "expired", "completed"])
def test_too_late_is_not_looked_at_and_not_kept_and_says_so(record, keyworker, monkeypatch, state):
    link = make_link(ReferralFactory(client=record, **{"sent" if state == "taken back" else state: True}))
    if state == "taken back":
        workflow.withdraw_referral(link.referral, by=keyworker, reason="Moved away")
    opened = Browser()
    opened.post(page(), {"code": CODE})
    monkeypatch.setattr(forms.partner, "check", lambda file: pytest.fail("looked at"))
    told = opened.get(send(opened).headers["Location"]).text
    assert "changed nothing" in told
    assert "The file is not kept." in told
    assert not ClientDocument.objects.exists()
    kept = link.messages.get()
    assert (kept.kind, kept.text) == (MessageKind.TOO_LATE, "Send a document. Assessment letter. Ring first")


def test_what_ends_while_the_file_is_checked_keeps_nothing(link, keyworker):
    link.referral.refresh_from_db()
    workflow.withdraw_referral(link.referral, by=keyworker, reason="Moved away")
    assert "The file is not kept." in partner.answer(link, said_of(link), version=None, address=None)
    assert not ClientDocument.objects.exists()


def test_a_link_takes_ten_files(browser, link):
    for number, data in enumerate(PICTURES[:9]):
        partner.answer(link, said_of(link, f"{number}.png", data), version=None, address=None)
    assert send(browser).status_code == 302
    refused = send(browser, "scan.png", PICTURES[10])
    assert refused.status_code == 422
    assert "10 files came through this link already" in refused.context["form"].errors["file"][0]
    with pytest.raises(NotAllowed):  # two at once: the second finds the ten
        partner.answer(link, said_of(link, data=b"eleventh"), version=None, address=None)
    assert link.messages.count() == ClientDocument.objects.count() == 10
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(page()).status_code == 200
    assert len(queries) <= 6


def test_refused_files_are_slowed_and_taken_ones_are_not(browser, link):
    for data in PICTURES[:6]:
        assert send(browser, "scan.png", data).status_code == 302
    assert not Try.objects.exists()
    answers = [send(browser, "letter.pdf", b"").status_code for _try in range(6)]
    assert answers == [422] * 5 + [429]
    assert send(browser, "scan.png", PICTURES[7]).status_code == 429
    assert browser.post(page("partner_answer", answer="ask"), TYPED).status_code == 302


def test_no_file_or_no_answer_leaves_nothing(browser, link, settings):
    for name, changes, wrong in (("", {}, "file"), ("letter.pdf", {"title": ""}, "title"), ("letter.pdf", {"said_by": ""}, "said_by")):  # fmt: skip
        refused = send(browser, name, **changes)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [wrong])
    settings.CLAMD_SOCKET = "tcp://127.0.0.1:1"
    assert "cannot be checked for viruses now" in send(browser).text
    assert nothing_is_kept()
    assert "What is the code?" in send(Browser()).text
    assert nothing_is_kept()


def test_a_second_click_and_a_file_that_we_have_keep_one_and_tell_nothing(browser, link, record, keyworker):
    for _click in range(2):
        assert send(browser).status_code == 302
    document = ClientDocument.objects.get()
    assert link.messages.count() == 1
    ReferralMessage.objects.update(created_at=document.created_at - timedelta(minutes=5))
    ours = ClientDocumentFactory(client=record, title="Ours", section=Section.MAPPA, sha256=said_of(link).file.sha256)
    assert partner.answer(link, said_of(link), version=None, address=None) == ""
    assert link.messages.last().document == ours
    assert ours.title not in browser.get(page()).text
    assert ClientDocument.objects.count() == 2


def test_every_look_can_be_read(browser, link, sign_in, keyworker):
    ours, address = sign_in(keyworker), reverse("referrals:referral_looks", args=[link.referral.pk])
    assert address not in ours.get(link.referral.get_absolute_url()).text
    for _look in range(60):
        partner.look(link, "opened", address="192.0.2.7")
    assert address in ours.get(link.referral.get_absolute_url()).text
    first = ours.get(address).context["page"]
    rest = ours.get(address, {"after": first.next_cursor}).context["page"]
    assert (len(first.rows), len(first.rows) + len(rest.rows)) == (50, link.looks.count())


def test_english_within_a_welsh_page_says_so(browser, link, keyworker):
    messages.reply(link.referral, by=keyworker, text="She has a key worker")
    browser.post(page("partner_answer", answer="ask"), TYPED | {"text": "Pryd?"})
    html = browser.get(page(language="cy")).text
    assert '<p class="govuk-body app-typed" lang="en">She has a key worker</p>' in html
    assert '<p class="govuk-body app-typed">Pryd?</p>' in html
    assert '<dl class="govuk-summary-list" lang="en">' in html
    assert ' lang="en">She' not in browser.get(page()).text
