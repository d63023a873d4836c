"""From records to facts to figures: the counts, what a change moves, and the command that prints them."""

import json
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from clients.choices import DischargeReason, EpisodeStatus, Substance
from clients.journeys import build_journeys, spans_of
from clients.models import Episode
from reports import facts, figures, refresh
from reports.choices import PeriodKind
from reports.measures import REGISTRY
from reports.models import Figure, Journey, Period, Refresh
from tests.factories.clients import ClientFactory, EpisodeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def treated(client, team, start, days=None, reason=DischargeReason.COMPLETED_ALCOHOL_FREE):
    """An episode with treatment from a day, over some days; None while it goes on."""
    state = {"status": EpisodeStatus.IN_TREATMENT}
    if days is not None:
        state = {"status": EpisodeStatus.CLOSED, "ended_on": start + timedelta(days=days), "discharge_reason": reason}
    return EpisodeFactory(
        client=client, team=team, referred_on=start - timedelta(days=10), triaged_on=start, treatment_started_on=start,
        first_appointment_offered_on=start - timedelta(days=3), **state,
    )  # fmt: skip


@pytest.fixture
def people(team, other_team):
    """Thirty people with one to three episodes each, at random, in two teams."""
    chance = Random(7)
    for _number in range(30):
        client = ClientFactory(is_restricted=chance.random() < 0.1)
        start = date(2024, 6, 1) + timedelta(days=chance.randrange(700))
        for _episode in range(chance.randint(1, 3)):
            days = chance.choice([3, 40, 90, 200, None])
            reason = chance.choice([DischargeReason.COMPLETED_DRUG_FREE, DischargeReason.DROPPED_OUT])
            treated(client, chance.choice([team, other_team]), start, days, reason)
            if days is None:
                break
            start += timedelta(days=days + chance.choice([1, 20, 21, 22, 200]))
    return client


def kept_figures():
    key = ("measure", "period__kind", "period__starts_on", "team", "dimension", "value", "is_restricted", "answer")
    rows = Figure.objects.exclude(number=0).values_list(*key, "number", "amount")
    return {row[:-2]: row[-2:] for row in rows}


def test_journeys_are_those_that_the_record_shows(people):
    facts.fill()
    shown = []
    for client in {episode.client_id for episode in Episode.objects.all()}:
        episodes = Episode.objects.filter(client=client).prefetch_related("interventions")
        shown += [(client, found.start, found.end) for found in build_journeys(spans_of(episodes))]
    assert set(Journey.objects.values_list("client", "started_on", "ended_on")) == set(shown)
    for journey in Journey.objects.exclude(following_on=None):
        assert journey.following_on > journey.ended_on
        assert Journey.objects.filter(client=journey.client_id, started_on=journey.following_on).exists()


def test_a_change_moves_the_figures_as_a_count_of_everything_would(people, team):
    assert refresh.everything(TODAY).clients is None
    assert refresh.changes() is None, "nothing has changed"
    episode = Episode.objects.filter(status=EpisodeStatus.IN_TREATMENT).first()
    Episode.objects.filter(pk=episode.pk).update(
        status=EpisodeStatus.CLOSED, ended_on=TODAY, discharge_reason=DischargeReason.DROPPED_OUT
    )
    episode.substances.all().delete()
    treated(ClientFactory(), team, date(2026, 10, 2))
    before = kept_figures()
    assert refresh.changes().clients >= 2
    changed = kept_figures()
    assert changed != before
    refresh.everything(TODAY)
    assert kept_figures() == changed
    assert Refresh.objects.exclude(finished_at=None).count() == 3


def test_a_count_of_everything_mends_whatever_is_kept(people, team):
    refresh.everything(TODAY)
    right = kept_figures()
    Figure.objects.filter(measure="in_treatment").update(number=99)
    Figure.objects.filter(measure="new_presentations").delete()
    kept = Figure.objects.first()
    for measure, value in (("in_treatment", "of nobody"), ("given_up", "")):
        Figure.objects.create(
            measure=measure, period=kept.period, team=team, dimension="sex", value=value, answer="met", number=3
        )
    refresh.everything(TODAY)
    assert kept_figures() == right
    assert not Figure.objects.filter(number=0).exists()


def test_erased_people_no_longer_count(people, team):
    gone = treated(ClientFactory(), team, date(2026, 10, 2))
    refresh.everything(TODAY)
    Journey.objects.filter(client=gone.client).delete()
    gone.delete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reports_changedclient (client_key, noted_at) VALUES (%s, now())", [uuid4()])
    assert refresh.changes().clients is None
    quarter = Period.objects.get(kind=PeriodKind.QUARTER, starts_on=date(2026, 10, 1))
    found = figures.kept(["new_presentations"], quarter, [team.pk], everybody=True)["new_presentations"]
    assert "" not in found or found[""].met == Journey.objects.filter(team=team, started_on__gte="2026-10-01").count()


def test_figures_say_who_counts(team, other_team):
    england = treated(ClientFactory(), team, date(2025, 5, 1), 100)
    england.substances.create(rank=1, substance=Substance.ALCOHOL)
    treated(ClientFactory(is_restricted=True), team, date(2025, 6, 1), 30, DischargeReason.DROPPED_OUT)
    treated(ClientFactory(), other_team, date(2025, 6, 1))
    refresh.everything(TODAY)
    year = Period.objects.get(kind=PeriodKind.YEAR, starts_on=date(2025, 4, 1))
    read = {"measures": ["completion_exits", "in_treatment"], "period": year, "teams": [team.pk]}
    everybody = figures.kept(**read, everybody=True)
    assert (everybody["completion_exits"][""].met, everybody["completion_exits"][""].of) == (1, 2)
    assert everybody["completion_exits"][""].percent == 50.0
    staff = figures.kept(**read, everybody=False)
    assert (staff["completion_exits"][""].met, staff["completion_exits"][""].of) == (1, 1)
    assert (staff["in_treatment"][""].met, staff["in_treatment"][""].percent) == (1, None)
    groups = figures.kept(**read, dimension="substance_group", everybody=True)["in_treatment"]
    assert {value: found.met for value, found in groups.items()} == {"alcohol": 1, "not_recorded": 1}


def test_command_counts_any_period_and_leaves_what_is_kept(team, capsys):
    treated(ClientFactory(), team, date(2025, 5, 1), 100)
    refresh.everything(TODAY)
    treated(ClientFactory(), team, date(2025, 5, 1))
    call_command("measures", "--from", "2025-05-01", "--to", "2025-05-31", "--team", team.name, "--json")
    printed = json.loads(capsys.readouterr().out)
    assert printed["measures"]["in_treatment"]["met"] == 2
    assert set(printed["measures"]) == set(REGISTRY)
    assert all(row["numerator"] and row["source"] for row in printed["measures"].values())
    assert Journey.objects.count() == 1, "the kept facts are those of the last refresh"


def test_each_measure_says_what_it_counts():
    for measure in REGISTRY.values():
        assert all(map(str, (measure.numerator, measure.source, measure.title))), measure.key


def test_one_process_counts_at_a_time(team, monkeypatch):
    from contextlib import nullcontext

    monkeypatch.setattr(refresh, "alone", lambda name: nullcontext(False))
    assert refresh.everything(TODAY) is None
    assert not Refresh.objects.exists()
