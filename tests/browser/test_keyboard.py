"""Assessment, plan, agreement, print and review six weeks later, as a keyworker with nothing but the keyboard."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careplans.models import CarePlan
from recovery_capital.models import Assessment

from .journey import on_paper, says
from .keyboard import choose, press, tab_to, type_in

pytestmark = pytest.mark.browser

HOW = "How does the person see it, from 0 to 10?"
SAVE = "Save and go back to the list"
GOAL = "I want a place where my daughter can stay the night"
OTHER_PARTS = [
    "Education, training and employment", "Money, benefits and debt", "Family and relationships", "Health",
    "Social care and independent living", "Friends and social network",
]  # fmt: skip


def look_at_capital(page, day, begin, *, housing, money):
    """Recovery capital looked at together: two parts of life."""
    press(page, "Recovery capital")
    press(page, begin)
    type_in(page, "When did you talk about this?", on_paper(day))
    press(page, "Begin")
    for part, rating in (("Housing", housing), ("Money, benefits and debt", money)):
        press(page, part)
        choose(page, HOW, rating)
        press(page, SAVE)
    press(page, "Check the answers")
    press(page, "Record it")


def test_from_assessment_to_review_by_keyboard_alone(open_as, check, keyworker, record):
    today = timezone.localdate()
    then = today - timedelta(weeks=6)
    page = open_as(keyworker, record.get_absolute_url())
    look_at_capital(page, then, "Look at it together", housing="2", money="6")

    press(page, "Plans")
    press(page, "Begin a plan")
    choose(page, "Which plan do you want to begin?", "Care plan")
    press(page, "Begin the plan")
    press(page, "Add a goal")
    choose(page, "Which part of life is it about?", "Housing")
    type_in(page, "What does the client want to change?", GOAL)
    press(page, "Save the goal")
    press(page, "Every part of life")
    for part in OTHER_PARTS:
        choose(page, part, "No need")
    press(page, "Save the answers")
    press(page, "Check the answers")
    says(page, "Check the answers together", GOAL)
    check(page)
    press(page, "Record what the client says")
    choose(page, "What does the client say of this plan?", "Agrees")
    choose(page, "How did the client answer?", "Signed on paper")
    type_in(page, "When was that?", on_paper(then))
    press(page, "Record the answer")
    says(page, "The plan is active. Give the client a copy.")
    plan = CarePlan.objects.get()
    assert (plan.agreed_on, plan.agreed_hash) == (then, plan.fingerprint)

    tab_to(page, "Print the plan (PDF)")
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.close()

    look_at_capital(page, today, "Look at it again together", housing="7", money="5")
    assert Assessment.objects.recorded().count() == 2
    press(page, "Plans")
    press(page, "Care plan, version 1")
    press(page, "Review the plan")
    cells = page.get_by_role("row", name="Housing").get_by_role("cell").all_inner_texts()
    assert cells == ["2", "7"], "Last time stands beside today"
    check(page)
    type_in(page, "Who took part?", "The client and the keyworker")
    type_in(page, "What has changed?", "A room in a supported house since October")
    choose(page, f"Housing: {GOAL}", "Partly achieved")
    press(page, "Save the review and begin the next version")
    says(page, "Care plan, version 2")
    press(page, "Compare with the version before")
    says(page, "versions 1 and 2 side by side", "No longer in the plan")
    check(page)
