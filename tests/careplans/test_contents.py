"""What a plan holds: follow-on answers, aims for substances, goals with a horizon, actions and how they stand."""

from datetime import date

import pytest
from django.urls import reverse

from careplans import workflow
from careplans.choices import (
    ActionOwner,
    ActionStatus,
    Agreement,
    FollowOn,
    GoalStatus,
    Horizon,
    PlanKind,
    PlanStatus,
    SubstanceAimKind,
)
from careplans.follow_on import unanswered
from careplans.models import Action, Goal, WithoutGoal
from careplans.sections import tasks_of
from clients.choices import Substance
from core.workflow import NotAllowed
from recovery_capital.choices import Domain
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory, InterventionFactory
from tests.factories.clients import EpisodeSubstanceFactory
from tests.factories.recovery_capital import DomainRatingFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

ANSWER = {"agreement": Agreement.AGREES, "agreed_how": "signed", "agreed_on": date(2026, 11, 23)}
ANSWER["review_on"] = date(2027, 2, 15)


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


@pytest.fixture
def draft(record, episode):
    plan = CarePlanFactory(client=record, episode=episode, follow_on=False)
    GoalFactory(plan=plan, domain=Domain.HOUSING)
    return plan


@pytest.fixture
def active(record, episode):
    return CarePlanFactory(client=record, episode=episode, active=True)


def address(name, subject):
    return reverse(f"careplans:{name}", args=[subject.pk])


def rated(plan, domain, **said):
    return DomainRatingFactory(assessment__client=plan.client, domain=domain, **said)


class TestFollowOn:
    def labels(self, plan):
        return [part.about for part in unanswered(type(plan).objects.get(pk=plan.pk))]

    def test_every_part_asks_until_it_is_answered(self, draft, keyworker):
        assert self.labels(draft) == [about for about in FollowOn if about != FollowOn.HOUSING]
        with pytest.raises(NotAllowed, match="Not answered yet: Education"):
            workflow.agree_plan(draft, by=keyworker, **ANSWER)
        for about in FollowOn:
            WithoutGoal.objects.create(plan=draft, about=about, because="no_need")
        assert workflow.agree_plan(draft, by=keyworker, **ANSWER).status == PlanStatus.ACTIVE

    def test_low_or_needed_asks_for_a_goal_or_a_reason(self, draft, browser):
        for about in FollowOn:
            WithoutGoal.objects.create(plan=draft, about=about, because="no_need")
        rated(draft, Domain.MONEY, rating=4)
        rated(draft, Domain.OFFENDING, rating=9, needs="A solicitor")
        rated(draft, Domain.PHYSICAL_HEALTH, rating=5)
        assert sorted(self.labels(draft)) == ["money", "offending"]
        typed = {f"{about}-because": "no_need" for about in [*FollowOn, "offending"]}
        typed |= {f"{about}-version": 1 for about in FollowOn}
        response = browser.post(address("follow_on_edit", draft), typed)
        assert response.status_code == 422
        assert "Say why there is no need" in response.text
        typed |= {"money-reason": "His sister pays", "offending-reason": "The case is closed"}
        assert browser.post(address("follow_on_edit", draft), typed).status_code == 302
        assert self.labels(draft) == []

    def test_an_initial_plan_asks_only_for_what_was_rated_low_and_the_clients_own_for_nothing(self, draft):
        rated(draft, Domain.MONEY, rating=1)
        for kind, asked in [
            (PlanKind.INITIAL, ["money"]),
            (PlanKind.RECOVERY, []),
            (PlanKind.PERSONAL_DEVELOPMENT, []),
        ]:
            assert self.labels(CarePlanFactory(client=draft.client, kind=kind, follow_on=False)) == asked

    def test_not_now_has_a_reason_and_a_goal_takes_the_answer_back(self, draft, browser):
        page = address("follow_on_edit", draft)
        response = browser.post(page, {"ete-because": "not_now"})
        assert response.status_code == 422
        assert "Say why not now" in response.text
        assert browser.post(page, {"ete-because": "not_now", "ete-reason": "After the move"}).status_code == 302
        assert "Not wanted now: After the move" in browser.get(draft.get_absolute_url()).text
        browser.post(address("goal_add", draft), {"domain": Domain.ETE, "words": "A job"})
        assert not WithoutGoal.objects.exists()
        row = WithoutGoal.objects.create(plan=draft, about="money", because="no_need")
        browser.post(page, {"money-because": "", "money-version": row.version})
        assert not WithoutGoal.objects.exists()

    def test_two_at_once_lose_nothing(self, draft, browser, team_manager):
        row = WithoutGoal.objects.create(plan=draft, about="money", because="not_now", reason="Mine")
        row.reason = "Hers"
        row.save_by(team_manager)
        typed = {"money-because": "not_now", "money-reason": "Typed second", "money-version": 1}
        response = browser.post(address("follow_on_edit", draft), typed)
        assert response.status_code == 409
        assert "Hers" in response.text
        assert "Typed second" in response.text


