"""What is handed to the client: large print, one page in plain words, an empty form, a screen, in English or Welsh."""

import os
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from careplans.choices import FOLLOW_ON_DOMAINS, ContingencyTrigger, FollowOn, InterventionKind, WithoutGoalBecause
from careplans.views import paper
from clients.choices import Substance
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
    Domain.MENTAL_HEALTH: "I want to sleep through the night, and to worry less about what the post brings.",
}
NOT_NOW = {
    FollowOn.MONEY: "After the move",
    FollowOn.FAMILY: "One thing at a time: the home first.",
    FollowOn.SOCIAL_CARE: "Asks to talk about it at the review.",
    Domain.SUBSTANCE_USE: "It is what the help below is for.",
    Domain.PHYSICAL_HEALTH: "Waits for the letter of the hospital about the operation on the knee.",
    Domain.CHILDREN: "Not while the case is open.",
    Domain.OFFENDING: "The probation officer makes the plan for that.",
    Domain.PEER_SUPPORT: "Not yet: too many people there know me.",
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
        ActionFactory(goal=goal, what="Fill in the form", owner="client", by_when=date(2026, 12, 14))
        ActionFactory(goal=goal, what="Ring the office together", by_when=date(2026, 12, 14))
    for kind in InterventionKind:
        InterventionFactory(plan=plan, kind=kind, detail="Weekly, with somebody I know", starts_on=date(2026, 9, 20))
    for substance in (Substance.ALCOHOL, Substance.HEROIN):
        SubstanceAimFactory(plan=plan, substance=substance, words="Not before six in the evening")
    for about, reason in NOT_NOW.items():
        WithoutGoalFactory(plan=plan, about=about, because=WithoutGoalBecause.NOT_NOW, reason=reason)
    for trigger in (ContingencyTrigger.LAPSE, ContingencyTrigger.MISSED, ContingencyTrigger.CUSTODY):
        ContingencyFactory(
            plan=plan, trigger=trigger, may_be_told="My sister", response="Ring me first, then my sister."
        )
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


def test_four_goals_and_an_answer_for_every_part_of_life_take_two_pages(browser, plan):
    english, welsh = (
        keep(f"plan-{language}", fetch(browser, "care_plan_pdf", plan.pk, language=language))
        for language in ("en-gb", "cy")
    )
    assert len(GOALS) == 4
    assert all(part in NOT_NOW or {*FOLLOW_ON_DOMAINS[part]} & {*GOALS} for part in FollowOn)
    assert (len(english.pages), len(welsh.pages)) == (2, 2)


def test_every_row_of_the_chart_has_its_numbers_beside_it(monkeypatch, browser, plan):
    page = written(monkeypatch, browser, plan)
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td class="number">(\d+)</td><td class="number">(\d+)</td>'
                      r"<td><svg[^>]*><title>(\d+), then (\d+)</title>", page)  # fmt: skip
    assert [label for label, *_rest in rows] == ["BARC-10 total", *Domain.labels]
    assert rows[0][1:] == ("41", "47", "41", "47")
    assert all((first, now) == (drawn, then) for _label, first, now, drawn, then in rows)


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


def written(monkeypatch, browser, plan):
    """The page of a plan as it is before it is laid out."""
    pages = []
    monkeypatch.setattr(
        paper, "render_pdf", lambda template, context, **frame: pages.append((template, context | frame)) or b"%PDF"
    )
    fetch(browser, "care_plan_pdf", plan.pk)
    return render_to_string(*pages[0])


def test_an_empty_plan_says_of_every_section_that_nothing_was_recorded(monkeypatch, browser, record):
    page = written(monkeypatch, browser, CarePlanFactory(client=record, follow_on=False))
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
