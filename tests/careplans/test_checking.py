"""The answers of a draft are checked before the client says what they think of it, and each part has one place."""

import pytest
from django.urls import reverse

from careplans.choices import FollowOn, PlanKind
from careplans.models import WithoutGoal
from clients.choices import Substance
from recovery_capital.choices import Domain
from tests.factories.careplans import (
    ActionFactory,
    CarePlanFactory,
    ContingencyFactory,
    GoalFactory,
    InterventionFactory,
    SubstanceAimFactory,
)
from tests.factories.clients import EpisodeSubstanceFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


def address(name, subject):
    return reverse(f"careplans:{name}", args=[subject.pk])


def answers(response):
    """What stands in each card: {title: {label: (answer, words and address of its link)}}."""
    return {
        str(card["title"]): {
            str(row["label"]): (row["value"], *((str(link["label"]), link["url"]) for link in row.get("actions", [])))
            for row in card["rows"]
        }
        for card in response.context["cards"]
    }


class TestCheckAnswers:
    def test_every_part_in_order_with_what_is_missing_in_words_and_its_link(self, browser, record, episode):
        for rank, substance in enumerate([Substance.HEROIN, Substance.ALCOHOL], start=1):
            EpisodeSubstanceFactory(episode=episode, substance=substance, rank=rank)
        DomainRatingFactory(assessment=AssessmentFactory(client=record), domain=Domain.MONEY, rating=2)
        plan = CarePlanFactory(
            client=record, episode=episode, follow_on=False, about="My garden", contingency="Ring Mam"
        )
        SubstanceAimFactory(plan=plan, substance=Substance.HEROIN, aim="stop")
        home, work = GoalFactory(plan=plan, words="A home"), GoalFactory(plan=plan, domain=Domain.ETE, words="To weld")
        step = ActionFactory(goal=home, what="Ring the housing office")
        row = ContingencyFactory(plan=plan, trigger="missed", response="Ring me")
        WithoutGoal.objects.create(plan=plan, about=FollowOn.HEALTH, because="no_need")

        response = browser.get(address("care_plan_check", plan))
        said = answers(response)
        assert list(said) == [
            "What matters to me", "What I want with alcohol and drugs", "Goals and who does what",
            "Every part of life", "The help I get", "If things go wrong",
        ]  # fmt: skip
        assert said["What I want with alcohol and drugs"] == {
            "Heroin": ("Stop",),
            "Alcohol": ("Not answered yet", ("Answer", address("substance_aims_edit", plan))),
        }
        assert said["Goals and who does what"] == {
            "Goal 1: Housing": ("A home", ("Change", address("goal_edit", home))),
            "The keyworker, for goal 1": ("Ring the housing office", ("Change", address("action_edit", step))),
            "Goal 2: Education, training and employment": ("To weld", ("Change", address("goal_edit", work))),
            "For goal 2": ("Nobody does anything about it yet.", ("Add an action", address("action_add", work))),
        }
        life = said["Every part of life"]
        assert (life["Housing"], life["Health"]) == (("A home",), ("No need",))
        link = ("Answer", f"{address('follow_on_edit', plan)}#part-money")
        assert life["Money, benefits and debt"] == ("Not answered yet\nRated 2", link)
        assert said["The help I get"] == {}
        assert said["If things go wrong"] == {
            "Two appointments are missed": ("Ring me", ("Change", address("contingency_edit", row))),
            "Whatever goes wrong": ("Ring Mam", ("Change", address("contingency_text_edit", plan))),
        }
        assert "Nothing was recorded" in response.text
        assert [part.about for part in response.context["missing"]] == [
            "money",
            "family",
            "social_care",
            "social_network",
        ]

    def test_the_answer_of_the_client_starts_here_once_nothing_is_missing(self, browser, record, episode):
        plan = CarePlanFactory(client=record, episode=episode)
        check, agree = address("care_plan_check", plan), address("care_plan_agree", plan)
        assert check in browser.get(plan.get_absolute_url()).text
        page = browser.get(check).text
        assert "There is no goal yet, and a plan has at least one." in page
        assert "No goal yet. A plan has at least one." in page
        assert address("goal_add", plan) in page
        assert agree not in page
        GoalFactory(plan=plan)
        assert agree in browser.get(check).text
        assert f'href="{check}"' in browser.get(agree).text, "and the way back"

    def test_of_a_plan_that_is_no_draft_there_is_only_the_plan(self, browser, active):
        assert browser.get(address("care_plan_check", active)).headers["Location"] == active.get_absolute_url()


class TestOnePlace:
    @pytest.mark.parametrize(
        ("kind", "absent"),
        [
            (PlanKind.FULL, ["substance_aims_edit"]),  # no substance is known
            (PlanKind.INITIAL, ["substance_aims_edit", "follow_on_edit", "intervention_add"]),
            (PlanKind.RECOVERY, ["substance_aims_edit", "follow_on_edit", "intervention_add"]),
            (
                PlanKind.PERSONAL_DEVELOPMENT,
                [
                    "substance_aims_edit",
                    "follow_on_edit",
                    "intervention_add",
                    "contingency_add",
                    "contingency_text_edit",
                ],
            ),
            (PlanKind.AFTERCARE, ["substance_aims_edit", "intervention_add"]),
        ],
    )
    def test_a_part_that_a_plan_does_not_have_has_no_link_and_no_address(self, browser, record, kind, absent):
        plan = CarePlanFactory(client=record, kind=kind, follow_on=False)
        pages = browser.get(plan.get_absolute_url()).text + browser.get(address("care_plan_check", plan)).text
        for name in ["substance_aims_edit", "follow_on_edit", "intervention_add", "contingency_add"]:
            url, there = address(name, plan), name not in absent
            assert (url in pages) is there, name
            assert browser.get(url).status_code == (200 if there else 404), name
        typed = {"kind": "psychosocial", "setting": "community", "contingency": "x", "version": 1}
        for name in absent:
            assert browser.post(address(name, plan), typed).status_code == 404, name

    def test_what_stands_in_a_plan_all_the_same_can_be_changed_and_taken_out(self, browser, record):
        plan = CarePlanFactory(client=record, kind=PlanKind.RECOVERY)
        row = InterventionFactory(plan=plan)
        page = browser.get(plan.get_absolute_url()).text
        assert address("intervention_edit", row) in page
        assert address("intervention_remove", row) in page

    def test_each_page_asks_for_its_own_part_and_leaves_the_other_alone(self, browser, record, today):
        plan = CarePlanFactory(client=record, about="Garden", contingency="Ring Mam")
        edit, text = address("care_plan_edit", plan), address("contingency_text_edit", plan)
        assert list(browser.get(edit).context["form"].fields) == ["about", "version"]
        assert list(browser.get(text).context["form"].fields) == ["contingency", "version"]
        typed = {"about": "Allotment", "contingency": "x", "review_on": "1/1/2027", "version": 1}
        assert browser.post(edit, typed).status_code == 302
        plan.refresh_from_db()
        assert (plan.about, plan.contingency, plan.review_on) == ("Allotment", "Ring Mam", None)
        assert browser.post(text, {"contingency": "Ring Dad", "version": 1}).status_code == 409
        assert browser.post(text, {"contingency": "Ring Dad", "version": 2}).status_code == 302
        plan.refresh_from_db()
        assert (plan.about, plan.contingency) == ("Allotment", "Ring Dad")
