"""An assessment section by section: any order, nothing overwritten, checked together, then recorded."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from alerts.models import Alert
from core.workflow import NotAllowed
from recovery_capital import workflow
from recovery_capital.choices import AssessmentStatus, Domain, HousingStatus, ParentalStatus
from recovery_capital.models import Assessment
from recovery_capital.sections import all_sections
from tests.factories.clients import ContactFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


@pytest.fixture
def begun(record, keyworker):
    return AssessmentFactory(client=record, in_progress=True, assessed_on=date(2026, 11, 23))


def address(name, *about):
    return reverse(f"recovery_capital:{name}", args=about)


def section(begun, key):
    return address("assessment_section", begun.pk, key)


HOUSING = {
    "domainrating-rating": "2",
    "domainrating-strengths": "A sister with a spare sofa",
    "domainrating-needs": "A deposit",
    "domainrating-words": "I want my own front door",
    "housingfacts-housing_status": HousingStatus.SOFA_SURFING,
    "housingfacts-version": "1",
}


def test_one_is_begun_and_gone_on_with(browser, record, episode, keyworker):
    begin = address("assessment_add", record.pk)
    response = browser.post(begin, {"assessed_on": "20/11/2026"})
    begun = Assessment.objects.get()
    assert response["Location"] == address("assessment_sections", begun.pk)
    assert (begun.client, begun.episode, begun.created_by) == (record, episode, keyworker)
    assert begun.status == AssessmentStatus.IN_PROGRESS
    assert browser.get(begin)["Location"] == response["Location"]
    again = browser.post(begin, {"assessed_on": "21/11/2026"})
    assert again.status_code == 422
    assert "Go on with that one" in again.content.decode()
    assert Assessment.objects.get() == begun
    tab = browser.get(address("assessment_list", record.pk)).content.decode()
    assert response["Location"] in tab
    assert "Nothing has been recorded yet" in tab


@pytest.mark.parametrize("day", ["24/11/2026", "31/2/2026", "1/1/0001", "31/12/9999", "", "' OR 1=1 --"])
def test_a_day_that_cannot_be(browser, record, day):
    assert browser.post(address("assessment_add", record.pk), {"assessed_on": day}).status_code == 422
    assert not Assessment.objects.exists()


def test_all_twelve_domains_strengths_first(browser, begun):
    page = browser.get(address("assessment_sections", begun.pk)).content.decode()
    for domain in Domain.values:
        assert section(begun, domain) in page
        form = browser.get(section(begun, domain)).content.decode()
        places = [form.index(f'name="domainrating-{part}"') for part in ["rating", "strengths", "barriers", "needs"]]
        assert places == sorted(places)


def test_a_section_keeps_facts_and_rating(browser, begun, keyworker):
    response = browser.post(section(begun, "housing"), HOUSING)
    assert response["Location"] == address("assessment_sections", begun.pk)
    begun.refresh_from_db()
    assert (begun.housing_status, begun.status) == (HousingStatus.SOFA_SURFING, AssessmentStatus.IN_PROGRESS)
    rating = begun.ratings.get()
    assert (rating.domain, rating.rating, rating.needs) == (Domain.HOUSING, 2, "A deposit")
    assert (rating.words, rating.created_by) == ("I want my own front door", keyworker)
    page = browser.get(response["Location"])
    assert [task["title"] for task in page.context["tasks"] if task["is_answered"]] == ["The day", "Housing"]


def test_an_error_in_one_form_saves_nothing_of_the_section(browser, begun):
    response = browser.post(section(begun, "housing"), HOUSING | {"domainrating-rating": "11"})
    assert response.status_code == 422
    assert "Choose a number from 0 to 10" in response.content.decode()
    assert "A sister with a spare sofa" in response.content.decode()
    begun.refresh_from_db()
    assert not begun.housing_status


@pytest.mark.parametrize("text", ["x" * 100_000, "{{ 7|add:7 }}{% now 'Y' %}", "<script>alert(1)</script>"])
def test_hostile_text(browser, begun, text):
    response = browser.post(section(begun, "housing"), HOUSING | {"domainrating-needs": text}, follow=True)
    assert response.status_code == (422 if len(text) > 10_000 else 200)
    assert "<script>alert" not in browser.get(address("assessment_check", begun.pk)).content.decode()


def test_the_last_answers_stand_beside_the_questions(browser, record, begun):
    last = AssessmentFactory(client=record, housing_status=HousingStatus.HOSTEL)
    DomainRatingFactory(assessment=last, rating=4, strengths="Likes the staff")
    page = browser.get(section(begun, "housing")).content.decode()
    for words in ["4", "Likes the staff", "Hostel or night shelter"]:
        assert f"Last time, on 2 September 2026: {words}" in page


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
def test_answers_about_children_fit_together(browser, begun, status, children, error):
    answers = {"childrenfacts-parental_status": status, "childrenfacts-children_in_household": children}
    response = browser.post(section(begun, "children"), answers | {"childrenfacts-version": "1"})
    assert response.status_code == (422 if error else 302)
    assert not error or error in response.content.decode()


def test_somebody_else_was_first_in_the_same_section(browser, sign_in, begun, case_manager):
    """Also where neither had a row before: nobody's answer is overwritten unseen."""
    other = sign_in(case_manager)
    other.post(section(begun, "money"), {"domainrating-strengths": "Has a bank account"})
    response = browser.post(section(begun, "money"), {"domainrating-strengths": "Pays the rent"})
    assert response.status_code == 409
    assert "Has a bank account" in response.content.decode()
    assert "Pays the rent" in response.content.decode()
    assert begun.ratings.get().strengths == "Has a bank account"


