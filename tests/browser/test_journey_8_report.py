"""The caseload report: counts for the commissioner, references for the case manager, names for nobody."""

import re

import pytest

from clients.choices import Substance
from core import documents, tasks
from core.models import Document
from tests.browser.journey import press, says
from tests.browser.paper import words_of
from tests.factories.clients import EpisodeFactory, EpisodeSubstanceFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def caseload(team, keyworker, case_manager):
    """Nineteen people in treatment, twelve for alcohol and seven for heroin; eight wait, three are in aftercare."""
    mine = {"team": team, "keyworker": keyworker, "case_manager": case_manager}
    in_treatment = EpisodeFactory.create_batch(19, in_treatment=True, **mine)
    for number, episode in enumerate(in_treatment):
        EpisodeSubstanceFactory(episode=episode, substance=Substance.ALCOHOL if number < 12 else Substance.HEROIN)
    waiting = EpisodeFactory.create_batch(8, **mine)
    return in_treatment + waiting + EpisodeFactory.create_batch(3, in_aftercare=True, **mine)


@pytest.fixture
def patient_worker(monkeypatch):
    """The worker takes up a document when the test says so: `patient_worker()`."""
    monkeypatch.setattr(tasks.make_document, "apply_async", lambda *args, **options: None)

    def work():
        for document in Document.objects.unfinished():
            documents.make(document.pk)

    return work


def test_a_commissioner_gets_counts(open_as, check, commissioner, caseload, patient_worker):
    page = open_as(commissioner)
    says(page, "Reports")
    assert not page.get_by_role("link", name="Clients", exact=True).count()
    check(page)
    press(page, "Caseload")
    says(page, "Caseload report", "a figure that is kept confidential")
    assert row(page, "In treatment") == "19"
    assert row(page, "Aftercare") == "[c]"
    check(page)
    press(page, "Make the PDF")
    says(page, "Waiting for its turn")
    check(page)
    patient_worker()
    says(page, "Ready")  # the page has looked again by itself
    check(page)
    report = download(page)
    assert {"[c]", "Opiate"} <= set(report.split())
    for episode in caseload:
        assert episode.client.reference not in report
        assert episode.client.family_name not in report


def test_a_case_manager_gets_references_and_no_names(open_as, check, case_manager, caseload):
    page = open_as(case_manager)
    press(page, "Reports")
    press(page, "Caseload")
    assert row(page, "Aftercare") == "3"
    check(page)
    press(page, "Make the PDF")
    says(page, "Ready")
    report = download(page)
    for episode in caseload:
        assert episode.client.reference in report
        assert episode.client.family_name not in report
    press(page, "Reports")
    says(page, "Files you have asked for")
    check(page)


def row(page, name):
    """The figure in the first row of this name."""
    cells = page.locator("tr", has=page.get_by_role("rowheader", name=re.compile(f"^{re.escape(name)}$")))
    return cells.first.get_by_role("cell").first.inner_text()


def download(page):
    """What the downloaded file says."""
    with page.expect_download() as waiting:
        press(page, "Download the PDF")
    assert re.fullmatch(r"caseload-\d{4}-\d\d-\d\d\.pdf", waiting.value.suggested_filename)
    return words_of(waiting.value.path().read_bytes())
