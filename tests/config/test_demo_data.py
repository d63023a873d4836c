"""The demo: the same seed gives the same rows, every row is one that a form could have made, nobody is real."""

import hashlib
import json
import re
from collections import Counter
from datetime import date, datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from pghistory.models import Event

from accounts.choices import Role
from accounts.models import User
from alerts import workflow
from alerts.models import Alert
from alerts.rules import RULES
from clients.choices import SubstanceGroup
from clients.models import Client, ContactWay, Episode
from config.demo.people import nhs_numbers, sketch
from config.demo.places import PASSWORD, PEOPLE
from config.demo.rows import Rows
from programmes.models import Appointment, ProgrammeSession
from reports.models import ChangedClient
from tests import database
from tests.people import stop_the_clock

TODAY = date(2026, 11, 23)
OUR_MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] not in ("django", "pghistory", "pgtrigger") and not issubclass(model, Event)
]


def checksums(count):
    """A digest of each table of a new database with the demo in it, but password hashes and notes for the next count."""
    with database.clone():
        call_command("demo_data", clients=count, seed="7", today=TODAY, verbosity=0, stdout=Silence())
        return {model._meta.label: digest(model) for model in OUR_MODELS if model is not ChangedClient}


def digest(model):
    columns = [
        connection.ops.quote_name(field.column)
        for field in model._meta.concrete_fields
        if (model, field.name) != (User, "password")
    ]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1")
        return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


class Silence:
    def write(self, text):
        pass


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Sixty clients in a database of this file's own; gives what the command reported. It is their day until the end: rules
    of alerts ask for it."""
    rows = []

    class Listener(Silence):
        def write(self, text):
            rows.append(text)

    with django_db_blocker.unblock(), database.clone(), pytest.MonkeyPatch.context() as patch:
        stop_the_clock(patch)
        call_command("demo_data", clients=60, seed="3", today=TODAY, json=True, stdout=Listener())
        yield json.loads("".join(rows).splitlines()[-1])


@pytest.fixture
def demo(loaded):
    """The sixty clients for one test, whose changes are undone."""
    with transaction.atomic():
        yield loaded
        transaction.set_rollback(True)


def test_the_same_seed_and_day_give_the_same_rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        first, second = checksums(25), checksums(25)
    assert first == second
    assert len(set(first.values())) > 25  # the tables are not just all empty


def test_every_row_passes_the_checks_of_its_model(demo, monkeypatch):
    noon = datetime(2026, 11, 23, 12, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr(timezone, "now", lambda: noon)
    for model in OUR_MODELS:
        keys = [field.name for field in model._meta.concrete_fields if field.is_relation]  # the database checks them
        stamps = ["created_at", "changed_at", "happened_at", "received_at"] if model._meta.label in demo["rows"] else []
        for row in model._base_manager.all():
            row.clean_fields(exclude=keys)
            for name in stamps:
                assert getattr(row, name, noon) <= noon, (model, name)


def test_counts_are_reported_as_they_are(demo):
    assert demo["clients"] == 60
    assert demo["rows"]["clients.Client"] == Client.objects.count() == 60
    assert {label: apps.get_model(label)._base_manager.count() for label in demo["rows"]} == demo["rows"]


def test_every_role_can_sign_in(demo, client):
    assert {person["role"] for person in demo["users"]} == set(Role)
    assert client.login(username="keyworker", password=PASSWORD)
    assert set(PEOPLE) <= set(User.objects.values_list("username", flat=True))


def test_nobody_is_real(demo):
    for person in Client.objects.all():
        assert re.fullmatch(r"(999\d{7})?", person.nhs_number)
    for way in ContactWay.objects.all():
        assert re.fullmatch(r"07700 900\d{3}|person\d+@example\.org", way.value)
    assert all(user.email.endswith("@example.org") for user in User.objects.all())


def test_nhs_numbers_have_right_check_digits():
    numbers = list(nhs_numbers(Rows("1", TODAY), 200))
    assert len(set(numbers)) == len(numbers) >= 200
    for number in numbers:
        assert sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11 == (-int(number[9])) % 11


def test_case_mix_is_like_the_national_one():
    groups = Counter(group for *_, group in sketch(Rows("5", TODAY), 1000))
    share = {group: 100 * count / groups.total() for group, count in groups.items()}
    assert 32 <= share[SubstanceGroup.OPIATE] <= 46
    assert 26 <= share[SubstanceGroup.ALCOHOL] <= 44
    assert 18 <= share[SubstanceGroup.NON_OPIATE] + share[SubstanceGroup.NON_OPIATE_AND_ALCOHOL] <= 36


def test_substances_make_the_group_that_was_drawn(demo):
    drawn = [group for *_, group in sketch(Rows("3", TODAY), 60)]
    newest = {}
    for row in Episode.objects.with_substance_group().order_by("referred_on"):
        newest[row.client_id] = row.substance_group
    assert Counter(newest.values()) == Counter(drawn)


def test_planning_again_finds_nothing_to_do(demo):
    planned = list(Alert.objects.order_by("pk").values())
    assert planned
    for kind in {rule.subject for rule in RULES.values()}:
        for record in apps.get_model(kind)._base_manager.all():
            workflow.plan(record)
    assert list(Alert.objects.order_by("pk").values()) == planned


def test_nobody_is_booked_in_an_hour_in_which_they_lead_a_session(demo):
    at_once = {"begins_at__lt": OuterRef("ends_at"), "ends_at__gt": OuterRef("begins_at")}
    led = ProgrammeSession.objects.not_cancelled().filter(lead=OuterRef("worker"), **at_once)
    kept = Appointment.objects.exclude(status="cancelled")
    assert kept.exists()
    assert ProgrammeSession.objects.exists()
    assert not kept.filter(Exists(led)).exists()


def test_refuses_where_somebody_is_already(demo):
    with pytest.raises(CommandError, match="There are people in this database"):
        call_command("demo_data", clients=1)


def test_refuses_outside_demo_mode(committed_db, settings, monkeypatch):
    settings.DEMO = settings.DEBUG = False
    monkeypatch.setitem(connection.settings_dict, "ENGINE", "django.db.backends.postgresql")
    with pytest.raises(CommandError, match="not a demo"):
        call_command("demo_data", clients=1)
    assert not User.objects.exists()