def test_another_section_saved_meanwhile_is_no_conflict(browser, begun):
    ete = {"employmentfacts-employment_status": "retired", "employmentfacts-version": "1"}
    assert browser.post(section(begun, "ete"), ete).status_code == 302
    assert browser.post(section(begun, "housing"), HOUSING).status_code == 302
    begun.refresh_from_db()
    assert (begun.employment_status, begun.housing_status) == ("retired", HousingStatus.SOFA_SURFING)
    late = HOUSING | {"housingfacts-housing_status": HousingStatus.COUNCIL, "domainrating-version": "1"}
    assert browser.post(section(begun, "housing"), late).status_code == 409
    begun.refresh_from_db()
    assert begun.housing_status == HousingStatus.SOFA_SURFING


def test_answers_are_checked_and_recorded(browser, begun, keyworker):
    browser.post(section(begun, "housing"), HOUSING)
    check = address("assessment_check", begun.pk)
    page = browser.get(check)
    assert page.content.decode().count("Nothing was recorded") == len(all_sections()) - 2
    assert section(begun, "money") in page.content.decode()
    response = browser.post(check, {"version": page.context["form"]["version"].value()})
    begun.refresh_from_db()
    assert response["Location"] == begun.get_absolute_url()
    assert begun.status == AssessmentStatus.RECORDED
    assert begun.status_changes.get().changed_by == keyworker
    shown = browser.get(begun.get_absolute_url()).content.decode()
    assert "I want my own front door" in shown
    assert "Nothing was recorded about: Home, people and places" in shown
    late = browser.post(section(begun, "housing"), HOUSING | {"housingfacts-version": str(begun.version)})
    assert late.status_code == 422
    assert "A sister with a spare sofa" in late.content.decode(), "Nothing typed is lost"
    assert browser.get(section(begun, "housing"))["Location"] == begun.get_absolute_url()


def test_answers_that_were_not_seen_are_not_recorded(browser, begun):
    DomainRatingFactory(assessment=begun, domain=Domain.MONEY)
    seen = browser.get(address("assessment_check", begun.pk)).context["form"]["version"].value()
    browser.post(section(begun, "ete"), {"domainrating-needs": "A course", "employmentfacts-version": "1"})
    response = browser.post(address("assessment_check", begun.pk), {"version": seen})
    assert response.status_code == 409
    assert "A course" in response.content.decode()


def test_without_any_answer_nothing_is_recorded_and_it_is_discarded(browser, begun, record, today):
    response = browser.post(address("assessment_check", begun.pk), {"version": "1"})
    assert response.status_code == 422
    assert "Record at least one answer" in response.content.decode()
    response = browser.post(address("assessment_discard", begun.pk), {"version": "1"})
    assert response["Location"] == address("assessment_list", record.pk)
    assert not Assessment.objects.exists()


def test_what_was_answered_is_not_discarded(begun, keyworker):
    DomainRatingFactory(assessment=begun, rating=0)
    with pytest.raises(NotAllowed, match="Something was answered"):
        workflow.discard_assessment(begun, by=keyworker)


def test_a_day_to_come_is_not_recorded(begun, keyworker, today):
    DomainRatingFactory(assessment=begun)
    Assessment.objects.update(assessed_on=today + timedelta(days=1))
    with pytest.raises(NotAllowed, match="future"):
        workflow.record_assessment(begun, by=keyworker)


def test_one_in_progress_for_a_client(begun):
    with pytest.raises(IntegrityError, match="one_assessment_in_progress"):
        AssessmentFactory(client=begun.client, in_progress=True)


def test_another_team_finds_nothing(sign_in, stranger, begun):
    browser = sign_in(stranger)
    for name in ["assessment_detail", "assessment_sections", "assessment_check", "assessment_discard"]:
        assert browser.get(address(name, begun.pk)).status_code == 404
    assert browser.get(section(begun, "housing")).status_code == 404
    assert browser.get(address("assessment_add", begun.client_id)).status_code == 404


def test_a_section_that_does_not_exist(browser, begun):
    assert browser.get(section(begun, "weather")).status_code == 404


def test_a_child_at_home_brings_the_alert_forward(episode, keyworker, today):
    assert Alert.objects.count() == 0
    begun = AssessmentFactory(client=episode.client, in_progress=True, children_in_household=2)
    ContactFactory.create_batch(3, client=episode.client, outcome="missed", missed_by="person", missed_reason="unwell")
    workflow.record_assessment(begun, by=keyworker)
    assert Alert.objects.exists()