class TestSections:
    def test_a_draft_is_a_list_of_tasks(self, draft, browser):
        EpisodeSubstanceFactory(episode=draft.episode, substance=Substance.HEROIN)
        page = browser.get(draft.get_absolute_url())
        standing = {str(task["title"]): task["status"] for task in page.context["tasks"]}
        assert standing == {
            "What matters to me": "not_started",
            "What I want with alcohol and drugs": "not_started",
            "Goals and who does what": "in_progress",
            "Every part of life": "in_progress",
            "The help I get": "not_started",
            "If things go wrong": "not_started",
        }
        ActionFactory(goal=draft.goals.get())
        typed = {"trigger": "lapse", "response": "Ring me the same day", "may_be_told": "My sister"}
        browser.post(address("contingency_add", draft), typed)
        page = browser.get(draft.get_absolute_url())
        assert {"#goals", "#wrong"} <= {task["url"] for task in page.context["tasks"] if task["status"] == "done"}
        assert "May be told: My sister" in page.text

    def test_each_kind_has_its_own_parts(self, record, today):
        keys = {}
        for kind in PlanKind:
            plan = CarePlanFactory(client=record, kind=kind)
            plan.problem_substances = []
            keys[kind] = [str(task["title"]) for task in tasks_of(plan)]
        assert "The help I get" not in keys[PlanKind.RECOVERY]
        assert keys[PlanKind.PERSONAL_DEVELOPMENT] == ["What matters to me", "What I want to learn and do"]
        assert "Most urgent: goals and who does what" in keys[PlanKind.INITIAL]

    def test_a_client_writes_a_recovery_plan_beside_the_full_one(self, browser, active):
        browser.post(address("care_plan_create", active.client), {"kind": PlanKind.RECOVERY, "author": "client"})
        plan = active.client.care_plans.get(kind=PlanKind.RECOVERY)
        assert "Written by the client" in browser.get(plan.get_absolute_url()).text

    def test_aims_for_each_substance_may_change(self, draft, browser):
        EpisodeSubstanceFactory(episode=draft.episode, substance=Substance.HEROIN)
        page = address("substance_aims_edit", draft)
        assert browser.post(page, {"heroin-words": "One day"}).status_code == 422
        browser.post(page, {"heroin-aim": SubstanceAimKind.CUT_DOWN, "heroin-words": "One day at a time"})
        aim = draft.substance_aims.get()
        browser.post(page, {"heroin-aim": "stop", "heroin-words": aim.words, "heroin-version": aim.version})
        aim.refresh_from_db()
        assert (aim.aim, aim.words) == ("stop", "One day at a time")


class TestGoals:
    def save(self, browser, plan, **typed):
        return browser.post(address("goal_add", plan), {"domain": Domain.MONEY, "words": "No debts"} | typed)

    @pytest.mark.parametrize(
        ("typed", "horizon", "target_on"),
        [
            ({"horizon": "three_months"}, Horizon.THREE_MONTHS, date(2027, 2, 23)),
            ({"horizon": "six_months", "starts_on": "31/8/2026"}, Horizon.SIX_MONTHS, date(2027, 2, 28)),
            ({"horizon": "future"}, Horizon.FUTURE, None),
            ({"target_on": "1/3/2027"}, Horizon.OWN_DATE, date(2027, 3, 1)),
            ({}, "", None),
        ],
    )
    def test_the_horizon_makes_the_date(self, browser, draft, typed, horizon, target_on):
        assert self.save(browser, draft, **typed).status_code == 302
        goal = Goal.objects.get(domain=Domain.MONEY)
        assert (goal.horizon, goal.target_on) == (horizon, target_on)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"horizon": "three_months", "target_on": "1/3/2028"}, "This is not that far away"),
            ({"horizon": "future", "target_on": "1/3/2028"}, "A goal for the future has no date yet"),
            ({"horizon": "own_date"}, "Enter the date"),
            ({"starts_on": "2/3/2027", "target_on": "1/3/2027"}, "The target date cannot be before the start"),
            ({"starts_on": "31/2/2027"}, "Enter a real date"),
            ({"horizon": "tomorrow"}, "Choose one of the answers on the list"),
        ],
    )
    def test_what_contradicts_itself_is_said_on_the_field(self, browser, draft, typed, said):
        response = self.save(browser, draft, **typed)
        assert response.status_code == 422
        assert response.text.count(said) == 2  # summary and field
        assert not Goal.objects.filter(domain=Domain.MONEY).exists()

    def test_a_new_horizon_makes_a_new_date(self, browser, draft):
        goal = GoalFactory(plan=draft, horizon=Horizon.THREE_MONTHS, target_on=date(2027, 2, 1), domain=Domain.MONEY)
        typed = {
            "domain": Domain.MONEY,
            "words": "x",
            "target_on": "1/2/2027",
            "version": 1,
            "horizon": "twelve_months",
        }
        assert browser.post(address("goal_edit", goal), typed).status_code == 302
        goal.refresh_from_db()
        assert goal.target_on == date(2027, 11, 23)

    def test_it_begins_with_our_words_and_what_was_said_before(self, browser, draft):
        rated(draft, Domain.MONEY, rating=2, barriers="Bailiffs", strengths="My sister helps")
        page = browser.get(address("goal_add", draft), {"domain": "money", "starter": "money_week"})
        assert page.text.index("Bailiffs") < page.text.index("My sister helps")
        assert page.context["form"]["words"].value() == "I want my money to last the week"
        assert page.context["form"]["strengths"].value() == "My sister helps"
        assert "?domain=money&amp;starter=money_debt" in page.text
        groups = {starter.group for starter in browser.get(address("goal_add", draft)).context["starters"]}
        assert groups == set(Domain.values)

    def test_a_goal_ends_while_its_plan_is_active(self, browser, active, draft, keyworker):
        goal = GoalFactory(plan=active)
        browser.post(address("goal_move", goal), {"to": "partly_achieved", "version": 1})
        goal.refresh_from_db()
        assert goal.status == GoalStatus.PARTLY_ACHIEVED
        assert goal.status_changes.get().changed_by == keyworker
        with pytest.raises(NotAllowed):
            workflow.move_goal(draft.goals.get(), GoalStatus.ACHIEVED, by=keyworker)


