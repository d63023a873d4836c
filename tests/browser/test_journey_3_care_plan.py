"""A care plan written with the client, agreed or not, printed, reviewed; and two people who change one at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.journey import fill_in, on_paper, press, says
from tests.browser.paper import printed
from tests.factories.accounts import UserFactory
from tests.factories.careplans import CarePlanFactory, GoalFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory

pytestmark = pytest.mark.browser

WORDS = "I want my daughter to stay with me every weekend"
CHECK, AGREE = "Check the answers", "Record what the client says"


def test_a_plan_from_the_first_goal_to_the_next_version(open_as, check, keyworker, record):
    DomainRatingFactory(assessment=AssessmentFactory(client=record), rating=2)
    review_on = timezone.localdate() + timedelta(days=30)
    page = open_as(keyworker, record.get_absolute_url())
    press(page, "Plans")
    check(page)
    press(page, "Begin a plan")
    check(page)
    fill_in(page, {"Which plan do you want to begin?": "Care plan"})
    press(page, "Begin the plan")
    says(page, "Care plan, version 1", "No goal yet.")
    write_the_plan(page, check, review_on)
    answer_for_every_part_of_life(page, check)
    check(page)
    first = page.url
    press(page, CHECK)
    says(page, "Check the answers together", WORDS, "After the move", "01632 960123")
    check(page)
    press(page, AGREE)
    check(page)
    fill_in(page, {"What does the client say of this plan?": "Agrees", "How did the client answer?": "Signed on paper"})
    fill_in(page, {"When do we look at the plan again?": on_paper(review_on)})
    press(page, "Record the answer")
    says(page, "The plan is active. Give the client a copy.", "The client agrees")
    copy = printed(page, "Print the plan (PDF)")
    assert WORDS in copy
    assert "Ring the housing office together" in copy
    press(page, "Record that a copy was given")
    press(page, "Save")
    says(page, "Copy given on")
    check(page)

    press(page, "Review the plan")
    fill_in(page, {"Who took part?": "The client and the keyworker", "What has changed?": "She stayed twice"})
    fill_in(page, {f"Housing: {WORDS}": "Still working on it"})
    check(page)
    press(page, "Save the review and begin the next version")
    says(page, "Care plan, version 2", WORDS, "Draft")
    assert page.url != first
    press(page, "Version 1")
    says(page, "Care plan, version 1", WORDS, "Ring the housing office together", "She stayed twice")
    check(page)


def write_the_plan(page, check, review_on):
    press(page, CHECK)
    says(page, "There is no goal yet, and a plan has at least one.", "No goal yet. A plan has at least one.")
    expect(page.get_by_role("link", name=AGREE)).to_have_count(0)
    check(page)
    press(page, "Change (What matters to me)")
    fill_in(page, {"What matters to the client?": "My daughter"})
    check(page)
    press(page, "Save")
    press(page, "Write what we do, whatever goes wrong")
    fill_in(page, {"What do we do, whatever goes wrong?": "Ring the duty line on 01632 960123"})
    check(page)
    press(page, "Save")
    press(page, "Add a goal")
    check(page)
    press(page, "Save the goal")
    says(page, "Write the goal in the client’s words")
    fill_in(page, {"Which part of life is it about?": "Housing", "What does the client want to change?": WORDS})
    fill_in(page, {"What will help?": "My sister", "By when?": on_paper(review_on)})
    press(page, "Save the goal")
    press(page, "Add an action to goal 1: Housing")
    fill_in(page, {"What will happen?": "Ring the housing office together", "Who does it?": "Somebody else"})
    fill_in(page, {"Name of the person or agency": "Afon Housing", "By when?": on_paper(review_on)})
    check(page)
    press(page, "Save the action")
    press(page, "Add an intervention")
    fill_in(page, {"What kind of help is it?": "Psychosocial intervention", "Where is it given?": "Community"})
    fill_in(page, {"What exactly?": "Weekly one-to-one"})
    check(page)
    press(page, "Save the intervention")
    says(page, WORDS, "Ring the housing office together", "Afon Housing", "Weekly one-to-one", "01632 960123")


def answer_for_every_part_of_life(page, check):
    press(page, "Every part of life")
    check(page)
    no_need = ["Money, benefits and debt", "Family and relationships", "Health", "Social care and independent living"]
    fill_in(page, dict.fromkeys([*no_need, "Friends and social network"], "No need"))
    fill_in(page, {"Education, training and employment": "Not wanted now"})
    press(page, "Save the answers")
    says(page, "Say why not now")
    check(page)
    page.get_by_role("textbox", name="Why?").nth(0).fill("After the move")
    press(page, "Save the answers")
    says(page, "Not wanted now: After the move")


def test_a_client_who_does_not_agree(open_as, check, keyworker, record):
    plan = CarePlanFactory(client=record)
    GoalFactory(plan=plan, words=WORDS)
    page = open_as(keyworker, plan.get_absolute_url())
    press(page, CHECK)
    press(page, AGREE)
    fill_in(page, {"What does the client say of this plan?": "Does not agree"})
    fill_in(page, {"How did the client answer?": "In words, in person"})
    press(page, "Record the answer")
    says(page, "Say why, in a few words")
    check(page)
    fill_in(page, {"If the client does not agree or could not answer: why?": "I want to work first"})
    press(page, "Record the answer")
    says(page, "The client does not agree", "I want to work first", "Active")
    check(page)


def test_two_people_change_one_plan(open_as, check, team, keyworker, record):
    plan = CarePlanFactory(client=record, about="A quiet life")
    colleague = UserFactory(team=team, first_name="Gwen", last_name="Pryce")
    address = plan.get_absolute_url() + "edit/"
    page, other = open_as(keyworker, address), open_as(colleague, address)
    fill_in(other, {"What matters to the client?": "My garden and my grandchildren"})
    press(other, "Save")
    says(other, "My garden and my grandchildren")
    mine = "My daughter, and to be left in peace by the bailiffs"
    fill_in(page, {"What matters to the client?": mine})
    press(page, "Save")
    says(page, "Somebody else changed this while you were writing", "Gwen Pryce saved it first")
    says(page, "My garden and my grandchildren", mine)
    assert page.get_by_label("What matters to the client?").input_value() == mine
    check(page)
    fill_in(page, {"What matters to the client?": f"{mine}. My garden and my grandchildren"})
    press(page, "Save")
    says(page, f"{mine}. My garden and my grandchildren")
