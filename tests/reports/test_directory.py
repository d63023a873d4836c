"""Directory health and referral results: one report, on the page, on paper and in a spreadsheet, with no small number."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from core import documents
from core.models import Document
from reports import refresh
from reports.models import Period
from services_directory.choices import Need
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory, ServiceProblemFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
PAGE = reverse("reports:referral_results_report")


def refer(service, team, number, status, days=60):
    asked = {status: True, "service": service, "sent_on": TODAY - timedelta(days=days), "client__registered_team": team}
    ReferralFactory.create_batch(number, **asked)


@pytest.fixture
def directory(today, team):
    fresh = ServiceFactory(
        name="=Quick", run_by_team=team, needs=[Need.DEBT], checked_on=TODAY - timedelta(days=180), capacity="open",
        capacity_on=TODAY - timedelta(days=30), waiting_days=3,
    )  # fmt: skip
    due = ServiceFactory(
        name="Due", run_by_team=team, needs=[Need.DEBT], checked_on=TODAY - timedelta(days=181), capacity="open",
        capacity_on=TODAY - timedelta(days=31),
    )  # fmt: skip
    ServiceFactory(name="Stale", checked_on=TODAY - timedelta(days=366), needs=[Need.HOSTEL])
    ServiceFactory(name="Never")
    for days in (0, 7, 8, 30, 31, 90):
        problem = ServiceProblemFactory(service=due)
        type(problem).objects.filter(pk=problem.pk).update(created_at=f"{TODAY - timedelta(days=days)}T12:00:00Z")
    refer(fresh, team, 6, "accepted")
    refer(fresh, team, 2, "declined")
    refer(due, team, 5, "sent")
    refer(due, team, 1, "sent", days=10)
    refresh.everything(TODAY)


def tables(page):
    return {extra.key: [list(map(str, row)) for row in extra.rows] for extra in page.context["reading"].extras}


def test_directory_health_stands_beside_the_results(directory, sign_in, case_manager, team):
    page = sign_in(case_manager).get(PAGE)
    found = tables(page)
    assert [row[1] for row in found["directory_age"]] == ["1", "1", "1", "1", "4"]
    assert [row[1] for row in found["directory_marks"]] == ["1", "1", "1", "0", "4", "1"], (
        "capacity, as it was, waiting, guessed, no way in, problem"
    )
    assert [row[1] for row in found["directory_problems"]] == ["2", "2", "2"]
    by_kind = {row[0]: row[1:] for row in found["directory_kinds"]}
    assert by_kind[f"{Need.DEBT.label}, {team.area.name}"] == ["2", "1", "1", "0", "0", "1"]
    assert by_kind[f"{Need.HOSTEL.label}, no area of ours"] == ["1", "0", "0", "1", "0", "0"]
    assert found["directory_answers"] == [["=Quick", "[c]", "6", "[c]", "[c]"]], "two of eight would be known"
    assert found["directory_silent"] == [["Due", "5"]], "ten days are not yet too long"
    assert "Directory health and referral results" in page.content.decode()


def test_at_most_six_queries(directory, sign_in, commissioner, django_assert_max_num_queries):
    browser = sign_in(commissioner)
    browser.get(PAGE)
    with django_assert_max_num_queries(6):
        browser.get(PAGE)


def test_small_numbers_are_nowhere(directory, sign_in, commissioner, team):
    quiet = ServiceFactory(name="Quiet")
    refer(quiet, team, 4, "sent")
    refresh.everything(TODAY)
    page = sign_in(commissioner).get(PAGE)
    assert tables(page)["directory_silent"] == [["Due", "5"]]
    assert "There are 2; listed are" in page.content.decode()
    assert tables(page)["directory_answers"] == [["=Quick", "[c]", "6", "[c]", "[c]"]]
    assert "Quiet" not in str(Period.objects.get(kind="day").directory), "not even kept"


def test_paper_and_spreadsheet_hold_the_same(directory, sign_in, case_manager):
    browser = sign_in(case_manager)
    for file_format in ("csv", "pdf"):
        browser.post(PAGE, {"format": file_format})
        documents.make(Document.objects.get(parameters__format=file_format).pk)
        assert Document.objects.get(parameters__format=file_format).state == "finished"
    content = bytes(Document.objects.get(parameters__format="csv").content).decode().removeprefix("\N{BYTE ORDER MARK}")
    rows = [row for row in csv.reader(io.StringIO(content)) if row[0].startswith("directory_")]
    said = {(row[0], row[5], row[6]): row[7] for row in rows}
    assert said["directory_age", "Checked within half a year", "Services"] == "1"
    assert said["directory_silent", "Due", "Without an answer"] == "5"
    assert said["directory_answers", "'=Quick", "Taken on"] == "6", "harmless in a spreadsheet"
    assert not Document.objects.filter(failed_at__isnull=False).exists()
