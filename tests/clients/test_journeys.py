"""Journeys by the 21-day rule, as a table: what joins, what does not, and whose reason it takes."""

from datetime import date

import pytest

from clients.journeys import Span, build_journeys, journeys_of
from tests.factories.clients import EpisodeFactory, EpisodeInterventionFactory

TODAY = date(2026, 11, 23)


def day(text):
    return date.fromisoformat(f"2026-{text}")


CASES = {
    "none": ([], []),
    "one that goes on": ([("01-05", None)], [("01-05", None)]),
    "one that ended": ([("01-05", "02-01")], [("01-05", "02-01")]),
    "overlapping": ([("01-05", "03-01"), ("02-01", "04-01")], [("01-05", "04-01")]),
    "one inside another": ([("01-05", "06-01"), ("02-01", "03-01")], [("01-05", "06-01")]),
    "the next day": ([("01-05", "02-01"), ("02-02", "03-01")], [("01-05", "03-01")]),
    "the same day": ([("01-05", "02-01"), ("02-01", "03-01")], [("01-05", "03-01")]),
    "20 days later, 21 counted": ([("01-05", "02-01"), ("02-21", "03-01")], [("01-05", "03-01")]),
    "21 days later, 22 counted": ([("01-05", "02-01"), ("02-22", "03-01")], [("01-05", "02-01"), ("02-22", "03-01")]),
    "three in a chain": (
        [("01-05", "02-01"), ("02-11", "03-01"), ("03-11", "04-01")], [("01-05", "04-01")],
    ),
    "three, the last apart": (
        [("01-05", "02-01"), ("02-11", "03-01"), ("05-11", "06-01")], [("01-05", "03-01"), ("05-11", "06-01")],
    ),
    "a long one bridges two": (
        [("01-05", "02-01"), ("01-10", "07-01"), ("07-05", "08-01")], [("01-05", "08-01")],
    ),
    "given in any order": ([("02-11", "03-01"), ("01-05", "02-01")], [("01-05", "03-01")]),
    "an open one holds the later ones": ([("01-05", None), ("09-01", "10-01")], [("01-05", None)]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda name: name)
def test_what_makes_one_journey(case):
    spans, expected = CASES[case]
    made = build_journeys([Span(day(start), end and day(end)) for start, end in spans], today=TODAY)
    assert [(journey.start, journey.end) for journey in made] == [
        (day(start), end and day(end)) for start, end in expected
    ]


@pytest.mark.parametrize(("inclusive", "count"), [(True, 2), (False, 1)])
def test_the_counting_is_a_setting(settings, inclusive, count):
    settings.JOURNEY_GAP_INCLUSIVE = inclusive
    spans = [Span(day("01-05"), day("02-01")), Span(day("02-22"), None)]
    assert len(build_journeys(spans, today=TODAY)) == count


def test_the_gap_is_a_setting(settings):
    settings.JOURNEY_GAP_DAYS = 60
    spans = [Span(day("01-05"), day("02-01")), Span(day("03-15"), None)]
    assert len(build_journeys(spans, today=TODAY)) == 1


def test_a_journey_takes_the_reason_of_the_one_that_ended_last():
    spans = [Span(day("01-05"), day("06-01"), "moved on"), Span(day("02-01"), day("03-01"), "left")]
    assert build_journeys(spans, today=TODAY)[0].reason == "moved on"


def test_journeys_of_a_client_start_with_the_first_intervention(db, team):
    episode = EpisodeFactory(team=team, in_treatment=True)
    EpisodeInterventionFactory(episode=episode, started_on=date(2026, 9, 10))
    EpisodeFactory(client=episode.client, closed=True)  # never triaged: no treatment
    assert [(journey.start, journey.end) for journey in journeys_of(episode.client)] == [(date(2026, 9, 10), None)]


def test_triage_stands_in_where_nothing_has_started(db, team):
    episode = EpisodeFactory(team=team, triaged_on=date(2026, 9, 5))
    assert journeys_of(episode.client)[0].start == date(2026, 9, 5)
