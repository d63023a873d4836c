"""The tests' own databases: clones of one template, each seen by nobody else."""

import subprocess
import sys

from django.conf import settings
from django.db import connection

from accounts.models import User


def count_users(environment):
    """The number of users another process sees."""
    command = [
        sys.executable,
        "manage.py",
        "shell",
        "-v0",
        "-c",
        "print(__import__('accounts.models').models.User.objects.count())",
    ]
    return int(subprocess.check_output(command, env=environment, cwd=settings.BASE_DIR))


def test_other_process_sees_what_is_committed(process_environment):
    User.objects.create(username="ada")
    assert count_users(process_environment) == 1


def test_each_test_has_its_own_database(committed_db):
    assert connection.settings_dict["NAME"] == committed_db
    assert not User.objects.exists()


def test_rows_are_rolled_back(db):
    assert not User.objects.exists()
    User.objects.create(username="ada")
