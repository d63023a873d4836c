"""The two database roles: the owner migrates, the application's role owns nothing and cannot change history."""

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from accounts.models import User
from config.management.commands.migrate import is_append_only

pytestmark = pytest.mark.django_db

HISTORY = [model._meta.db_table for model in apps.get_models() if is_append_only(model)]


def refused(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        run(statement)
    return True


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_application_role_owns_nothing():
    assert run("SELECT current_user") == [("throughcare",)]
    assert run("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user") == [
        (False,)
    ]
    assert run("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == [(0,)]


@pytest.mark.parametrize("table", HISTORY)
def test_history_refuses_change(table):
    assert refused(
        f"UPDATE {table} SET id = id" if table == "core_accesslog" else f"UPDATE {table} SET pgh_id = pgh_id"
    )
    assert refused(f"DELETE FROM {table}")
    assert refused(f"TRUNCATE {table}")
    assert run(f"SELECT count(*) FROM {table}")


def test_application_role_cannot_change_the_schema():
    assert refused("CREATE TABLE mine (id int)")
    assert refused("ALTER TABLE accounts_user ADD COLUMN mine int")
    assert refused("ALTER TABLE accounts_user DISABLE TRIGGER ALL")
    assert refused("DROP TABLE accounts_user")
    assert refused("TRUNCATE accounts_user CASCADE")


def test_history_is_kept_when_the_application_writes():
    user = User.objects.create(username="ada")
    User.objects.filter(pk=user.pk).update(first_name="Ada")
    user.delete()
    assert run("SELECT pgh_label FROM accounts_userevent ORDER BY pgh_id") == [("insert",), ("update",), ("delete",)]


def test_history_costs_no_caught_error():
    assert run("SELECT prosrc LIKE '%EXCEPTION%' FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'") == [(False,)]
    with pgtrigger.ignore("accounts.User:insert_insert"):
        user = User.objects.create(username="ada")
    User.objects.filter(pk=user.pk).update(first_name="Ada")
    assert run("SELECT pgh_label FROM accounts_userevent ORDER BY pgh_id") == [("update",)]


def test_migrate_gives_the_connection_back(committed_db):
    call_command("migrate", verbosity=0)
    assert run("SELECT current_user") == [("throughcare",)]
