"""Steps 2 and 3 of the journey in a browser: recovery capital, the plan from draft to review, two people at once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from careplans.models import CarePlan
from recovery_capital.models import Assessment
from tests.browser.conftest import session_cookie
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory

pytestmark = pytest.mark.browser


def address(name, subject):
    return reverse(name, args=[subject.pk])


def test_recovery_capital_is_recorded_and_its_change_shown(open_as, check, record, keyworker):
    DomainRatingFactory(assessment=AssessmentFactory(client=record, assessed_on=date(2026, 6, 1)), rating=2)
    page = open_as(keyworker, address("recovery_capital:assessment_list", record))
    page.get_by_role("link", name="Look at it again together").click()
    check(page)
    housing = page.get_by_role("group", name="Housing", exact=True)
    assert housing.get_by_text("Last time, on 1 June 2026: 2").is_visible()
    housing.get_by_label("6", exact=True).check()
    housing.get_by_label("What is going well? What helps?").fill("My sister has a spare room")
    housing.get_by_label("Where does the person live?").select_option("Settled with family or friends")
    page.get_by_label("How many under-18s live in the same home?").fill("99")
    page.get_by_role("button", name="Save all of it").click()
    check(page)
    assert page.title().startswith("Error:")
    assert housing.get_by_label("What is going well? What helps?").input_value() == "My sister has a spare room"
    page.get_by_label("How many under-18s live in the same home?").fill("1")
    page.get_by_role("button", name="Save all of it").click()
    page.wait_for_url(f"**{Assessment.objects.first().get_absolute_url()}")
    assert page.get_by_text("My sister has a spare room").is_visible()
    check(page)
    page.get_by_role("link", name="What has changed over time").click()
    assert page.get_by_role("img", name="1 part of life is better").is_visible()
    assert page.get_by_role("row", name="Housing 2 6 +4").is_visible()
    check(page)


def test_a_plan_is_written_agreed_done_and_reviewed(open_as, check, record, keyworker):
    page = open_as(keyworker, address("careplans:care_plan_list", record))
    check(page)
    page.get_by_role("link", name="Begin a plan").click()
    page.get_by_label("Care plan").check()
    page.get_by_role("button", name="Begin the plan").click()
    page.get_by_role("link", name="Add a goal").first.click()
    check(page)
    page.get_by_label("Which part of life is it about?").select_option("Housing")
    page.get_by_label("What does the client want to change?").fill("I want a place where my daughter can stay")
    page.get_by_role("button", name="Save the goal").click()
    page.get_by_role("link", name="Add an action").click()
    page.get_by_label("What will happen?").fill("Ring the housing office together")
    page.get_by_label("The keyworker").check()
    page.get_by_role("button", name="Save the action").click()
    check(page)
    page.get_by_role("link", name="Record what the client says").click()
    page.get_by_label("Agrees", exact=True).check()
    page.get_by_label("How did the client answer?").select_option("In words, in person")
    check(page)
    page.get_by_role("button", name="Record the answer").click()
    assert page.get_by_text("Active").first.is_visible()
    page.get_by_role("link", name="Mark as done").click()
    page.get_by_role("button", name="Save").click()
    check(page)
    page.get_by_role("link", name="Review the plan").click()
    page.get_by_label("Who took part?").fill("Megan and Sam")
    page.get_by_label("What has changed?").fill("A room of her own")
    page.get_by_label("Still working on it").check()
    check(page)
    page.get_by_role("button", name="Save the review and begin the next version").click()
    assert page.get_by_role("heading", name="Care plan, version 2").is_visible()
    page.get_by_role("link", name="Version 1").click()
    assert page.get_by_text("A room of her own").is_visible()
    assert page.get_by_text("I want a place where my daughter can stay").is_visible()


def test_two_people_edit_one_goal_and_nobody_loses_a_word(open_as, check, record, keyworker, team_manager):
    goal = GoalFactory(plan=CarePlanFactory(client=record), words="A home")
    mine, hers = (open_as(user, address("careplans:goal_edit", goal)) for user in (keyworker, team_manager))
    for page, words in [(hers, "A home near my sister"), (mine, "A home with a garden")]:
        page.get_by_label("What does the client want to change?").fill(words)
        page.get_by_role("button", name="Save the goal").click()
    hers.wait_for_url(f"**{goal.plan.get_absolute_url()}")
    assert mine.get_by_text("Somebody else changed this while you were writing").is_visible()
    assert mine.get_by_text("A home near my sister").is_visible()
    check(mine)
    field = mine.get_by_label("What does the client want to change?")
    assert field.input_value() == "A home with a garden"
    field.fill("A home with a garden, near my sister")
    mine.get_by_role("button", name="Save the goal").click()
    mine.wait_for_url(f"**{goal.plan.get_absolute_url()}")
    goal.refresh_from_db()
    assert (goal.words, goal.version) == ("A home with a garden, near my sister", 3)


def test_an_action_is_marked_done_and_a_plan_printed_without_script(window, live_server, record, keyworker):
    plan = CarePlanFactory(client=record, active=True, review_on=date.today() + timedelta(days=30))  # noqa: DTZ011
    action = ActionFactory(goal=GoalFactory(plan=plan))
    page = window(java_script_enabled=False, base_url=live_server.url)
    page.context.add_cookies([session_cookie(keyworker, live_server.url)])
    page.goto(plan.get_absolute_url())
    page.get_by_role("link", name="Mark as done").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**{plan.get_absolute_url()}")
    action.refresh_from_db()
    assert action.done_on
    printed = page.request.get(address("careplans:care_plan_pdf", plan))
    assert printed.headers["content-type"] == "application/pdf"
    assert CarePlan.objects.get().version == 1
