"""Two particular paths, from the first step to the last: a housing referral, and an application for rehabilitation."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clients.choices import ConsentCategory, ConsentPurpose
from referrals.choices import FieldKind
from referrals.models import Referral
from referrals.paths import path_called
from referrals.steps import missing_of, save_step
from tests.browser.journey import fill_in, on_paper, press, says
from tests.browser.two_sides import answer, open_with_code, send_by_link
from tests.factories.clients import ConsentFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.browser


def test_a_housing_referral(open_as, check, keyworker, record, today_on_paper):
    council = ServiceFactory(
        name="Exampleshire Homelessness Team", needs=["housing_advice"], email="duty@council.example.org"
    )
    agreed(record, council)
    page = open_as(keyworker, f"/referrals/client/{record.pk}/create/?domain=housing")
    press(page, "Choose Exampleshire Homelessness Team")
    page.get_by_label("Housing: the council’s help with homelessness (suggested)").check()
    page.get_by_label("Why, in the client’s words?").fill("I want a door of my own")
    press(page, "Save as a draft")
    expect(page.get_by_role("heading", name="Housing: the council’s help with homelessness")).to_be_visible()
    check(page)
    page.locator("#steps-1-status").wait_for()
    page.get_by_role("link", name="Tonight, and who refers").last.click()
    fill_in(page, {"Is there somewhere safe to sleep tonight?": "No"})
    page.get_by_label("On which day was this step done?").fill(today_on_paper)
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Answer this, or leave the day empty")
    check(page)
    page.get_by_label("A charity, or another service that no duty names").check()
    press(page, "Save")
    expect(page.get_by_text("Ring the council today").first).to_be_visible()
    expect(page.get_by_text("This is a voluntary referral").first).to_be_visible()
    expect(page.get_by_text("Next step:").locator("..")).to_contain_text("What the person agrees to")
    page.get_by_role("link", name="Checklist and evidence", exact=True).click()
    expect(page.get_by_role("link", name="Priority-need checklist")).to_be_visible()
    page.get_by_label("Proof of identity").check()
    press(page, "Save")
    expect(page.get_by_text("1 answer missing").first).to_be_visible()
    referral = Referral.objects.get()
    assert referral.steps.get(key="evidence").answers == {"papers": ["identity"]}
    for key in ("agreement", "submitted"):
        finish(referral, key, keyworker)
    page.goto(referral.get_absolute_url())
    code, address = send_by_link(page)
    theirs = open_as(None, address)
    open_with_code(theirs, code)
    says(theirs, "I want a door of my own")
    answer(theirs, "Accept")
    answer(theirs, "Offer a date", **{"On which day can the person come?": today_on_paper})
    page.goto(referral.get_absolute_url())
    says(page, "Date offered")
    finish(referral, "contact", keyworker)
    page.goto(f"/referrals/{referral.pk}/steps/outcome/1/")
    fill_in(page, {"What is the date of the decision?": today_on_paper, "What was decided?": "Not in priority need"})
    page.get_by_label("On which day was this step done?").fill(today_on_paper)
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Answer this, or leave the day empty")
    page.get_by_label("Which reasons does the letter give?").fill("They say that dependence alone is not enough")
    press(page, "Save")
    says(page, "a review has to be asked for in time", "Accept it, or ask for a review")
    page.goto(f"/referrals/{referral.pk}/steps/review/1/")
    wish = {"What does the person want?": "Ask for a review", "On which day was the review asked for?": today_on_paper}
    fill_in(page, wish)
    page.get_by_label("On which day was this step done?").fill(today_on_paper)
    press(page, "Save")
    page.goto(f"/referrals/{referral.pk}/steps/home/1/")
    fill_in(page, {"What came of it?": "Supported housing"})
    page.get_by_label("On which day was this step done?").fill(today_on_paper)
    press(page, "Save")
    says(page, "The step is done.")
    answer(theirs, "Came, or did not come", **came(today_on_paper))
    page.goto(referral.get_absolute_url())
    press(page, "Record what came of it")
    fill_in(page, {"Did it help?": "It helped a little"})
    press(page, "Record what came of it")
    says(page, "Nothing: this referral has ended.")
    assert not page.faults + theirs.faults


def test_rehabilitation_from_interest_to_follow_up(open_as, check, keyworker, episode, today_on_paper):
    """Each step that a person may write is written through the same verb; those with a rule of their own, by hand."""
    house = ServiceFactory(name="Example House", needs=["residential_rehab"], email="beds@house.example.org")
    agreed(episode.client, house)
    referral = ReferralFactory(
        client=episode.client, episode=episode, service=house, path="rehab", domain="substance_use"
    )
    page = open_as(keyworker, referral.get_absolute_url())
    check(page)
    code, address = send_by_link(page)
    theirs = open_as(None, address)
    open_with_code(theirs, code)
    answer(theirs, "Put on the waiting list")
    for key in ("interest", "preparation", "assessment"):
        finish(referral, key, keyworker)
    page.goto(f"/referrals/{referral.pk}/steps/providers/1/")
    page.get_by_label("What did each of them say?").fill("A bed in three weeks")
    press(page, "Save and choose services Which providers has the person chosen?")
    press(page, f"Choose {house.name}")
    expect(page.get_by_role("button", name=f"Take away {house.name}")).to_be_visible()
    check(page)
    press(page, "Carry on with the step")
    expect(page.get_by_label("What did each of them say?")).to_have_value("A bed in three weeks")
    page.get_by_role("group", name="Is each of them registered with the inspectorate?").get_by_label("Yes").check()
    page.get_by_label("On which day was this step done?").fill(today_on_paper)
    press(page, "Save")
    expect(page.get_by_text("The step is done.")).to_be_visible()
    finish(referral, "panel", keyworker, decision="approved", weeks=12)
    page.goto(f"/referrals/{referral.pk}/steps/bed/1/")
    page.get_by_label("On which day is the bed?").fill(on_paper(timezone.localdate() + timedelta(days=21)))
    press(page, "Save")
    expect(page.get_by_text("no plan for moving on yet").first).to_be_visible()
    check(page)
    for key in ("move_on", "arrival", "weekly"):
        finish(referral, key, keyworker)
    answer(theirs, "Came, or did not come", **came(today_on_paper))
    finish(referral, "leaving", keyworker, how="completed")
    page.reload()
    expect(page.get_by_text("no plan for moving on yet")).to_have_count(0)
    page.get_by_role("link", name="Follow-up").first.click()
    page.get_by_role("group", name="Was the person reached?").get_by_label("No").check()
    page.get_by_label("On which day was this step done?").fill(today_on_paper)
    press(page, "Save")
    expect(page.get_by_role("link", name="Follow-up (2)").first).to_be_visible()
    answer(theirs, "What became of it", **{"What became of it?": "Finished what was planned"})
    page.reload()
    says(page, "Finished what was planned")
    assert not page.faults + theirs.faults


@pytest.fixture
def today_on_paper():
    return on_paper(timezone.localdate())


def agreed(client, service):
    """The client's yes to this service."""
    categories = [ConsentCategory.IDENTITY, ConsentCategory.HOUSING, ConsentCategory.SUBSTANCE_USE]
    ConsentFactory(client=client, recipient=service, purpose=ConsentPurpose.REFERRAL, categories=categories)


def came(day):
    return {"Did the person come?": "Came", "On which day was that?": day}


def finish(referral, key, by, **answers):
    """A step with an answer to all that it needs."""
    step, today = path_called(referral.path).step(key), timezone.localdate().isoformat()
    some = {FieldKind.DATE: today, FieldKind.NUMBER: 6, FieldKind.YES_NO: "yes"}
    while missing := missing_of(step, answers):
        for field in missing:
            first = field.choices[0][0] if field.choices else "As agreed"
            listed = [first] if field.kind in (FieldKind.CHOICES, FieldKind.EVIDENCE) else first
            answers[field.key] = some.get(field.kind, listed)
    day = timezone.localdate()
    save_step(referral, key, 1, version=None, answers=answers, due_on=None, done_on=day, by=by)
