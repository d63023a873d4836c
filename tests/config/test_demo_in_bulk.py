"""A large demo, written as the owner: the same database afterwards, other people with the same stories."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from accounts.choices import PartnershipKind
from accounts.models import Partnership, Team, TeamMembership, User
from alerts import workflow
from alerts.models import Alert
from alerts.rules import RULES
from clients.models import Client, Episode, NameKeys
from clients.names import sounds_of, trigrams_of
from config.demo import alerts, bulk, regions
from config.management.commands import demo_data
from referrals.models import UnmetNeed
from tests import database

from .test_demo_data import OUR_MODELS, TODAY, Silence, digest

SCHEMA = """
SELECT 'index', split_part(indexdef, ' WHERE ', 1) FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass::text, conname::text || pg_get_constraintdef(oid) || convalidated::text FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tgrelid::regclass::text, tgname::text || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2
"""
CLIENTS, FIRST, IN_A_REGION = 95, 30, 60


def schema():
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return cursor.fetchall()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Ninety-five clients out of thirty, loaded once for all tests of this file; gives the schema as it was before."""
    with django_db_blocker.unblock(), database.clone(), pytest.MonkeyPatch.context() as monkeypatch:
        before = schema()
        monkeypatch.setattr(demo_data, "MOST_WITH_HISTORY", FIRST)
        monkeypatch.setattr(demo_data, "FIRST", FIRST)
        monkeypatch.setattr(regions, "CLIENTS", IN_A_REGION)
        # A copy of this process would hold the locks of its threads (the browser's, the server's), and wait for them for ever.
        monkeypatch.setattr(bulk, "cpu_count", lambda: 1)
        call_command("demo_data", clients=CLIENTS, seed="7", today=TODAY, stdout=Silence())
        yield before


@pytest.fixture
def large_demo(loaded):
    """The large demo for one test, whose changes are undone; gives the schema as it was before."""
    with transaction.atomic():
        yield loaded
        transaction.set_rollback(True)


def test_several_processes_share_the_work():
    """In a process of its own, as `manage.py demo_data` is: one that has no threads."""
    work = (
        "from config.demo import bulk; bulk.cpu_count = lambda: 2; print(bulk.in_processes(lambda n: n * 2, [1, 2, 3]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {work}"], cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.split() == ["[2,", "4,", "6]"]


AS_OWNER = """
import asyncio, django
django.setup()
from config.demo import bulk
from config.management.commands.migrate import as_owner
from django.db import connection
bulk.cpu_count = lambda: 2

def who(number):
    with connection.cursor() as cursor:
        return bulk.fetch(cursor, "SELECT current_user")[0][0]

async def beside_an_event_loop():
    with as_owner(connection):
        return bulk.in_processes(who, [1, 2])

who(0)
print(*asyncio.run(beside_an_event_loop()))
"""


def test_processes_work_as_the_owner_too_where_an_event_loop_runs(committed_db):
    """Django keeps another connection for a thread whose loop runs, as a browser's does here; a copy has no loop."""
    env = database.process_environment(committed_db, DJANGO_ALLOW_ASYNC_UNSAFE="1")
    done = subprocess.run(
        [sys.executable, "-c", AS_OWNER], cwd=settings.BASE_DIR, env=env, check=True, capture_output=True, text=True, timeout=60
    )  # fmt: skip
    assert done.stdout.split() == [database.server.owner_role] * 2


def test_the_database_is_the_same_afterwards(large_demo):
    assert schema() == large_demo


def test_copies_are_other_people_in_other_teams(large_demo):
    people = Client.objects.values_list("first_key", "family_key", "date_of_birth").distinct()
    assert Client.objects.count() == CLIENTS
    assert people.count() > CLIENTS - 5
    assert Team.objects.count() == 6 * 4
    for episode in Episode.objects.open().select_related("client"):
        assert episode.team_id == episode.client.registered_team_id
        if episode.keyworker:
            assert TeamMembership.objects.filter(team=episode.team, user=episode.keyworker).exists()


def test_a_partnership_plans_for_no_more_people_than_one_can(large_demo):
    councils = Partnership.objects.filter(kind=PartnershipKind.COUNCIL).order_by("name")
    assert [council.name for council in councils] == ["Northmere Council", "Northmere Council 2"]
    bought = [
        council.contracts.order_by("starts_on").values_list("provider", "starts_on", "ends_on") for council in councils
    ]
    assert list(bought[0]) == list(bought[1]) != []
    teams = [set(Team.objects.of_partnership(council, TODAY).values_list("name", flat=True)) for council in councils]
    assert {"Northmere Vale Team", "Northmere Vale Team 1"} < teams[0]
    assert {"Northmere Vale Team 2", "Northmere Vale Team 3"} < teams[1]
    assert len(teams[0]) == len(teams[1]) == 4 * 2
    for team in Team.objects.select_related("area__partnership"):
        assert (
            team.area.name.endswith(" 2")
            == team.area.partnership.name.endswith(" 2")
            == team.name.endswith((" 2", " 3"))
        )
    needs = UnmetNeed.objects.select_related("client__registered_team")
    assert any(need.area.name.endswith(" 2") for need in needs)
    assert all(need.area_id == need.client.registered_team.area_id for need in needs)


def test_every_row_passes_the_checks_of_its_model(large_demo):
    for model in OUR_MODELS:
        keys = [field.name for field in model._meta.concrete_fields if field.is_relation]  # the database checks them
        for row in model._base_manager.all():
            row.clean_fields(exclude=keys)


def test_planning_again_finds_nothing_to_do(large_demo, monkeypatch):
    planned = list(Alert.objects.order_by("pk").values())
    assert len(planned) > CLIENTS
    for kind in {rule.subject for rule in RULES.values()}:
        for record in apps.get_model(kind)._base_manager.all():
            workflow.plan(record)
    assert list(Alert.objects.order_by("pk").values()) == planned


def test_a_user_can_be_added_afterwards(large_demo):
    last = User.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert User.objects.create_user("somebody.new").pk > last


@pytest.mark.slow
def test_the_same_seed_and_day_give_the_same_rows_in_any_number_of_processes(
    django_db_setup, django_db_blocker, monkeypatch
):
    monkeypatch.setattr(demo_data, "MOST_WITH_HISTORY", FIRST)
    monkeypatch.setattr(demo_data, "FIRST", FIRST)
    monkeypatch.setattr(alerts, "SHARE", 20)
    digests = []
    for cores in (1, 3):
        monkeypatch.setattr(bulk, "cpu_count", lambda cores=cores: cores)
        with django_db_blocker.unblock(), database.clone():
            call_command("demo_data", clients=CLIENTS, seed="7", today=TODAY, stdout=Silence())
            digests.append({model._meta.label: digest(model) for model in OUR_MODELS})
    assert digests[0] == digests[1]


def test_the_keys_of_names_are_as_those_of_any_client(large_demo):
    for keys in NameKeys.objects.select_related("client"):
        client = keys.client
        names = client.first_name, client.family_name, client.preferred_name, ""
        assert (keys.sounds, keys.trigrams, keys.is_stale) == (
            list(sounds_of(*names)),
            list(trigrams_of(*names)),
            False,
        )
    assert NameKeys.objects.count() == CLIENTS
