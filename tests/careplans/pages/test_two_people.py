"""Only drafts change, and of two people who write in one nobody loses a word."""

from datetime import date

import pytest

from careplans.choices import PlanStatus
from careplans.models import Action, Goal
from recovery_capital.choices import Domain
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory, InterventionFactory

from .parts import ANSWER, address, text_of


class TestOnlyDraftsChange:
    @pytest.fixture
    def plan(self, active):
        ActionFactory(goal=GoalFactory(plan=active))
        InterventionFactory(plan=active)
        return active

    def pages(self, plan):
        goal, intervention = plan.goals.get(), plan.interventions.get()
        action = goal.actions.get()
        return {
            address("care_plan_edit", plan): {"about": "typed", "version": 1},
            address("contingency_text_edit", plan): {"contingency": "typed", "version": 1},
            address("goal_add", plan): {"domain": "housing", "words": "typed"},
            address("goal_edit", goal): {"domain": "housing", "words": "typed", "version": 1},
            address("action_add", goal): {"what": "typed", "owner": "client"},
            address("action_edit", action): {"what": "typed", "owner": "client", "version": 1},
            address("intervention_add", plan): {"kind": "psychosocial", "setting": "community", "detail": "typed"},
            address("intervention_edit", intervention): {
                "kind": "psychosocial", "setting": "community", "detail": "typed", "version": 1,
            },
        }  # fmt: skip

    def test_typing_into_a_plan_that_became_active_is_refused_and_kept(self, browser, plan):
        for url, typed in self.pages(plan).items():
            response = browser.post(url, typed)
            assert response.status_code == 409, url
            assert "no longer a draft" in text_of(response)
            assert "typed" in text_of(response)
        assert not Goal.objects.filter(words="typed").exists()
        assert not Action.objects.filter(what="typed").exists()

    def test_the_pages_lead_back_to_the_plan(self, browser, plan):
        removing = [address("goal_remove", plan.goals.get()), address("intervention_remove", plan.interventions.get())]
        for url in [*self.pages(plan), *removing, address("care_plan_agree", plan)]:
            assert browser.get(url).headers["Location"] == plan.get_absolute_url()

    def test_an_old_version_is_readable_without_buttons_that_change_it(self, browser, record):
        plan = CarePlanFactory(client=record, superseded=True, about="As it was")
        ActionFactory(goal=GoalFactory(plan=plan))
        page = text_of(browser.get(plan.get_absolute_url()))
        assert "As it was" in page
        for verb in ["edit", "agree", "review", "move", "remove", "copy"]:
            assert f"/{verb}/" not in page.partition("<main")[2]


