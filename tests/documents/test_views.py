"""Documents on a record: listed by section, given out as attachments, marked as an error, on the timeline."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from accounts.choices import Role, Section
from core.choices import AccessAction
from core.models import AccessLog
from documents.models import DocumentContent
from tests.factories.accounts import UserFactory
from tests.factories.documents import ClientDocumentFactory

from . import files


def url(name, record):
    return reverse(f"documents:{name}", args=[record.pk])


def text_of(page):
    return " ".join(page.content.decode().split())


@pytest.fixture
def document(record, keyworker):
    return ClientDocumentFactory(
        client=record, created_by=keyworker, file_name="<b>discharge</b>.pdf", content__data=files.HONEST_PDF
    )


def test_document_is_listed_on_the_record_and_the_timeline(sign_in, keyworker, record, document):
    browser = sign_in(keyworker)
    page = text_of(browser.get(url("document_list", record)))
    assert "Letter from the hospital" in page
    assert "&lt;b&gt;discharge&lt;/b&gt;.pdf" in page
    timeline = text_of(browser.get(reverse("clients:client_timeline", args=[record.pk]), {"group": "document"}))
    assert "Document: Letter from the hospital" in timeline
    assert url("document_download", document) in timeline


def test_document_is_given_out_as_an_attachment_and_written_down(sign_in, keyworker, record, document):
    response = sign_in(keyworker).get(url("document_download", document))
    assert (response.status_code, response.content) == (200, files.HONEST_PDF)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{document.pk}.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    look = AccessLog.objects.filter(action=AccessAction.DOWNLOAD).get()
    assert (look.user, look.subject_id, look.detail) == (keyworker, record.pk, "documents.clientdocument")


def test_document_of_another_team_is_not_found(sign_in, stranger, record, document):
    browser = sign_in(stranger)
    for name, thing in (("document_list", record), ("document_download", document), ("document_error", document)):
        assert browser.get(url(name, thing)).status_code == 404
    assert browser.post(url("document_add", record)).status_code == 404


@pytest.mark.parametrize(
    ("role", "section"),
    [
        (Role.KEYWORKER, Section.MAPPA), (Role.KEYWORKER, Section.FAMILY), (Role.CASE_MANAGER, Section.MAPPA),
        (Role.CLINICIAN, Section.OFFENDING), (Role.CLINICIAN, Section.RESTRICTED_NOTES),
    ],
)  # fmt: skip
def test_section_of_a_document_is_kept(sign_in, team, record, role, section):
    document = ClientDocumentFactory(client=record, section=section, title="Kept apart")
    user = UserFactory(team=team, role=role)
    may, browser = user.has_perm(section), sign_in(user)
    timeline = reverse("clients:client_timeline", args=[record.pk])
    for page in (url("document_list", record), record.get_absolute_url(), timeline):
        assert ("Kept apart" in text_of(browser.get(page))) == may, page
    assert ("Document: Kept apart" in text_of(browser.post(timeline, {"words": "apart"}, follow=True))) == may
    assert (browser.get(url("document_download", document)).status_code == 200) == may
    assert (browser.get(url("document_error", document)).status_code == 200) == may
    offered = [
        key for key, _label in browser.get(url("document_add", record)).context["form"].fields["section"].choices
    ]
    assert (section in offered) == may


def test_document_in_error_stays_and_may_be_opened(sign_in, keyworker, case_manager, record, document):
    typed = {"reason": "wrong_person", "note": "Same name"}
    assert sign_in(case_manager).post(url("document_error", document), typed).status_code == 422, "Somebody else's"
    browser = sign_in(keyworker)
    assert browser.post(url("document_error", document), typed).status_code == 302
    document.refresh_from_db()
    assert (document.error_by, document.error_reason) == (keyworker, "wrong_person")
    page = text_of(browser.get(url("document_list", record)))
    assert "Entered in error" in page
    assert "It is about somebody else" in page
    assert "Entered in error, as" in text_of(browser.get(record.get_absolute_url()))
    assert browser.get(url("document_download", document)).status_code == 200
    assert browser.post(url("document_error", document), typed).status_code == 422


def test_bytes_of_a_document_are_never_overwritten(document):
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentContent.objects.filter(document=document).update(data=b"something else")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_documentcontent SET data = ''")
    assert bytes(DocumentContent.objects.get().data) == files.HONEST_PDF


def test_document_whose_bytes_were_erased_is_not_found(sign_in, keyworker, record, document):
    DocumentContent.objects.all().delete()
    browser = sign_in(keyworker)
    assert browser.get(url("document_download", document)).status_code == 404
    assert "Letter from the hospital" in text_of(browser.get(url("document_list", record)))


def test_long_list_of_documents_has_pages(sign_in, keyworker, record):
    for _number in range(52):
        ClientDocumentFactory(client=record)
    browser = sign_in(keyworker)
    page = browser.get(url("document_list", record))
    assert len(page.context["page"].rows) == 50
    later = browser.get(url("document_list", record), {"after": page.context["page"].next_cursor})
    assert len(later.context["page"].rows) == 2
