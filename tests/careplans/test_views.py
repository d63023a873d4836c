"""The pages of plans: what they do, what a wrong form shows, and that nothing typed is lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplans.choices import ActionOwner, Agreement, FollowOn, GoalStatus, PlanKind, PlanStatus
from careplans.models import Action, CarePlan, Goal, Intervention
from core.models import AccessLog
from recovery_capital.choices import Domain
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory, InterventionFactory, ReviewFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.recovery_capital import DomainRatingFactory


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


@pytest.fixture
def draft(record, episode):
    return CarePlanFactory(client=record, episode=episode)


@pytest.fixture
def goal(draft):
    return GoalFactory(plan=draft)


@pytest.fixture
def active(record, episode):
    return CarePlanFactory(client=record, episode=episode, active=True)


def address(name, subject):
    return reverse(f"careplans:{name}", args=[subject.pk])


def text_of(response):
    return response.content.decode()


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
        answer = TestAgreement.ANSWER | {"copy_given_on": "23/11/2026", "seen": page.context["form"]["seen"].value()}
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


class TestAgreement:
    ANSWER = {
        "agreement": Agreement.AGREES,
        "agreed_how": "signed",
        "agreed_on": "23/11/2026",
        "review_on": "15/2/2027",
        "version": 1,
    }

    def test_the_page_offers_a_review_in_twelve_weeks(self, browser, goal):
        assert 'value="15/02/2027"' in text_of(browser.get(address("care_plan_agree", goal.plan)))

    @pytest.mark.parametrize(
        ("changed", "error"),
        [
            ({"agreement": ""}, "Choose what the client says"),
            ({"agreement": "does_not_agree"}, "Say why, in a few words"),
            ({"agreement": "could_not_answer", "agreed_how": ""}, "Say why, in a few words"),
            ({"agreed_how": ""}, "Choose how the client answered"),
            ({"agreed_on": "24/11/2026"}, "The date cannot be in the future"),
            ({"review_on": ""}, "Enter the date of the review"),
            ({"review_on": "23/11/2026"}, "The date of the review must be in the future"),
            ({"copy_given_on": "31/2/2026"}, "Enter a real date"),
        ],
    )
    def test_what_is_missing_is_said(self, browser, goal, changed, error):
        response = browser.post(address("care_plan_agree", goal.plan), self.ANSWER | changed)
        assert response.status_code == 422
        assert error in text_of(response)
        goal.plan.refresh_from_db()
        assert goal.plan.status == PlanStatus.DRAFT

    def test_a_client_who_could_not_answer(self, browser, goal):
        answer = {"agreement": "could_not_answer", "agreed_how": "", "agreement_reason": "In hospital, asleep"}
        answer["seen"] = goal.plan.stamp
        browser.post(address("care_plan_agree", goal.plan), self.ANSWER | answer)
        page = text_of(browser.get(goal.plan.get_absolute_url()))
        assert "The client could not answer" in page
        assert "In hospital, asleep" in page

    def test_a_plan_without_goals_is_not_agreed(self, browser, draft):
        response = browser.post(address("care_plan_agree", draft), self.ANSWER | {"seen": draft.stamp})
        assert response.status_code == 409
        assert "Add at least one goal" in text_of(response)

    def test_copy_given(self, browser, active):
        browser.post(address("care_plan_copy", active), {"on": "20/11/2026", "version": active.version})
        assert "Copy given on 20 November 2026." in text_of(browser.get(active.get_absolute_url()))


class TestDone:
    def test_an_action_is_marked_done_and_back(self, browser, active):
        action = ActionFactory(goal=GoalFactory(plan=active))
        browser.post(address("action_move", action), {"to": "done", "done_on": "20/11/2026", "version": 1})
        action.refresh_from_db()
        assert action.done_on == date(2026, 11, 20)
        browser.post(address("action_move", action), {"to": "to_do", "done_on": "", "version": 2})
        action.refresh_from_db()
        assert action.done_on is None

    @pytest.mark.parametrize("day", ["", "24/11/2026", "31/2/2026"])
    def test_a_day_that_cannot_be(self, browser, active, day):
        action = ActionFactory(goal=GoalFactory(plan=active))
        typed = {"to": "done", "done_on": day, "version": 1}
        assert browser.post(address("action_move", action), typed).status_code == 422


class TestReview:
    @pytest.fixture
    def goals(self, active):
        return [GoalFactory(plan=active, position=n, words=f"Goal number {n}") for n in range(2)]

    def answers(self, goals, *outcomes):
        asked = {f"goal_{goal.pk.hex}": outcome for goal, outcome in zip(goals, outcomes, strict=True)}
        said = {"attended": "Megan and Sam", "what_changed": "A new flat"}
        return asked | said | {"reviewed_on": "23/11/2026", "next_on": "15/2/2027"}

    def test_makes_the_next_version(self, browser, active, goals):
        response = browser.post(address("care_plan_review", active), self.answers(goals, "goes_on", "achieved"))
        draft = active.next_version
        assert response.headers["Location"] == draft.get_absolute_url()
        assert [goal.words for goal in draft.goals.all()] == ["Goal number 0"]
        old = text_of(browser.get(active.get_absolute_url()))
        assert "A new flat" in old
        assert "Goal number 1" in old
        assert "Achieved" in old

    def test_asks_how_each_goal_stands(self, browser, active, goals):
        response = browser.post(address("care_plan_review", active), self.answers(goals, "goes_on", ""))
        assert response.status_code == 422
        assert "Say how each goal stands" in text_of(response)
        assert "A new flat" in text_of(response)
        assert not hasattr(CarePlan.objects.get(), "review")

    def test_the_second_reviewer_is_told_and_loses_nothing(self, browser, active, goals):
        ReviewFactory(plan=active)
        response = browser.post(
            address("care_plan_review", active), self.answers(goals, "goes_on", GoalStatus.NOT_ACHIEVED)
        )
        assert response.status_code == 409
        assert "has been reviewed already" in text_of(response)
        assert "A new flat" in text_of(response)

    def test_a_draft_is_not_reviewed(self, browser, draft):
        assert browser.get(address("care_plan_review", draft)).headers["Location"] == draft.get_absolute_url()


class TestScope:
    def test_what_was_removed_is_not_found(self, browser, goal):
        url = address("goal_edit", goal)
        goal.delete()
        assert browser.get(url).status_code == 404

    def test_a_plan_of_another_team_is_not_found(self, sign_in, stranger, goal, today):
        browser = sign_in(stranger)
        action = ActionFactory(goal=goal)
        for name in ["care_plan_detail", "care_plan_edit", "care_plan_agree", "care_plan_pdf", "goal_add"]:
            assert browser.get(address(name, goal.plan)).status_code == 404
        for name, subject in [("goal_edit", goal), ("goal_remove", goal), ("action_move", action)]:
            assert browser.post(address(name, subject), {"version": 1}).status_code == 404

    def test_a_look_at_a_goal_is_written_down_against_the_client(self, browser, goal, keyworker):
        browser.get(address("goal_edit", goal))
        assert AccessLog.objects.filter(user=keyworker, action="look", subject_id=goal.plan.client_id).exists()


class TestQueries:
    def queries(self, browser, url):
        browser.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        return len(captured)

    def test_the_plan_costs_the_same_for_10_goals_and_60_and_at_most_12(self, browser, draft):
        def add(count):
            for n in range(count):
                goal = GoalFactory(plan=draft, domain=Domain.values[n % 12])
                ActionFactory.create_batch(2, goal=goal)
                InterventionFactory(plan=draft)

        add(10)
        with_ten = self.queries(browser, draft.get_absolute_url())
        add(50)
        assert self.queries(browser, draft.get_absolute_url()) == with_ten <= 12

    def test_the_list_costs_the_same_for_2_versions_and_50(self, browser, record):
        CarePlanFactory.create_batch(2, client=record, superseded=True)
        with_two = self.queries(browser, address("care_plan_list", record))
        CarePlanFactory.create_batch(48, client=record, superseded=True)
        assert self.queries(browser, address("care_plan_list", record)) == with_two

    def test_the_review_costs_the_same_for_2_goals_and_50(self, browser, active):
        GoalFactory.create_batch(2, plan=active)
        with_two = self.queries(browser, address("care_plan_review", active))
        GoalFactory.create_batch(48, plan=active)
        assert self.queries(browser, address("care_plan_review", active)) == with_two
