"""The recovery capital tab."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AccessLog
from recovery_capital.choices import ABUSED, Domain
from recovery_capital.models import Assessment, FamilyFacts
from recovery_capital.picture import picture_of
from tests.browser.paper import words_of
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory, MeasureResultFactory


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


def address(name, subject):
    return reverse(f"recovery_capital:{name}", args=[subject.pk])


def test_assessment_list_shows_change_as_chart_and_table(browser, record):
    first = AssessmentFactory(client=record, assessed_on=date(2026, 6, 1))
    last = AssessmentFactory(client=record, assessed_on=date(2026, 9, 2))
    for assessment, housing, money in [(first, 2, 5), (last, 6, 3)]:
        DomainRatingFactory(assessment=assessment, domain=Domain.HOUSING, rating=housing)
        DomainRatingFactory(assessment=assessment, domain=Domain.MONEY, rating=money)
    response = browser.get(address("assessment_list", record))
    page = response.content.decode()
    assert "Since 1 June 2026: 1 part of life is better, 1 is harder" in page
    assert page.count("<svg") >= 1
    assert [row[1:] for row in response.context["picture"].rows] == [["2", "6", "+4"], ["5", "3", "\N{MINUS SIGN}2"]]


def test_assessment_list_with_three_looks_shows_last_time_too(browser, record):
    for month, rating in [(3, 1), (6, 4), (9, 4)]:
        DomainRatingFactory(
            assessment=AssessmentFactory(client=record, assessed_on=date(2026, month, 1)), rating=rating
        )
    DomainRatingFactory(assessment=Assessment.objects.first(), domain=Domain.ETE, rating=5)
    rows = browser.get(address("assessment_list", record)).context["picture"].rows
    assert [row[1:] for row in rows] == [["1", "4", "4", "+3"], ["not asked", "not asked", "5", "–"]]


def test_assessment_list_with_one_look_and_with_none(browser, record):
    assert "Nothing has been recorded yet" in browser.get(address("assessment_list", record)).content.decode()
    DomainRatingFactory(assessment__client=record, rating=7)
    response = browser.get(address("assessment_list", record))
    assert response.context["picture"].rows == [["Housing", "7"]]


def test_assessment_list_has_the_same_queries_for_2_rows_and_50(browser, record):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            browser.get(address("assessment_list", record))
        return len(captured)

    for _ in range(2):
        DomainRatingFactory(assessment__client=record)
    queries()
    with_two = queries()
    for _ in range(48):
        DomainRatingFactory(assessment__client=record)
    assert queries() == with_two


def test_assessment_list_pages_its_history(browser, record):
    AssessmentFactory.create_batch(25, client=record)
    page = browser.get(address("assessment_list", record))
    assert len(page.context["page"].rows) == 20
    assert "Earlier" in page.content.decode()
    rest = browser.get(address("assessment_list", record), {"after": page.context["page"].next_cursor})
    assert len(rest.context["page"].rows) == 5
    assert not {row.pk for row in rest.context["page"].rows} & {row.pk for row in page.context["page"].rows}


@pytest.mark.parametrize("after", ["x", "' OR 1=1", "x" * 100_000, "WyIyMDI2Il0:1:2"])
def test_assessment_list_with_a_broken_cursor_is_the_first_page(browser, record, after):
    AssessmentFactory(client=record)
    response = browser.get(address("assessment_list", record), {"after": after})
    assert len(response.context["page"].rows) == 1


def test_assessment_detail_shows_words_and_writes_the_look_down(browser, record, keyworker):
    rating = DomainRatingFactory(
        assessment__client=record, assessment__medication="Sertraline", strengths="Sees a friend each week"
    )
    page = browser.get(rating.assessment.get_absolute_url()).content.decode()
    assert "4 of 10" in page
    assert "Sees a friend each week" in page
    assert "Sertraline" in page
    assert AccessLog.objects.filter(user=keyworker, action="look", subject_id=record.pk).exists()


def test_barc10_stands_in_the_same_chart_with_its_line(browser, record):
    barc = {"client": record, "measure": "barc10", "band": ""}
    for month, total in [(6, 30), (7, 38), (9, 50)]:
        MeasureResultFactory(**barc, answered_on=date(2026, month, 3), answers=[total // 10] * 10, total=total)
    MeasureResultFactory(**barc, answered_on=date(2026, 9, 20), total=None, is_complete=False)
    DomainRatingFactory(assessment__client=record, assessment__assessed_on=date(2026, 6, 1), rating=2)
    DomainRatingFactory(assessment__client=record, rating=6)
    response = browser.get(address("assessment_list", record))
    picture = response.context["picture"]
    assert picture.rows == [
        ["BARC-10 total, of 60, with its line at 47 (3 Jun 2026, 3 Sep 2026)", "30", "50", "+20"],
        ["Housing", "2", "6", "+4"],
    ]
    svg = response.content.decode().split("<svg xmlns")[1].split("</svg>")[0]
    assert ">47</text>" in svg
    assert svg.count("<svg") == 0
    assert picture.chart == picture_of(record).chart


def test_barc10_alone_is_drawn_too(browser, record):
    MeasureResultFactory(client=record, measure="barc10", band="", answers=[4] * 10, total=40)
    page = browser.get(address("assessment_list", record))
    assert page.context["picture"].rows == [
        ["BARC-10 total, of 60, with its line at 47 (2 Sep 2026)", "40"],
    ]
    assert "Nothing has been recorded yet" in page.content.decode()


def test_on_paper_every_section_stands_in_order_and_an_empty_one_says_so(browser, record, keyworker):
    MeasureResultFactory(client=record, measure="barc10", band="", answers=[4] * 10, total=40)
    rating = DomainRatingFactory(assessment__client=record, words="My own front door")
    FamilyFacts(assessment=rating.assessment, abuse_lived_through=ABUSED[0]).save()
    response = browser.get(address("assessment_pdf", rating.assessment))
    read = words_of(b"".join(response.streaming_content))
    assert f"Self-rating: {rating.rating} of 10" in read
    assert "My own front door" in read
    assert "omestic abuse" not in read
    assert read.count("Nothing was recorded.") == len(Domain) - 1 + 1  # the other domains, and home, people and places
    numbers, rest = read.split("Home, people and places")
    assert "BARC-10 total, of 60, with its line at 47" in numbers
    places = [
        rest.index(f"{label}") for label in ["Substance use", "Physical health", "Mental health", "Money, benefits"]
    ]
    assert places == sorted(places)
    assert AccessLog.objects.filter(user=keyworker, action="print", subject_id=record.pk).exists()