class TestTwoPeople:
    def test_the_second_sees_both_texts_and_loses_nothing(self, browser, goal, team_manager, keyworker):
        goal.words = "What she saved first"
        goal.save_by(team_manager)
        mine = {"domain": Domain.HOUSING, "words": "What I typed second", "strengths": "My brother", "version": 1}
        response = browser.post(address("goal_edit", goal), mine)
        page = text_of(response)
        assert response.status_code == 409
        assert "Somebody else changed this while you were writing" in page
        assert str(team_manager) in page
        assert "What she saved first" in page
        assert page.count("What I typed second") == 2  # beside hers, and in the form
        assert "My brother" in page
        goal.refresh_from_db()
        assert goal.words == "What she saved first"
        assert 'name="version" value="2"' in page
        assert browser.post(address("goal_edit", goal), mine | {"version": 2}).status_code == 302
        goal.refresh_from_db()
        assert (goal.words, goal.updated_by, goal.version) == ("What I typed second", keyworker, 3)

    @pytest.mark.parametrize("version", ["", "0", "x", "99999999999999999999", "-1"])
    def test_a_broken_version_never_overwrites(self, browser, goal, version):
        mine = {"domain": Domain.HOUSING, "words": "Mine", "version": version}
        assert browser.post(address("goal_edit", goal), mine).status_code in {409, 422}
        goal.refresh_from_db()
        assert goal.words != "Mine"

    def test_the_plan_itself(self, browser, draft, team_manager):
        draft.about = "Hers"
        draft.save_by(team_manager)
        response = browser.post(address("care_plan_edit", draft), {"about": "Mine", "version": 1})
        assert response.status_code == 409
        assert "Hers" in text_of(response)
        assert "Mine" in text_of(response)

    def test_agreeing_to_a_plan_that_changed_meanwhile(self, browser, goal, team_manager):
        plan = goal.plan
        plan.review_on = date(2027, 1, 11)
        plan.save_by(team_manager)
        answer = {"agreement": "agrees", "agreed_how": "signed", "agreed_on": "23/11/2026", "review_on": "15/2/2027"}
        response = browser.post(address("care_plan_agree", plan), answer | {"version": 1})
        assert response.status_code == 409
        plan.refresh_from_db()
        assert plan.status == PlanStatus.DRAFT
        shown = {name: response.context["form"][name].value() for name in ["version", "seen"]}
        assert browser.post(address("care_plan_agree", plan), answer | shown).status_code == 302

    @pytest.mark.parametrize("kind", ["goal", "action", "new action", "intervention", "removed"])
    def test_agreeing_to_a_plan_of_which_a_part_changed_meanwhile(self, browser, goal, kind):
        plan, action, help_given = goal.plan, ActionFactory(goal=goal), InterventionFactory(plan=goal.plan)
        page = browser.get(address("care_plan_agree", plan))
        answer = ANSWER | {"copy_given_on": "23/11/2026", "seen": page.context["form"]["seen"].value()}
        if kind == "new action":
            ActionFactory(goal=goal)
        elif kind == "removed":
            action.delete()
        else:
            part, name = {
                "goal": (goal, "words"),
                "action": (action, "what"),
                "intervention": (help_given, "detail"),
            }[kind]
            setattr(part, name, "Something else")
            part.save_by(None)
        response = browser.post(address("care_plan_agree", plan), answer)
        assert response.status_code == 409
        assert "The plan has changed since you opened this page" in text_of(response)
        assert 'value="23/11/2026"' in text_of(response)
        plan.refresh_from_db()
        assert plan.status == PlanStatus.DRAFT
        again = answer | {"seen": response.context["form"]["seen"].value()}
        assert browser.post(address("care_plan_agree", plan), again).status_code == 302

    @pytest.mark.parametrize("kind", ["goal", "action", "intervention"])
    def test_what_was_removed_meanwhile_can_be_added_again(self, browser, goal, kind):
        part = {
            "goal": goal,
            "action": ActionFactory(goal=goal),
            "intervention": InterventionFactory(plan=goal.plan),
        }[kind]
        typed = {
            "goal": {"domain": Domain.MONEY, "words": "typed second"},
            "action": {"what": "typed second", "owner": "client"},
            "intervention": {"kind": "psychosocial", "setting": "community", "detail": "typed second"},
        }[kind]
        url = address(f"{kind}_edit", part)
        browser.post(address(f"{kind}_remove", part), {"version": 1})
        response = browser.post(url, typed | {"version": 1})
        assert response.status_code == 409
        assert "removed this while you were writing" in text_of(response)
        assert "typed second" in text_of(response)
        assert 'name="version"' not in text_of(response)
        assert browser.post(url, typed).status_code == 302
        assert "typed second" in text_of(browser.get(goal.plan.get_absolute_url()))

    @pytest.mark.parametrize("page", ["action_add", "action_edit"])
    def test_an_action_of_a_goal_that_was_removed_meanwhile_is_shown(self, browser, goal, page):
        subject = ActionFactory(goal=goal) if page == "action_edit" else goal
        url = address(page, subject)
        browser.post(address("goal_remove", goal), {"version": 1})
        for version in [{"version": 1}, {}]:
            response = browser.post(url, {"what": "typed second", "owner": "client"} | version)
            assert response.status_code == 409
            assert "removed this goal while you were writing" in text_of(response)
            assert "typed second" in text_of(response)

    def test_what_another_team_removed_is_not_found(self, browser, goal, sign_in, stranger):
        url = address("goal_edit", goal)
        browser.post(address("goal_remove", goal), {"version": 1})
        sign_in(stranger)
        assert browser.post(url, {"words": "typed", "version": 1}).status_code == 404
