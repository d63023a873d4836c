"""Reports as files: asked for once, the same again, stopped, forgotten, and what they say about themselves."""

import csv
import io
import re
import subprocess
from datetime import date, timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core import documents
from core.models import Document
from reports import papers
from reports.catalogue import REPORTS
from reports.choices import PeriodKind
from reports.models import Figure, Period
from reports.papers import request_of_day
from reports.tasks import forget_reports
from tests.factories.accounts import UserFactory
from tests.factories.clients import ConsentFactory, EpisodeFactory
from tests.factories.core import DocumentFactory
from tests.factories.reports import (
    CaseStoryFactory,
    MissingAnswerFactory,
    OutcomeClaimFactory,
    OutcomePaymentFactory,
    OutcomeReachedFactory,
    PeriodFactory,
    RefreshFactory,
)

from .test_figures_pages import PAGE, count, counted  # noqa: F401 - a fixture
from .test_printing import tags


def ask(browser, file_format, **values):
    query = "&".join(f"{name}={value}" for name, value in values.items())
    return browser.post(f"{reverse(PAGE)}?{query}", {"format": file_format}).url.split("/")[-2]


def made(pk):
    documents.make(pk)
    document = Document.objects.get(pk=pk)
    assert document.state == "finished", document.error
    return document


def test_the_same_again_is_the_same_file_until_the_figures_change(sign_in, commissioner, case_manager, counted):  # noqa: F811
    browser = sign_in(commissioner)
    first = ask(browser, "csv", breakdown="team")
    assert ask(browser, "csv", breakdown="team") == first
    made(first)
    assert ask(browser, "csv", breakdown="team") == first
    assert len({first, ask(browser, "pdf", breakdown="team"), ask(browser, "csv")}) == 3
    assert ask(sign_in(case_manager), "csv", breakdown="team") != first
    RefreshFactory(
        as_at=date(2026, 11, 23), finished_at=timezone.now() + timedelta(minutes=10), began_at=timezone.now()
    )
    assert ask(browser, "csv", breakdown="team") != first


def test_csv_holds_every_figure_and_says_what_it_is(sign_in, commissioner, counted):  # noqa: F811
    browser = sign_in(commissioner)
    pk = ask(browser, "csv", breakdown="team")
    document = made(pk)
    download = browser.get(reverse("reports:document_download", args=[pk]))
    content = b"".join(download.streaming_content)
    assert content == bytes(document.content)
    assert re.search(r'filename="outcomes-\d{4}-\d\d-\d\d\.csv"', download["Content-Disposition"])
    rows = list(csv.reader(io.StringIO(content.decode().removeprefix("\N{BYTE ORDER MARK}"))))
    assert all(len(row) == 8 for row in rows)
    found = {tuple(row[i] for i in (0, 5, 6)): row[7] for row in rows}
    assert found["completion_exits", "All", "Met"] == "35"
    assert "[c]" in found.values()
    assert not {"1", "2", "3", "4"} & {row[7] for row in rows if row[0] != "about"}
    said = {row[6]: row[7] for row in rows if row[0] == "about"}
    assert said["Figures in it"] == str(sum(row[0] not in ("about", "key") for row in rows))
    assert re.fullmatch("[0-9a-f]{16}", said["Hash"])
    assert said["Asked for by"] == str(commissioner)


def test_pdf_is_tagged_and_the_same_in_the_same_second(sign_in, case_manager, counted):  # noqa: F811
    pk = ask(sign_in(case_manager), "pdf", period="year-2025-04-01", compare="year-2024-04-01")
    document = made(pk)
    pdf = pikepdf.open(io.BytesIO(bytes(document.content)))
    kinds = list(tags(pdf.Root.StructTreeRoot))
    assert kinds.count("/H1") == 1
    assert kinds.count("/Table") == 1, "what nobody was counted for is a line"
    assert "/Figure" in kinds
    assert papers.make_report(document, lambda done, total: None) == bytes(document.content)


@pytest.fixture
def several_years(counted, team):  # noqa: F811
    """Figures of every measure, by every breakdown, of a year and the one before, and as on the day."""
    day = PeriodFactory(kind=PeriodKind.DAY, starts_on=date(2026, 11, 23), ends_on=date(2026, 11, 23))
    before = Period.objects.get(kind=PeriodKind.YEAR, starts_on=date(2024, 4, 1))
    some = {"": [""], "sex": ["female", "male"], "age": ["25-34", ""], "ethnicity": ["White", ""], "need": ["hostel", "debt"],
            "area": [team.area.name], "complexity": ["high", ""], "domain": ["housing"]}  # fmt: skip
    rows = [
        Figure(
            team=team, period=period, measure=measure.key, answer=answer, number=7 + place, dimension=name, value=value
        )
        for period in (day, counted, before)
        for measure in {measure.key: measure for report in REPORTS.values() for measure in report.measures}.values()
        if (measure.key, period) != ("completion_exits", counted)
        for place, answer in enumerate(measure.answers)
        for name, values in some.items()
        for value in values
    ]
    Figure.objects.bulk_create(rows, ignore_conflicts=True)
    return day


