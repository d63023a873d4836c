"""Which teams know a client is kept by the database, however the facts are written."""

from datetime import timedelta

import pytest
from django.db import connection

from clients.models import Client, ClientOfTeam, Episode, KnownToTeam
from clients.models.team import FACTS
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import (
    BreakGlassFactory,
    ClientFactory,
    EpisodeFactory,
    KnownToTeamFactory,
    NamedReaderFactory,
)

pytestmark = pytest.mark.django_db


def teams_of(client):
    return set(client.known_by.values_list("team", flat=True))


def wrong():
    """What differs between the rows and the facts."""
    columns = "client_id, team_id, family_key, first_key, episode_id, phase, preferred_key, referred_on"
    table = f"SELECT {columns} FROM clients_clientofteam"
    with connection.cursor() as cursor:
        cursor.execute(f"({table} EXCEPT {FACTS}) UNION ALL ({FACTS} EXCEPT {table})")
        return cursor.fetchall()


def test_a_team_knows_whom_it_registered_treats_or_has_taken_over():
    client, treats, took_over = ClientFactory(), TeamFactory(), TeamFactory()
    EpisodeFactory(client=client, team=treats, closed=True)
    KnownToTeamFactory(client=client, team=took_over)
    assert teams_of(client) == {client.registered_team_id, treats.pk, took_over.pk}
    assert not wrong()


def test_bulk_writes_are_not_missed():
    client, other, team = ClientFactory(), ClientFactory(), TeamFactory()
    episode = EpisodeFactory(client=client, team=client.registered_team)
    Client.objects.filter(pk=client.pk).update(registered_team=team, family_name="Ŵyn")
    assert teams_of(client) == {team.pk, episode.team_id}
    Episode.objects.filter(pk=episode.pk).update(client=other, team=other.registered_team)
    assert teams_of(client) == {team.pk}
    KnownToTeam.objects.bulk_create([KnownToTeam(client=client, team=other.registered_team)])
    assert teams_of(client) == {team.pk, other.registered_team_id}
    KnownToTeam.objects.all().delete()
    assert teams_of(client) == {team.pk}
    assert client.known_by.get().family_key == "wyn"
    assert not wrong()


def test_no_team_knows_a_restricted_record():
    client = ClientFactory()
    Client.objects.filter(pk=client.pk).update(is_restricted=True)
    assert teams_of(client) == set()
    Client.objects.filter(pk=client.pk).update(is_restricted=False)
    assert teams_of(client) == {client.registered_team_id}


def test_what_a_client_has_goes_with_the_client():
    client = ClientFactory()
    client.delete()
    assert not ClientOfTeam.objects.exists()


def test_exceptions_open_one_record_to_one_person():
    user, colleague = (UserFactory(team=team) for team in [TeamFactory()] * 2)
    opened, restricted, neither = ClientFactory(), ClientFactory(is_restricted=True), ClientFactory()
    BreakGlassFactory(client=opened, user=user)
    BreakGlassFactory(client=restricted, user=colleague)
    NamedReaderFactory(client=restricted, user=user)
    NamedReaderFactory(client=neither, user=user)
    assert set(Client.objects.visible_to(user)) == {opened, restricted}
    assert not Client.objects.visible_to(colleague).exists()


def test_the_open_episode_stands_with_the_team():
    episode = EpisodeFactory(client=ClientFactory())
    place = episode.client.known_by.filter(team=episode.team)
    assert place.get().episode == episode
    Episode.objects.filter(pk=episode.pk).update(status="closed", ended_on=episode.referred_on, discharge_reason="died")
    assert place.get().episode is None
    assert not wrong()


def test_the_start_of_the_episode_stands_with_the_team():
    episode = EpisodeFactory(client=ClientFactory())
    earlier = episode.referred_on - timedelta(days=9)
    Episode.objects.filter(pk=episode.pk).update(referred_on=earlier)
    assert episode.client.known_by.get(team=episode.team).referred_on == earlier
    assert not wrong()
