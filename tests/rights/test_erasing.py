"""Erasing a record: in no table and no history is anything left of what was in it, and the certificate stays."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from clients.models import Client
from core.models import AccessLog
from rights.models import Erasure
from tests.factories.careplans import CarePlanFactory, GoalFactory
from tests.factories.clients import AddressFactory, ClientFlagFactory, ContactFactory, EpisodeFactory, PersonNameFactory
from tests.factories.rights import LegalHoldFactory, RetentionDecisionFactory

CANARIES = ["Canarywick", "canary note", "Canary Street", "canary flag", "canary goal", "Canaryalias"]


def make_record():
    """A closed record with a canary in each kind of text, one of them changed and one removed since."""
    client = EpisodeFactory(closed=True, client__family_name="Canarywick").client
    note = ContactFactory(client=client, note="canary note, as it was first")
    note.note = "another text"
    note.save_by(None)
    AddressFactory(client=client, lines="1 Canary Street")
    ClientFlagFactory(client=client, reason="canary flag")
    goal = GoalFactory(plan=CarePlanFactory(client=client), words="canary goal")
    goal.delete()
    PersonNameFactory(client=client, family_name="Canaryalias")
    AccessLog.objects.create(action="look", subject_kind="clients.client", subject_id=client.pk)
    return client


def found_anywhere():
    """The tables in which a canary is found, of every table of the database."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" row WHERE row::text ~* %s', ["|".join(CANARIES)])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_erasing_leaves_the_fact_and_not_the_content(committed_db):
    client, other = make_record(), EpisodeFactory(closed=True).client
    assert {"clients_client", "clients_contactevent", "careplans_goalevent"} <= found_anywhere()
    decision = RetentionDecisionFactory(client=client, approved=True)
    kept = RetentionDecisionFactory(client=other, approved=True)
    LegalHoldFactory(client=other)
    call_command("erase_records")
    assert found_anywhere() == set()
    assert list(Client.objects.all()) == [other]
    certificate = Erasure.objects.get()
    assert (certificate.client_id, certificate.reference) == (client.pk, client.reference)
    assert (certificate.proposed_by, certificate.approved_by) == (decision.created_by, decision.approved_by)
    assert certificate.rows["clients.contact"] == 1
    assert AccessLog.objects.filter(subject_id=client.pk).exists()
    assert type(kept).objects.get(pk=kept.pk)
    tables = [model for model in apps.get_models() if model._meta.db_table == "clients_clientevent"]
    assert tables[0].objects.filter(pgh_obj_id=other.pk).exists()


def test_the_application_may_neither_erase_nor_write_certificates(db):
    client = make_record()
    for statement in ("DELETE FROM clients_contactevent", "INSERT INTO rights_erasure DEFAULT VALUES",
                      "SET ROLE throughcare_eraser"):  # fmt: skip
        with pytest.raises(DatabaseError, match="permission denied|does not exist"), connection.cursor() as cursor:
            with transaction.atomic():
                cursor.execute(statement)
    assert Client.objects.filter(pk=client.pk).exists()
