"""The pages of reports: asking for a PDF, waiting for it, fetching it; and nobody gets somebody else's."""

import re

import pytest
from django.urls import reverse

from accounts.choices import Role
from core.choices import AccessAction
from core.models import AccessLog, Document
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, EpisodeFactory

PAGE, REQUEST = "reports:caseload_report", "reports:report_request"


@pytest.fixture
def pdf_of_one_byte(monkeypatch):
    """The worker's part, without the drawing."""
    monkeypatch.setattr("reports.printing.render_pdf", lambda *args, **kwargs: b"%PDF")


def ask(browser, capture):
    with capture(execute=True):
        return browser.post(reverse(REQUEST))


def test_counts_are_on_the_page_as_tables(today, sign_in, case_manager, record):
    page = sign_in(case_manager).get(reverse(PAGE)).content.decode()
    assert page.count("<h1") == 1
    assert page.count("<table") == 6
    assert "In treatment" in page
    assert "{&#x27;label" not in page
    assert record.family_name not in page
    assert AccessLog.objects.filter(user=case_manager, action=AccessAction.LOOK, route=PAGE).exists()


def test_reports_are_listed_by_their_titles(sign_in, team_manager):
    titles = [
        str(report.title) for report in sign_in(team_manager).get(reverse("reports:report_list")).context["reports"]
    ]
    assert len(titles) > 10
    assert titles == sorted(titles, key=str.casefold)


def test_hidden_counts_are_marked_and_explained(today, sign_in, commissioner, team):
    for status in [{}, {"in_treatment": True}]:
        for _ in range(4 if status else 9):
            EpisodeFactory(team=team, client=ClientFactory(registered_team=team), **status)
    page = sign_in(commissioner).get(reverse(PAGE)).content.decode()
    assert "[c] stands for a figure that is kept confidential" in page
    assert page.count("[c]") >= 3  # the explanation, and two figures


def test_the_pdf_is_made_by_the_worker_and_fetched(
    today, sign_in, case_manager, pdf_of_one_byte, django_capture_on_commit_callbacks
):
    browser = sign_in(case_manager)
    answer = ask(browser, django_capture_on_commit_callbacks)
    document = Document.objects.get()
    assert answer.url == reverse("reports:document_detail", args=[document.pk])
    page = browser.get(answer.url)
    assert "Download the PDF" in page.content.decode()
    assert "Refresh" not in page
    download = browser.get(reverse("reports:document_download", args=[document.pk]))
    assert b"".join(download.streaming_content) == b"%PDF"
    assert re.fullmatch(r'attachment; filename="caseload-\d{4}-\d\d-\d\d\.pdf"', download["Content-Disposition"])
    assert AccessLog.objects.filter(action=AccessAction.EXPORT, subject_id=document.pk).count() == 1


def test_the_web_process_draws_nothing(today, sign_in, case_manager, monkeypatch):
    monkeypatch.setattr("reports.printing.render_pdf", None)
    browser = sign_in(case_manager)
    page = browser.get(browser.post(reverse(REQUEST)).url)
    assert "Waiting for its turn" in page.content.decode()
    assert page["Refresh"] == "3"


def test_asking_again_while_it_is_made_asks_once(today, sign_in, case_manager):
    browser = sign_in(case_manager)
    assert browser.post(reverse(REQUEST)).url == browser.post(reverse(REQUEST)).url
    assert Document.objects.count() == 1


def test_a_document_that_failed_says_so(today, sign_in, case_manager, monkeypatch, django_capture_on_commit_callbacks):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("reports.printing.render_pdf", fail)
    browser = sign_in(case_manager)
    answer = ask(browser, django_capture_on_commit_callbacks)
    assert "This document could not be made" in browser.get(answer.url).content.decode()
    assert browser.get(answer.url + "download/").status_code == 404


@pytest.mark.parametrize("name", ["reports:document_detail", "reports:document_download"])
def test_nobody_gets_what_somebody_else_asked_for(name, today, sign_in, case_manager, commissioner, team):
    browser = sign_in(case_manager)
    browser.post(reverse(REQUEST))
    address = reverse(name, args=[Document.objects.get().pk])
    for other in (commissioner, UserFactory(team=team, role=Role.TEAM_MANAGER)):
        assert sign_in(other).get(address).status_code == 404


def test_own_documents_are_listed(today, sign_in, case_manager):
    browser = sign_in(case_manager)
    browser.post(reverse(REQUEST))
    assert "Caseload, 23 November 2026" in browser.get(reverse("reports:report_list")).content.decode()
