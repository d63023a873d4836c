"""A part of life that somebody rates nought is printed as 0 on every paper that shows ratings, never as missing."""

import re
from datetime import date

import pytest
from django.urls import reverse

from recovery_capital.choices import Domain
from tests.browser.paper import words_of
from tests.factories.aftercare import HandoverFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory

pytestmark = pytest.mark.django_db
RATED = {"housing": (0, 7), "money": (6, 0), "ete": (None, 0), "physical_health": (0, None)}
NO_ANSWER = "–"


@pytest.fixture
def rated(episode):
    """Somebody who was asked twice about some parts of life, and did not answer about each."""
    for which, day in enumerate((date(2026, 10, 5), date(2026, 11, 10))):
        assessment = AssessmentFactory(client=episode.client, assessed_on=day)
        for domain, ratings in RATED.items():
            if ratings[which] is not None:
                DomainRatingFactory(assessment=assessment, domain=domain, rating=ratings[which])
    return episode


def handover(episode, keyworker):
    made = HandoverFactory(ready=True, client=episode.client, episode=episode, created_by=keyworker)
    return f"{reverse('aftercare:handover_pdf', args=[made.pk])}?copy=client"


def plan(episode, _keyworker):
    made = CarePlanFactory(client=episode.client, episode=episode, answered=True)
    return reverse("careplans:care_plan_pdf", args=[made.pk])


def summary(episode, _keyworker):
    return reverse("reports:case_summary_pdf", args=[episode.client_id])


@pytest.mark.parametrize("paper", [handover, plan, summary])
def test_nought_is_printed_as_nought(paper, rated, keyworker, sign_in):
    answer = sign_in(keyworker).get(paper(rated, keyworker))
    words = words_of(getattr(answer, "content", None) or b"".join(answer.streaming_content))
    for domain, (first, now) in RATED.items():
        cells = [NO_ANSWER if rating is None else rating for rating in (first, now)]
        row = f"{Domain(domain).label} {cells[0]} {cells[1]}"
        assert re.search(rf"{re.escape(row)}(?!\d)", words), f"{row}: {words}"
