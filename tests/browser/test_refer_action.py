"""From an action of the plan to a service and back: referred with consent, answered by the partner, shown beside the action."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careplans.choices import ActionStatus
from careplans.models import Action
from tests.browser.journey import fill_in, on_paper, press, says
from tests.browser.two_sides import answer, open_with_code, send_by_link
from tests.factories.careplans import ActionFactory, CarePlanFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.browser


def test_an_action_is_referred_and_shows_what_became_of_it(open_as, check, keyworker, episode):
    service = ServiceFactory(name="Harbour Housing", needs=["housing_advice"], email="duty@harbour.example.org")
    plan = CarePlanFactory(client=episode.client, episode=episode, active=True)
    action = ActionFactory(goal__plan=plan)
    wish, today = action.goal.words, on_paper(timezone.localdate())
    ours = open_as(keyworker, plan.get_absolute_url())
    press(ours, f"Refer to a service: {action.what}")
    says(ours, f"Refer for: {action.what}")
    check(ours)
    press(ours, f"Choose {service}")
    expect(ours.get_by_label("Why, in the client’s words?")).to_have_value(wish)
    press(ours, "Save as a draft")
    says(ours, "The referral is saved as a draft", wish)

    press(ours, "Send it")
    says(ours, "The client has not agreed yet")
    press(ours, "Record the client’s consent")
    fill_in(
        ours,
        {"What may be shared?": ["Name and contact details", "Housing"], "How did the client say yes?": "In words"},
    )
    fill_in(ours, {"In which words, or where is the signed form?": "“Yes, tell them”"})
    press(ours, "Record the consent")
    says(ours, "The client agreed on")
    ours.goto(Action.objects.get().referral.get_absolute_url())
    code, address = send_by_link(ours)
    check(ours)

    theirs = open_as(None, address)
    open_with_code(theirs, code)
    says(theirs, wish)
    answer(theirs, "Accept")
    ours.goto(plan.get_absolute_url())
    row = ours.get_by_role("row").filter(has_text=action.what)
    expect(row).to_contain_text("accepted")
    expect(row.get_by_role("link", name="Refer to a service")).to_have_count(0)
    check(ours)
    answer(theirs, "Came, or did not come", **{"Did the person come?": "Came", "On which day was that?": today})
    ours.reload()
    expect(row).to_contain_text("started")
    row.get_by_role("link", name="Mark as under way").click()
    press(ours, "Save")
    expect(row).to_contain_text("Under way")
    assert Action.objects.get().status == ActionStatus.UNDER_WAY
    assert not ours.faults + theirs.faults