@pytest.mark.parametrize("file_format", ["csv", "pdf"])
@pytest.mark.parametrize("key", [report.key for report in REPORTS.values() if report.sections])
def test_every_report_asked_for_again_is_the_same_but_for_the_time(
    sign_in, commissioner, several_years, key, file_format, monkeypatch
):
    """Made twice, the second time a day later: what says when it was made is all that differs."""
    report = REPORTS[key]
    breakdown = report.dimensions[0] if report.is_broken_down else "sex"
    page = f"{reverse(report.page)}?compare=year-2024-04-01&breakdown={breakdown}"
    document = made(sign_in(commissioner).post(page, {"format": file_format}).url.split("/")[-2])
    first = bytes(document.content)
    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    again = papers.make_report(document, lambda done, total: None)
    if file_format == "csv":
        assert again == first, "a spreadsheet does not say when it was made: its figures do"
    else:
        assert again != first
        assert words_of(again) == words_of(first)


@pytest.fixture
def listed(team, today):
    """A manager, and somebody of the team on each of the lists that are no figures: caseload, evidence, missing, a story."""
    manager = UserFactory(team=team, role=Role.TEAM_MANAGER)
    OutcomePaymentFactory(partnership=team.area.partnership)
    episode = EpisodeFactory(team=team, in_treatment=True)
    OutcomeReachedFactory(client=episode.client, team=team, outcome="home")
    OutcomeClaimFactory(episode=episode)
    MissingAnswerFactory(client=episode.client, team=team)
    consent = ConsentFactory(client=episode.client, purpose="case_study", categories=["substance_use"])
    story = CaseStoryFactory(episode=episode, consent=consent, approved=True)
    return manager, story


@pytest.mark.parametrize("key", [key for key, report in REPORTS.items() if report.paper])
def test_the_lists_on_paper_asked_for_again_are_the_same_but_for_the_time(listed, key, monkeypatch):
    manager, _story = listed
    document = made(request_of_day(REPORTS[key], by=manager).pk)
    first, later = bytes(document.content), timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    again = documents.MAKERS[document.kind](document, lambda done, total: None)
    assert again != first
    assert words_of(again) == words_of(first)


def test_a_story_on_paper_asked_for_again_is_the_same_but_for_the_time(listed, sign_in, monkeypatch):
    manager, story = listed
    browser, address = sign_in(manager), reverse("reports:story_pdf", args=[story.pk])
    first, later = b"".join(browser.get(address).streaming_content), timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    again = b"".join(browser.get(address).streaming_content)
    assert again != first
    assert words_of(again) == words_of(first)


@pytest.mark.parametrize("name", ["caseload_export", "provision_export", "quality_export", "outcome_export"])
def test_the_lists_as_spreadsheets_asked_for_again_are_the_same(listed, sign_in, name, monkeypatch):
    browser, address = sign_in(listed[0]), reverse(f"reports:{name}")
    first, later = browser.get(address).getvalue(), timezone.now() + timedelta(minutes=1)
    assert len(first.splitlines()) > 1, "a line besides the heading"
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert browser.get(address).getvalue() == first


MADE = re.compile(r"[Mm]ade\s+\d+\s+\w+\s+\d{4}\s+at\s+[\d.:]+[ap]m")


def words_of(pdf):
    """What the pages of a PDF say, in the order in which it is drawn, without when it was made."""
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert MADE.search(text)
    return MADE.sub("", text).split()


def test_stopping(sign_in, case_manager, counted):  # noqa: F811
    browser = sign_in(case_manager)
    pk = ask(browser, "csv")
    assert "Stop making it" in browser.get(reverse("reports:document_detail", args=[pk])).content.decode()
    browser.post(reverse("reports:document_stop", args=[pk]))
    documents.make(pk)
    document = Document.objects.get(pk=pk)
    assert (document.state, document.error) == ("failed", "Stopped, as you asked.")
    assert ask(browser, "csv") != pk, "what was stopped can be asked for again"


def test_stopped_while_it_is_made(case_manager, monkeypatch, db):
    document = DocumentFactory(kind="report", requested_by=case_manager)

    def make(document, progress):
        documents.stop(document)
        progress(1, 2)

    monkeypatch.setitem(documents.MAKERS, "report", make)
    documents.make(document.pk)
    document.refresh_from_db()
    assert (document.state, document.content) == ("failed", None)


def test_files_are_forgotten(sign_in, case_manager, counted):  # noqa: F811
    browser = sign_in(case_manager)
    pk = made(ask(browser, "csv")).pk
    address = reverse("reports:document_download", args=[pk])
    assert browser.get(address).status_code == 200
    long_ago = timezone.now() - papers.KEPT - timedelta(hours=1)
    Document.objects.filter(pk=pk).update(requested_at=long_ago, finished_at=long_ago)
    other = DocumentFactory(kind="test", requested_at=long_ago, finished_at=long_ago, content=b"x")
    assert browser.get(address).status_code == 404
    forget_reports()
    assert list(Document.objects.values_list("pk", flat=True)) == [other.pk]