class TestActions:
    def test_a_service_is_found_without_script_and_nothing_typed_is_lost(self, browser, draft):
        helps = ServiceFactory(name="Afon Housing", needs=["housing_advice"])
        other = ServiceFactory(name="Harbour Debt", needs=["debt"])
        page = address("action_add", draft.goals.get())
        offered = dict(browser.get(page).context["form"].fields["service"].widget.choices)
        assert helps.pk in offered
        assert other.pk not in offered
        typed = {"what": "See them", "owner": "service", "by_when": "1/12/2026"}
        assert "Choose the service" in browser.post(page, typed).text
        looked = browser.post(page, typed | {"find": "harbour", "search": "1"})
        assert looked.status_code == 200
        assert "See them" in looked.text
        assert 'value="1/12/2026"' in looked.text
        assert "Harbour Debt" in looked.text
        assert not Action.objects.exists()
        assert browser.post(page, typed | {"service": other.pk}).status_code == 302
        assert Action.objects.get().who == str(other)

    def test_it_is_linked_to_a_referral_of_the_same_client_alone(self, browser, draft):
        mine, theirs = ReferralFactory(client=draft.client), ReferralFactory()
        page, typed = address("action_add", draft.goals.get()), {"what": "See them", "owner": ActionOwner.SERVICE}
        assert browser.post(page, typed | {"referral": theirs.pk}).status_code == 422
        assert browser.post(page, typed | {"referral": mine.pk, "recovery_support": "housing"}).status_code == 302
        action = Action.objects.get()
        assert (action.referral, action.service, action.recovery_support) == (mine, mine.service, "housing")

    def test_the_page_says_of_which_help_it_is_part_and_what_it_counts_as(self, browser, active):
        help_agreed = InterventionFactory(plan=active, detail="Weekly one-to-one")
        ActionFactory(goal=GoalFactory(plan=active), intervention=help_agreed, recovery_support="housing")
        page = browser.get(active.get_absolute_url()).text
        assert "Part of: Psychosocial intervention: Weekly one-to-one" in page
        assert "Counts as: Housing support" in page

    @pytest.mark.parametrize(("trait", "to"), [("accepted", "under_way"), ("completed", "done")])
    def test_what_became_of_the_referral_is_offered(self, browser, active, trait, to):
        referral = ReferralFactory(client=active.client, **{trait: True})
        action = ActionFactory(goal=GoalFactory(plan=active), referral=referral)
        link = f"{address('action_move', action)}?to={to}"
        assert link in browser.get(active.get_absolute_url()).text
        assert browser.get(link).context["form"]["to"].value() == to

    def test_one_that_cannot_be_done_yet_says_why(self, browser, active):
        action = ActionFactory(goal=GoalFactory(plan=active))
        page, typed = address("action_move", action), {"to": ActionStatus.CANNOT_YET, "version": 1}
        assert "Say why it cannot be done yet" in browser.post(page, typed).text
        browser.post(page, typed | {"not_yet_because": "No letter yet"})
        assert "No letter yet" in browser.get(active.get_absolute_url()).text

    def test_what_was_delivered_is_what_was_done(self, active):
        goal, days = GoalFactory(plan=active), {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
        for flag, done_on in [("housing", date(2026, 11, 1)), ("housing", date(2026, 11, 30)), ("peer", None)]:
            ActionFactory(goal=goal, recovery_support=flag, done_on=done_on)
        ActionFactory(goal=goal, recovery_support="smoking", done_on=date(2026, 12, 1))
        ActionFactory(goal__plan__active=True, recovery_support="family", done_on=date(2026, 11, 2))
        assert Action.objects.delivered(active.client, **days) == ["housing"]
