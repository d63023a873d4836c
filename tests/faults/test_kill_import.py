"""A worker that is killed while it adds the people of a file: the next one goes on, with nobody half and nobody twice."""

import random
import subprocess
import sys
import time

from django.conf import settings

from accounts.choices import Role
from clients import intake, tasks
from clients.models import Client, ContactWay, ImportBatch
from clients.sheet import Sheet
from tests.factories.accounts import TeamFactory, UserFactory

from .processes import kill

PEOPLE = 40
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def people():
    """Forty people whom nobody takes for one another, each with a phone."""
    dice = random.Random(1)
    for n in range(PEOPLE):
        first, family = ("".join(dice.choices(LETTERS, k=9)) for _name in range(2))
        born = f"{n % 28 + 1}/{n % 12 + 1}/{1940 + n}"
        more = {"date_of_birth": born, "sex": "female", "phone": "07700 900123"}
        yield n + 2, {"first_name": first, "family_name": family} | more


def until(condition):
    """Wait for a minute at most."""
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_import_of_a_killed_worker(committed_db, environment, monkeypatch):
    monkeypatch.setattr(tasks, "tell_worker", lambda key: None)
    team = TeamFactory()
    manager = UserFactory(team=team, role=Role.TEAM_MANAGER)
    batch = intake.stage(Sheet(list(people()), False), team=team, by=manager)
    intake.work_on(batch.pk)
    assert intake.to_be_added(batch).count() == PEOPLE
    intake.confirm(batch, by=manager)
    command = [sys.executable, "manage.py", "shell", "-c", f"from clients import intake; intake.work_on('{batch.pk}')"]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)
    until(lambda: Client.objects.count() >= 5)
    kill(process)
    assert 5 <= Client.objects.count() < PEOPLE
    assert batch.rows.exclude(outcome="").count() == Client.objects.count(), "A line is done when its person is there"

    def finished():
        intake.work_on(batch.pk)
        return ImportBatch.objects.get(pk=batch.pk).state == "finished"

    until(finished)
    assert Client.objects.count() == ContactWay.objects.count() == PEOPLE
    assert ImportBatch.objects.get(pk=batch.pk).added == PEOPLE
