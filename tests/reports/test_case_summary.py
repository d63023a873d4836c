"""The case summary on paper: every part is there, an empty one says so, and each role reads what it may see."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core.models import AccessLog
from reports.case_summary import facts_beside, summary_of
from tests.factories.accounts import UserFactory
from tests.factories.careplans import ActionFactory, CarePlanFactory, WithoutGoalFactory
from tests.factories.clients import EpisodeFactory, EpisodeFactsFactory, EpisodeSubstanceFactory
from tests.factories.recovery_capital import (
    AssessmentFactory,
    EteFactsFactory,
    FamilyFactsFactory,
    HealthFactsFactory,
    HousingFactsFactory,
    JobFactory,
    MeasureResultFactory,
    TopAssessmentFactory,
)
from tests.factories.reference import code
from tests.factories.safeguarding import MappaRecordFactory, RiskAssessmentFactory, RiskFactory


def test_summary_gathers_plan_facts_risks_and_what_is_due(record, episode, keyworker):
    plan = CarePlanFactory(client=record, episode=episode, active=True)
    action = ActionFactory(goal__plan=plan, by_when=date(2026, 1, 1))
    start, now = code("accommodation_need", "1"), code("accommodation_need", "3")
    EpisodeFactsFactory(client=record, episode=episode, accommodation_need=start, asked_on=date(2026, 1, 1))
    EpisodeFactsFactory(
        client=record, episode=episode, kind="review", accommodation_need=now, asked_on=date(2026, 6, 1)
    )
    risk = RiskFactory(assessment=RiskAssessmentFactory(client=record))
    found = summary_of(record, keyworker)
    assert [goal for goal in found["goals"]] == [action.goal]
    assert ("accommodation need", str(start), str(now)) in [(a.label, a.then, a.now) for a in found["facts"]]
    assert risk in list(found["risks"].risks.all())
    assert found["episode"] == episode


def test_facts_about_the_family_are_for_those_who_may_see_them(record, episode, team):
    EpisodeFactsFactory(client=record, episode=episode, children_living_with=2, naloxone_issued="yes")
    keyworker, coach = UserFactory(team=team), UserFactory(team=team, coach=True)
    shown = {user: {answer.label for answer in facts_beside(episode, user)} for user in (keyworker, coach)}
    assert shown[keyworker] - shown[coach] == {"children under 18 at home", "naloxone given"}


def test_summary_on_paper(record, episode, keyworker, stranger, sign_in):
    MappaRecordFactory(client=record, notes="Never on paper")
    url = reverse("reports:case_summary_pdf", args=[record.pk])
    response = sign_in(keyworker).get(url)
    content = b"".join(response.streaming_content)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) >= 1
        assert record.family_name not in str(pdf.docinfo.get("/Title"))
    assert b"Never on paper" not in content
    look = AccessLog.objects.get(subject_id=record.pk)
    assert (look.action, look.user) == ("print", keyworker)
    assert sign_in(stranger).get(url).status_code == 404


def test_an_empty_record_has_a_summary_too(team, keyworker):
    client = EpisodeFactory(team=team).client
    found = summary_of(client, keyworker)
    assert (found["plan"], found["risks"], list(found["next"]), found["facts"]) == (None, None, [], [])


def printed(client, user):
    return render_to_string("reports/pdf/case_summary.html", summary_of(client, user) | {"title": "Case summary"})


@pytest.fixture
def told(record, episode):
    """A plan that answers for every part of life, two assessments with facts, and measures."""
    plan = CarePlanFactory(client=record, episode=episode, active=True)
    WithoutGoalFactory(plan=plan, about="money", because="not_now", reason="After the move")
    first, last = (AssessmentFactory(client=record, assessed_on=date(2026, month, 2)) for month in (6, 9))
    HousingFactsFactory(assessment=first, needed=["supported"])
    EteFactsFactory(assessment=first, has_debts="yes", debts_amount=900)
    EteFactsFactory(assessment=last, has_debts="no")
    HealthFactsFactory(assessment=last, supply_from="pharmacy")
    FamilyFactsFactory(assessment=last, abuse_lived_through="now")
    for month, total in ((6, 40), (9, 48)):
        answered = {"measure": "barc10", "answers": [1] * 10, "band": "", "answered_on": date(2026, month, 2)}
        MeasureResultFactory(client=record, total=total, **answered)
    EpisodeSubstanceFactory(episode=episode, substance="alcohol")
    TopAssessmentFactory(client=record, interviewed_on=date(2026, 6, 1), alcohol_days=20)
    TopAssessmentFactory(client=record, interviewed_on=date(2026, 9, 1), alcohol_days=5)
    JobFactory(case__client=record, title="Baker", started_on=date(2026, 6, 1))
    return record


@pytest.mark.usefixtures("today")
def test_summary_reads_plan_facts_work_and_measures(told, keyworker):
    page = " ".join(re.sub(r"<[^>]+>", " ", printed(told, keyworker)).split())
    for words in (
        "Agrees", "Money, benefits and debt:", "not wanted now – After the move", "Debts: No (first: Yes)", "900",
        "Supported", "Pharmacy", "Domestic abuse by somebody else", "Job: Baker since 1 Jun 2026", "+8",
        "Alcohol, of 28 20, 1 Jun 2026 5, 1 Sep 2026 \N{MINUS SIGN}15",
    ):  # fmt: skip
        assert words in page, (words, page)


def test_health_and_family_are_for_those_who_may_see_them(told, team):
    page = printed(told, UserFactory(team=team, coach=True))
    assert "Debts" in page
    for words in ("Pharmacy", "Domestic abuse"):
        assert words not in page, words
