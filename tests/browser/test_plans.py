"""Plans in a browser beside the journey: two people at one goal, and everything without script."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from careplans.models import CarePlan
from tests.browser.conftest import session_cookie
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory

pytestmark = pytest.mark.browser


def address(name, subject):
    return reverse(name, args=[subject.pk])


def test_two_people_edit_one_goal_and_nobody_loses_a_word(open_as, check, record, keyworker, team_manager):
    goal = GoalFactory(plan=CarePlanFactory(client=record), words="A home")
    mine, hers = (open_as(user, address("careplans:goal_edit", goal)) for user in (keyworker, team_manager))
    for page, words in [(hers, "A home near my sister"), (mine, "A home with a garden")]:
        page.get_by_label("What does the client want to change?").fill(words)
        page.get_by_role("button", name="Save the goal").click()
    hers.wait_for_url(f"**{goal.plan.get_absolute_url()}")
    expect(mine.get_by_text("Somebody else changed this while you were writing")).to_be_visible()
    expect(mine.get_by_text("A home near my sister")).to_be_visible()
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
    page.get_by_role("link", name="Change how it stands").click()
    page.get_by_label("Done", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**{plan.get_absolute_url()}")
    action.refresh_from_db()
    assert action.done_on
    printed = page.request.get(address("careplans:care_plan_pdf", plan))
    assert printed.headers["content-type"] == "application/pdf"
    assert CarePlan.objects.get().version == 1
