"""What the database refuses of handovers and check-ups, whatever a verb does."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from aftercare import workflow
from aftercare.forms import HandoverForm
from aftercare.models import CheckUp, Handover
from tests.factories.aftercare import AftercareFactory, CheckUpFactory, HandoverFactory
from tests.factories.clients import ConsentFactory
from tests.factories.services_directory import ServiceFactory

from .parts import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.parametrize(
    ("state", "change", "constraint"),
    [
        ({}, "status = 'sent'", "sent_handover_has_consent_or_override"),
        ({"sent": True}, "consent_id = NULL", "sent_handover_has_consent_or_override"),
        ({"accepted": True}, "agreed_on = NULL, agreed_how = ''", "sent_handover_has_consent_or_override"),
        ({"sent": True}, "status = 'declined'", "declined_handover_has_a_reason"),
        ({}, "override_reason = 'Because'", "override_has_reason_and_person"),
        ({}, "agreed_how = 'signed'", "agreed_handover_has_day_and_way"),
    ],
)
def test_the_database_refuses_a_handover_that_the_verbs_refuse(state, change, constraint):
    handover = HandoverFactory(**state)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE aftercare_handover SET {change} WHERE id = %s", [handover.pk])


def test_the_recipient_cannot_change_while_a_question_is_open(sent, stranger, case_manager, team):
    workflow.query_handover(sent, by=stranger, question="Which days suit?")
    sent.refresh_from_db()
    elsewhere = ServiceFactory(run_by_team=team)
    form = HandoverForm(posted(HandoverForm(instance=sent)) | {"receiving_service": elsewhere.pk}, instance=sent)
    assert form.is_valid(), form.errors
    assert workflow.save_handover(form, by=case_manager).receiving_service == sent.receiving_service != elsewhere


def test_the_database_refuses_the_consent_of_somebody_else_or_for_another_service(sent):
    for consent in (ConsentFactory(client=sent.client), ConsentFactory(recipient=sent.receiving_service)):
        with pytest.raises(IntegrityError, match="handover_consent_fits"), transaction.atomic():
            update_and_check(sent, consent=consent)


def update_and_check(handover, **changes):
    """Change it past the verbs, and have the database check at once what it checks at the end of a transaction."""
    Handover.objects.filter(pk=handover.pk).update(**changes)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_a_second_open_handover(ready):
    with pytest.raises(IntegrityError, match="one_open_handover_per_episode"), transaction.atomic():
        HandoverFactory(episode=ready.episode)


def test_the_database_refuses_service_and_reason_together(ready, service):
    with pytest.raises(IntegrityError, match="service_or_reason_not_both"), transaction.atomic():
        ready.needs.update(service=service, no_service_reason="full")


def test_the_database_refuses_a_done_check_up_without_an_outcome():
    check_up = CheckUpFactory(aftercare=AftercareFactory())
    with pytest.raises(IntegrityError, match="done_check_up_has_an_outcome"), transaction.atomic():
        CheckUp.objects.filter(pk=check_up.pk).update(done_on=date(2026, 11, 20))
