"""What is handed to the client: large print, one page in plain words, an empty form, a screen, in English or Welsh."""

import os
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from careplans.choices import ContingencyTrigger, FollowOn, WithoutGoalBecause
from careplans.views import paper
from recovery_capital.choices import Domain
from tests.factories.careplans import (
    ActionFactory,
    CarePlanFactory,
    ContingencyFactory,
    GoalFactory,
    InterventionFactory,
    SubstanceAimFactory,
    WithoutGoalFactory,
)
from tests.factories.clients import LanguageNeedsFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory, MeasureResultFactory

GOALS = {
    Domain.HOUSING: "I want a place of my own where my daughter can stay the night.",
    Domain.ETE: "I want to finish my welding course and find work.",
    Domain.COMMUNITY: "I want to see people who do not use, at least twice a week.",
}


@pytest.fixture
def plan(record, episode, today):
    plan = CarePlanFactory(
        client=record,
        episode=episode,
        active=True,
        about="My garden, my daughter, and being able to look in the mirror.",
    )
    for position, (domain, words) in enumerate(GOALS.items()):
        goal = GoalFactory(plan=plan, domain=domain, words=words, position=position, strengths="My sister rings daily")
        ActionFactory(goal=goal, what="Fill in the form", owner="client")
        ActionFactory(goal=goal, what="Ring the office together")
    InterventionFactory(plan=plan, detail="Weekly one-to-one")
    SubstanceAimFactory(plan=plan, words="Not before six in the evening")
    WithoutGoalFactory(plan=plan, about=FollowOn.MONEY, because=WithoutGoalBecause.NOT_NOW, reason="After the move")
    ContingencyFactory(plan=plan, trigger=ContingencyTrigger.LAPSE, may_be_told="My sister")
    for day, shift in (("2026-09-02", 0), ("2026-11-20", 2)):
        look = AssessmentFactory(client=record, assessed_on=day)
        answers = [4] * 9 + [5] if shift == 0 else [5] * 7 + [4] * 3
        MeasureResultFactory(
            client=record, measure="barc10", answered_on=day, answers=answers, total=sum(answers), band=""
        )
        for number, domain in enumerate(Domain):
            DomainRatingFactory(
                assessment=look, domain=domain, rating=min(number % 7 + shift, 10), strengths="A good ear"
            )
    return plan


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


def fetch(browser, name, *args, **query):
    response = browser.get(reverse(f"careplans:{name}", args=args), query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def keep(name, pdf):
    """The file, for whoever wants to look at it: KEEP_PDFS names a folder."""
    if folder := os.environ.get("KEEP_PDFS"):
        Path(folder, f"{name}.pdf").write_bytes(pdf)
    return pikepdf.open(BytesIO(pdf))


def test_the_plan_takes_at_most_two_pages_and_the_chart_has_its_table(browser, plan):
    document = keep("plan", fetch(browser, "care_plan_pdf", plan.pk))
    assert len(document.pages) <= 2


def test_in_large_print(browser, plan):
    small, large = (
        keep(size or "small", fetch(browser, "care_plan_pdf", plan.pk, size=size)) for size in ("", "large")
    )
    assert len(large.pages) > len(small.pages)


def test_my_plan_is_one_page(browser, plan):
    assert len(keep("my-plan", fetch(browser, "my_plan_pdf", plan.pk)).pages) == 1


def test_the_blank_form_is_tagged_and_about_nobody(browser, plan):
    pdf = fetch(browser, "blank_plan_pdf")
    document = keep("blank", pdf)
    assert document.Root.MarkInfo.Marked
    assert plan.client.family_name not in str(document.docinfo.Title)


def test_an_empty_plan_says_of_every_section_that_nothing_was_recorded(monkeypatch, browser, record):
    pages = []
    monkeypatch.setattr(
        paper, "render_pdf", lambda template, context, **frame: pages.append((template, context, frame)) or b"%PDF"
    )
    fetch(browser, "care_plan_pdf", CarePlanFactory(client=record, follow_on=False).pk)
    template, context, frame = pages[0]
    page = render_to_string(template, context | frame)
    sections = ["What matters to me", "My goals", "What I use, and my aim",
                "Parts of life that we leave for now", "The help I get", "If things go wrong", "Did we agree?"]  # fmt: skip
    places = [page.index(f"<h2>{words}</h2>") for words in sections]
    assert places == sorted(places)
    assert page.count("Nothing was written down here.") == len(sections) - 1


class TestWelsh:
    @pytest.fixture
    def welsh(self, plan):
        LanguageNeedsFactory(client=plan.client, welsh_offered_on="2026-11-01", welsh_answer="welsh")
        return plan

    def printed(self, monkeypatch, browser, name, *args, **query):
        pages = []
        monkeypatch.setattr(paper, "render_pdf", lambda *args, **frame: pages.append(frame["lang"]) or b"%PDF")
        fetch(browser, name, *args, **query)
        return pages[0]

    def test_whoever_wants_welsh_gets_welsh_paper(self, monkeypatch, browser, welsh):
        assert self.printed(monkeypatch, browser, "care_plan_pdf", welsh.pk) == "cy"
        assert self.printed(monkeypatch, browser, "care_plan_pdf", welsh.pk, language="en-gb") == "en-gb"

    def test_others_get_english(self, monkeypatch, browser, plan):
        assert self.printed(monkeypatch, browser, "my_plan_pdf", plan.pk) == "en-gb"

    def test_the_screen_speaks_welsh_too(self, browser, welsh):
        page = browser.get(reverse("careplans:care_plan_together", args=[welsh.pk])).text
        assert '<html lang="cy"' in page
        assert "Fy nghynllun" in page


class TestTogether:
    def test_strengths_come_first_then_goals_in_the_clients_words(self, browser, plan):
        page = browser.get(reverse("careplans:care_plan_together", args=[plan.pk])).text
        strengths, goals = page.index("What I have going for me"), page.index("My goals")
        assert strengths < goals < page.index(GOALS[Domain.ETE])

    def test_neither_name_reference_nor_menu_is_on_it(self, browser, plan):
        page = browser.get(reverse("careplans:care_plan_together", args=[plan.pk])).text
        for words in (plan.client.reference, plan.client.family_name, "identity-bar", "My work", "Sign out"):
            assert words not in page, words
