"""The recovery capital tab."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AccessLog
from recovery_capital.choices import Domain, HousingStatus, ParentalStatus
from recovery_capital.models import Assessment
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


def address(name, subject):
    return reverse(f"recovery_capital:{name}", args=[subject.pk])


ANSWERS = {
    "assessed_on": "23/11/2026",
    "housing_status": HousingStatus.SOFA_SURFING,
    "housing-rating": "2",
    "housing-strengths": "A sister with a spare sofa",
    "housing-barriers": "Rent arrears",
    "housing-needs": "A deposit",
    "ete-rating": "not_asked",
}


def test_assessment_add_keeps_facts_and_ratings(browser, record, episode, keyworker):
    response = browser.post(address("assessment_add", record), ANSWERS)
    assessment = Assessment.objects.get()
    assert response.headers["Location"] == assessment.get_absolute_url()
    assert assessment.client == record
    assert assessment.episode == episode
    assert assessment.created_by == keyworker
    assert assessment.housing_status == HousingStatus.SOFA_SURFING
    rating = assessment.ratings.get()
    assert (rating.domain, rating.rating, rating.needs) == (Domain.HOUSING, 2, "A deposit")
    assert rating.created_by == keyworker


def test_assessment_add_asks_for_all_twelve_domains_strengths_first(browser, record):
    page = browser.get(address("assessment_add", record)).content.decode()
    for domain in Domain.values:
        names = [f'name="{domain}-{part}"' for part in ["rating", "strengths", "barriers", "needs"]]
        places = [page.index(name) for name in names]
        assert places == sorted(places)


def test_assessment_add_carries_the_last_answers_forward(browser, record):
    last = AssessmentFactory(client=record, housing_status=HousingStatus.HOSTEL)
    DomainRatingFactory(assessment=last, domain=Domain.HOUSING, rating=4, strengths="Likes the staff")
    page = browser.get(address("assessment_add", record)).content.decode()
    assert "Last time, on 2 September 2026: 4" in page
    assert "Last time, on 2 September 2026: Likes the staff" in page
    assert "Last time, on 2 September 2026: Hostel or night shelter" in page


def test_assessment_add_with_an_error_saves_nothing_and_keeps_what_was_typed(browser, record):
    response = browser.post(address("assessment_add", record), ANSWERS | {"ete-rating": "11"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Choose a number from 0 to 10" in page
    assert "A sister with a spare sofa" in page
    assert not Assessment.objects.exists()


def test_assessment_add_without_any_answer(browser, record):
    response = browser.post(address("assessment_add", record), {"assessed_on": "23/11/2026"})
    assert response.status_code == 422
    assert "Record at least one answer" in response.content.decode()


@pytest.mark.parametrize(
    ("status", "children", "error"),
    [
        (ParentalStatus.ALL_LIVE_WITH, "0", "Enter 1 or more"),
        (ParentalStatus.SOME_LIVE_WITH, "", "Enter 1 or more"),
        (ParentalStatus.NOT_A_PARENT, "", "Enter how many under-18s live in the same home, or 0"),
        (ParentalStatus.ALL_LIVE_WITH, "31", "Enter a number from 0 to 30"),
        (ParentalStatus.ALL_LIVE_WITH, "99999999999999999999", "Enter a number from 0 to 30"),
        (ParentalStatus.SOME_LIVE_WITH, "1", None),
        (ParentalStatus.NONE_LIVE_WITH, "0", None),
        (ParentalStatus.NOT_A_PARENT, "2", None),
        (ParentalStatus.DECLINED, "", None),
    ],
)
def test_assessment_add_children_fit_together(browser, record, status, children, error):
    answers = {"assessed_on": "23/11/2026", "parental_status": status, "children_in_household": children}
    response = browser.post(address("assessment_add", record), answers)
    assert response.status_code == (422 if error else 302)
    assert not error or error in response.content.decode()


@pytest.mark.parametrize("day", ["24/11/2026", "31/2/2026", "1/1/0001", "31/12/9999", "", "' OR 1=1 --"])
def test_assessment_add_on_a_day_that_cannot_be(browser, record, day):
    assert browser.post(address("assessment_add", record), ANSWERS | {"assessed_on": day}).status_code == 422


@pytest.mark.parametrize("text", ["x" * 100_000, "{{ 7|add:7 }}{% now 'Y' %}", "<script>alert(1)</script>"])
def test_assessment_add_with_hostile_text(browser, record, text):
    response = browser.post(address("assessment_add", record), ANSWERS | {"housing-needs": text}, follow=True)
    assert response.status_code == (422 if len(text) > 10_000 else 200)
    assert "<script>alert" not in response.content.decode()


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
    assert [row[1:] for row in response.context["change_rows"]] == [["2", "6", "+4"], ["5", "3", "\N{MINUS SIGN}2"]]


def test_assessment_list_with_three_looks_shows_last_time_too(browser, record):
    for month, rating in [(3, 1), (6, 4), (9, 4)]:
        DomainRatingFactory(
            assessment=AssessmentFactory(client=record, assessed_on=date(2026, month, 1)), rating=rating
        )
    DomainRatingFactory(assessment=Assessment.objects.first(), domain=Domain.ETE, rating=5)
    rows = browser.get(address("assessment_list", record)).context["change_rows"]
    assert [row[1:] for row in rows] == [["1", "4", "4", "+3"], ["not asked", "not asked", "5", "–"]]


def test_assessment_list_with_one_look_and_with_none(browser, record):
    assert "Nothing has been recorded yet" in browser.get(address("assessment_list", record)).content.decode()
    DomainRatingFactory(assessment__client=record, rating=7)
    response = browser.get(address("assessment_list", record))
    assert response.context["change_rows"] == [["Housing", "7"]]


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


def test_assessment_of_another_team_is_not_found(sign_in, stranger, record):
    assessment = AssessmentFactory(client=record)
    browser = sign_in(stranger)
    assert browser.get(assessment.get_absolute_url()).status_code == 404
    assert browser.get(address("assessment_add", record)).status_code == 404


def test_assessment_add_with_no_children_in_the_home_as_the_only_answer(browser, record):
    typed = {"assessed_on": "23/11/2026", "children_in_household": "0"}
    assert browser.post(address("assessment_add", record), typed).status_code == 302
    assert Assessment.objects.get().children_in_household == 0
