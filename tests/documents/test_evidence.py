"""A document on the record shows that a consent was given."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role, Section
from core.workflow import NotAllowed
from documents import workflow
from documents.models import ClientDocument, ConsentEvidence
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, ConsentFactory
from tests.factories.documents import ClientDocumentFactory, ConsentEvidenceFactory

from . import files


def text_of(page):
    return " ".join(page.content.decode().split())


def url(name, record):
    return reverse(f"documents:{name}", args=[record.pk])


@pytest.fixture
def consent(record):
    return ConsentFactory(client=record)


def test_a_document_on_the_record_is_chosen_shown_and_taken_away(sign_in, keyworker, record, consent):
    form = ClientDocumentFactory(client=record, title="Signed form of 2 November")
    other = ConsentFactory(client=record)
    browser = sign_in(keyworker)
    for one in (consent, other):  # one signed form shows both
        assert browser.post(url("evidence_add", one), {"document": form.pk})["Location"] == one.get_absolute_url()
    evidence = ConsentEvidence.objects.get(consent=consent)
    assert (evidence.document, evidence.client, evidence.created_by) == (form, record, keyworker)
    page = text_of(browser.get(consent.get_absolute_url()))
    assert "Signed form of 2 November" in page
    assert url("document_download", form) in page
    again = browser.post(url("evidence_add", consent), {"document": form.pk})
    assert again.status_code == 422
    assert browser.post(url("evidence_remove", evidence)).status_code == 302
    assert "Signed form of 2 November" not in text_of(browser.get(consent.get_absolute_url()))
    assert ConsentEvidence.objects.get().consent == other
    assert ClientDocument.objects.filter(pk=form.pk).exists(), "It stays on the record"


def test_a_new_document_may_be_put_with_a_consent_at_once(sign_in, keyworker, record, consent):
    browser, address = sign_in(keyworker), f"{url('document_add', record)}?consent={consent.pk}"
    assert "It shows the consent to share with" in text_of(browser.get(address))
    upload = SimpleUploadedFile("form.pdf", files.HONEST_PDF, "application/pdf")
    typed = {"file": upload, "title": "Signed form", "kind": "signed_form", "received_on": "1/11/2026", "section": ""}
    assert browser.post(address, typed)["Location"] == consent.get_absolute_url()
    assert ConsentEvidence.objects.get().document.title == "Signed form"


def test_documents_of_others_and_those_in_error_are_no_evidence(sign_in, keyworker, record, consent, today):
    elsewhere = ClientDocumentFactory(client=ClientFactory())
    kept = ClientDocumentFactory(client=record, section=Section.MAPPA)
    browser = sign_in(keyworker)
    for document in (elsewhere, kept):
        assert browser.post(url("evidence_add", consent), {"document": document.pk}).status_code == 422
        assert document.title not in text_of(browser.get(url("evidence_add", consent))).partition("</select>")[0]
    with pytest.raises(NotAllowed):
        workflow.link_evidence(consent, elsewhere, by=keyworker)
    theirs = ConsentFactory(client=ClientFactory())
    assert browser.get(f"{url('document_add', record)}?consent={theirs.pk}").status_code == 200
    assert str(theirs.recipient) not in text_of(browser.get(f"{url('document_add', record)}?consent={theirs.pk}"))


def test_evidence_in_a_section_that_one_may_not_see_is_not_shown(sign_in, keyworker, record, consent, team):
    document = ClientDocumentFactory(client=record, title="Of the court", section=Section.MAPPA)
    evidence = ConsentEvidenceFactory(client=record, consent=consent, document=document)
    browser = sign_in(keyworker)
    assert "Of the court" not in text_of(browser.get(consent.get_absolute_url()))
    assert browser.post(url("evidence_remove", evidence)).status_code == 404
    manager = sign_in(UserFactory(role=Role.TEAM_MANAGER, team=team))
    assert "Of the court" in text_of(manager.get(consent.get_absolute_url()))


def test_another_teams_consent_is_absent(sign_in, stranger, consent):
    evidence = ConsentEvidenceFactory(client=consent.client, consent=consent)
    browser = sign_in(stranger)
    assert browser.get(url("evidence_add", consent)).status_code == 404
    assert browser.post(url("evidence_remove", evidence)).status_code == 404
    assert ConsentEvidence.objects.exists()


def test_a_document_marked_as_an_error_meanwhile_is_no_evidence(keyworker, record, consent):
    document = ClientDocumentFactory(client=record)
    seen = ClientDocument.objects.get(pk=document.pk)
    ClientDocument.objects.filter(pk=document.pk).update(
        error_at=timezone.now(), error_by=keyworker, error_reason="wrong_person"
    )
    with pytest.raises(NotAllowed):
        workflow.link_evidence(consent, seen, by=keyworker)
