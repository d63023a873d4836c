"""What has been looked at and changed cannot be changed or taken away by the application, through Django or past it."""

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from config.management.commands.migrate import is_append_only
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.clients import ContactFactory

pytestmark = pytest.mark.django_db
APPEND_ONLY = [model for model in apps.get_models() if is_append_only(model)]


def refused(change):
    """Whether the database refuses it, and says that it is not for the application's role or only for adding to."""
    with pytest.raises(Error, match=r"permission denied|Cannot (update|delete)"), transaction.atomic():
        change()
    return True


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_rows_are_refused_to_sql_and_to_django(model):
    key, table = model._meta.pk.attname, model._meta.db_table
    assert refused(lambda: run(f'UPDATE "{table}" SET "{key}" = "{key}"'))
    assert refused(lambda: run(f'DELETE FROM "{table}"'))
    assert refused(lambda: run(f'TRUNCATE "{table}"'))
    rows = model._base_manager.all()
    assert refused(lambda: rows.update(**{key: 0}))
    assert refused(lambda: rows._raw_delete(rows.db))


def test_one_row_is_refused_as_well():
    ContactFactory()
    look = AccessLog.objects.create(action=AccessAction.LOOK, route="a")
    look.route = "b"
    assert refused(look.save)
    assert refused(look.delete)
    event = apps.get_model("clients.ContactEvent").objects.get()
    event.note = "Never said"
    assert refused(event.save)
    assert refused(event.delete)
    look.refresh_from_db()
    assert look.route == "a"
