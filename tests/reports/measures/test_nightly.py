"""At night the figures are brought to the new day by what differs: they are those that a count of everything gives."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.models import Client, Episode
from reports import facts, refresh
from reports.basis import TABLES
from reports.models import Figure, MissingAnswer, Refresh
from tests import database
from tests.factories.accounts import AreaFactory, TeamFactory
from tests.factories.reports import OutcomePaymentFactory

from .crowd import Crowd

FIRST = date(2026, 11, 22)
WITH_ITS_RECORD = {"referrals_referralstatuschange"}  # written only when the referral itself changes, which is watched
WATCHED = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'reports_watch'"


@pytest.fixture
def crowd(django_db_setup, django_db_blocker):
    """A database of its own with the records of a crowd: what a test takes back would look like empty tables to the next."""
    with django_db_blocker.unblock(), database.clone() as name:
        teams = [TeamFactory() for _number in range(3)]
        OutcomePaymentFactory(partnership=teams[0].area.partnership)  # some outcomes are reached by time alone
        Crowd(500, [team.pk for team in teams]).write(name)
        yield name


def kept():
    """All figures, and of whom something is missing."""
    key = ("measure", "period__kind", "period__starts_on", "team", "dimension", "value", "is_restricted", "answer")
    figures = {row[:-2]: row[-2:] for row in Figure.objects.values_list(*key, "number", "amount")}
    return figures, set(MissingAnswer.objects.values_list("client", "team", "measure", "answer", "episode_key"))


# A usual night, several nights at once, a new quarter, and a new financial year.
@pytest.mark.parametrize(
    ("first", "nights"),
    [(FIRST, (1, 2, 6)), (date(2026, 12, 30), (1, 2)), (date(2027, 3, 28), (6,)), (date(2026, 9, 30), (1, 2))],
)
def test_a_night_gives_what_a_count_of_everything_gives(crowd, first, nights):
    refresh.everything(first)
    some = list(Client.objects.order_by("pk").values_list("pk", flat=True)[:30])
    for number, night in enumerate(nights):
        for episode in Episode.objects.filter(client__in=some[number * 10 : number * 10 + 10], ended_on__isnull=False):
            Episode.objects.filter(pk=episode.pk).update(ended_on=episode.ended_on + timedelta(days=1))
        assert refresh.nightly(first + timedelta(days=night)).clients is not None
    moved = kept()
    assert moved[0], "there are figures"
    refresh.everything(first + timedelta(days=nights[-1]))
    whole = kept()
    assert moved[0] == whole[0]
    assert moved[1] == whole[1]


@pytest.mark.django_db
def test_all_are_counted_anew_when_what_they_are_counted_by_is_another_and_once_a_week():
    def counts_all(day):
        return refresh.nightly(day).clients is None

    area = AreaFactory()
    assert counts_all(FIRST)
    assert not counts_all(FIRST + timedelta(days=1))
    area.name = "Another name"
    area.save()
    assert counts_all(FIRST + timedelta(days=2))
    assert not counts_all(FIRST + timedelta(days=8))
    assert counts_all(FIRST + timedelta(days=9))
    assert Refresh.objects.exclude(basis="").count() == 3


@pytest.mark.django_db
def test_what_a_fact_reads_is_watched_or_part_of_the_basis():
    OutcomePaymentFactory()
    with connection.cursor() as cursor:
        cursor.execute(WATCHED)
        watched = {table for (table,) in cursor.fetchall()}
    with CaptureQueriesContext(connection) as asked:
        facts.fill()
    known = set(connection.introspection.table_names())
    read = {word for query in asked for word in re.findall(r"\w+", query["sql"]) if word in known}
    assert {name for name in read if not name.startswith("reports_")} - watched - set(TABLES) - WITH_ITS_RECORD == set()
