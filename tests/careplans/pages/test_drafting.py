"""Pages on which a plan is written: what they save, and what a wrong form shows."""

from datetime import date

import pytest
from django.urls import reverse

from careplans.choices import ActionOwner, FollowOn, PlanKind, PlanStatus
from careplans.models import Action, CarePlan, Goal, Intervention
from recovery_capital.choices import Domain
from tests.factories.careplans import ActionFactory, GoalFactory, InterventionFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.recovery_capital import DomainRatingFactory

from .parts import address, text_of


class TestPlanning:
    def test_a_plan_from_beginning_to_agreement(self, browser, record, keyworker):
        response = browser.post(address("care_plan_create", record), {"kind": PlanKind.FULL})
        plan = CarePlan.objects.get()
        assert response.headers["Location"] == plan.get_absolute_url()
        browser.post(address("care_plan_edit", plan), {"about": "My garden", "version": 1})
        browser.post(address("contingency_text_edit", plan), {"contingency": "Ring Mam", "version": 2})
        browser.post(address("goal_add", plan), {"domain": Domain.HOUSING, "words": "A home of my own"})
        goal = plan.goals.get()
        browser.post(
            address("action_add", goal), {"what": "Fill in the form", "owner": "client", "by_when": "1/12/2026"}
        )
        browser.post(address("intervention_add", plan), {"kind": "psychosocial", "setting": "community"})
        page = text_of(browser.get(plan.get_absolute_url()))
        for words in ["My garden", "Ring Mam", "A home of my own", "Fill in the form", "Psychosocial intervention"]:
            assert words in page
        answer = {"agreement": "agrees", "agreed_how": "signed", "agreed_on": "23/11/2026", "review_on": "15/2/2027"}
        plan.refresh_from_db()
        response = browser.post(address("care_plan_agree", plan), answer | {"version": 3, "seen": plan.stamp})
        assert response.status_code == 409
        assert "Not answered yet: Education, training and employment, Money" in text_of(response)
        no_need = {f"{about}-because": "no_need" for about in FollowOn if about != FollowOn.HOUSING}
        browser.post(address("follow_on_edit", plan), no_need)
        plan = CarePlan.objects.get()
        response = browser.post(address("care_plan_agree", plan), answer | {"version": 3, "seen": plan.stamp})
        assert response.status_code == 302
        plan.refresh_from_db()
        assert (plan.status, plan.review_on, plan.updated_by) == (PlanStatus.ACTIVE, date(2027, 2, 15), keyworker)

    def test_create_while_one_is_in_use_says_so(self, browser, record, draft):
        response = browser.post(address("care_plan_create", record), {"kind": PlanKind.FULL})
        assert response.status_code == 409
        assert "There is a draft of this kind already" in text_of(response)

    def test_a_waiting_client_without_a_worker_can_have_a_plan_printed(self, browser, team, today):
        waiting = EpisodeFactory(team=team)
        browser.post(address("care_plan_create", waiting.client), {"kind": PlanKind.INITIAL})
        response = browser.get(address("care_plan_pdf", CarePlan.objects.get()))
        assert response.headers["Content-Type"] == "application/pdf"

    def test_low_rating_without_a_goal_is_a_hint_with_a_link(self, browser, draft):
        DomainRatingFactory(assessment__client=draft.client, domain=Domain.HOUSING, rating=2)
        DomainRatingFactory(assessment__client=draft.client, domain=Domain.MONEY, rating=8)
        page = text_of(browser.get(draft.get_absolute_url()))
        assert "Housing was rated 2: no goal yet." in page
        assert "was rated 8" not in page
        link = f"{address('goal_add', draft)}?domain=housing"
        assert link in page
        assert '<option value="housing" selected>' in text_of(browser.get(link))
        GoalFactory(plan=draft, domain=Domain.HOUSING)
        assert "no goal yet" not in text_of(browser.get(draft.get_absolute_url()))

    def test_only_the_newest_rating_of_a_domain_counts(self, browser, draft):
        DomainRatingFactory(assessment__client=draft.client, rating=1)
        newest = DomainRatingFactory(
            assessment__client=draft.client, assessment__assessed_on=date(2026, 11, 1), rating=7
        )
        DomainRatingFactory(assessment__client=draft.client, assessment__assessed_on=date(2026, 11, 20), rating=None)
        assert newest.domain == Domain.HOUSING
        assert "no goal yet" not in text_of(browser.get(draft.get_absolute_url()))

    @pytest.mark.parametrize("domain", ["'; DROP TABLE", "x" * 100_000, ""])
    def test_goal_add_with_an_unknown_domain_asks_for_one(self, browser, draft, domain):
        response = browser.get(address("goal_add", draft), {"domain": domain})
        assert response.status_code == 200

    def test_a_goal_leads_to_the_services_that_may_help(self, browser, goal):
        page = text_of(browser.get(goal.plan.get_absolute_url()))
        link = f"{reverse('referrals:referral_create', args=[goal.plan.client_id])}?domain=housing"
        assert link in page
        assert browser.get(link).status_code == 200

    def test_a_text_that_is_too_long_is_told_so_in_our_words(self, browser, goal):
        response = browser.post(address("action_add", goal), {"what": "x" * 501, "owner": "client"})
        assert response.status_code == 422
        assert "Shorten this to 500 characters or fewer" in text_of(response)

    def test_action_of_somebody_else_needs_a_name(self, browser, goal):
        response = browser.post(address("action_add", goal), {"what": "A lift", "owner": ActionOwner.OTHER})
        assert response.status_code == 422
        assert text_of(response).count("Enter the name of the person or agency") == 2  # summary and field
        assert not Action.objects.exists()

    def test_intervention_cannot_end_before_it_starts(self, browser, draft):
        dates = {"starts_on": "2/12/2026", "ends_on": "1/12/2026"}
        response = browser.post(
            address("intervention_add", draft), {"kind": "psychosocial", "setting": "community"} | dates
        )
        assert response.status_code == 422
        assert "The end cannot be before the start" in text_of(response)
        assert not Intervention.objects.exists()

    @pytest.mark.parametrize(
        "text", ["x" * 100_000, "\N{SNOWMAN}" * 10_001, "", "   "], ids=["long", "long-snowmen", "empty", "blank"]
    )
    def test_goal_with_hostile_text_is_refused_and_nothing_is_saved(self, browser, draft, text):
        response = browser.post(address("goal_add", draft), {"domain": Domain.HOUSING, "words": text})
        assert response.status_code == 422
        assert not Goal.objects.exists()

    @pytest.mark.parametrize("text", ["{% now 'Y' %}{{ draft }}", "<script>alert(1)</script>", "'; DROP TABLE x; --"])
    def test_goal_with_markers_is_kept_as_typed_and_shown_as_text(self, browser, draft, text):
        browser.post(address("goal_add", draft), {"domain": Domain.HOUSING, "words": text})
        assert draft.goals.get().words == text
        assert "<script>alert" not in text_of(browser.get(draft.get_absolute_url()))
        assert browser.get(address("care_plan_pdf", draft)).status_code == 200

    @pytest.mark.parametrize("day", ["31/2/2026", "1/1/0001", "31/12/9999", "9" * 100_000])
    def test_dates_that_cannot_be_are_refused(self, browser, draft, day):
        goal = {"domain": Domain.HOUSING, "words": "A home", "target_on": day}
        assert browser.post(address("goal_add", draft), goal).status_code == 422

    def test_broken_text_is_refused(self, browser, draft):
        body = "domain=housing&words=a%00b"
        response = browser.post(address("goal_add", draft), body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 400


class TestRemoving:
    def test_a_goal_is_removed_after_a_question(self, browser, goal):
        assert "Remove this goal and its actions?" in text_of(browser.get(address("goal_remove", goal)))
        assert Goal.objects.exists()
        response = browser.post(address("goal_remove", goal), {"version": goal.version})
        assert response.headers["Location"] == goal.plan.get_absolute_url()
        assert not Goal.objects.exists()

    def test_an_action_and_an_intervention_are_removed(self, browser, goal):
        action, intervention = ActionFactory(goal=goal), InterventionFactory(plan=goal.plan)
        browser.post(address("action_remove", action), {"version": 1})
        browser.post(address("intervention_remove", intervention), {"version": 1})
        assert not Action.objects.exists()
        assert not Intervention.objects.exists()

    def test_a_goal_that_somebody_changed_meanwhile_is_not_removed_at_once(self, browser, goal, team_manager):
        goal.words = "New words"
        goal.save_by(team_manager)
        response = browser.post(address("goal_remove", goal), {"version": 1})
        assert response.status_code == 409
        assert "New words" in text_of(response)
        assert Goal.objects.exists()
        browser.post(address("goal_remove", goal), {"version": 2})
        assert not Goal.objects.exists()
