"""Restricted records: two people, a named list, nothing shown to others, and work that goes on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from alerts.models import Alert
from clients.models import Client, NamedReader
from clients.responsible import holder_of, keyworker_of, manager_of
from clients.workflow import assign_keyworker
from core.workflow import NotAllowed
from governance import workflow
from governance.models import Restriction
from tests.factories.accounts import UserFactory
from tests.factories.governance import RestrictionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return UserFactory(role=Role.GOVERNANCE_OFFICER)


@pytest.fixture
def second_manager(team):
    return UserFactory(team=team, role=Role.TEAM_MANAGER)


@pytest.fixture
def asked(record, team_manager, case_manager, officer):
    restriction = Restriction(client=record, why="A cousin works here", review_on=timezone.localdate() + timedelta(90))
    return workflow.propose_restriction(restriction, readers=[case_manager], by=team_manager)


@pytest.fixture
def in_force(asked, second_manager):
    return workflow.decide(asked, is_agreed=True, by=second_manager)


def sees(user, record):
    return Client.objects.visible_to(user).filter(pk=record.pk).exists()


def test_asking_changes_nothing_and_tells_the_second_person(asked, record, team_manager, officer, keyworker):
    record.refresh_from_db()
    assert record.is_restricted is False
    assert sees(keyworker, record)
    assert {alert.recipient for alert in Alert.objects.open().filter(rule="RR01")} == {officer}
    with pytest.raises(NotAllowed, match="Somebody else"):
        workflow.decide(asked, is_agreed=True, by=team_manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.update(approved_by=team_manager)


def test_agreed_hides_the_record_from_all_but_the_named_and_the_keyworker(
    in_force, record, keyworker, case_manager, team_manager, second_manager, coach
):
    assert sees(case_manager, record)
    assert sees(keyworker, record), "Whoever keeps an open episode goes on working"
    for person in (team_manager, second_manager, coach):
        assert not sees(person, record)
    assert not Alert.objects.open().filter(rule="RR01").exists()
    record.refresh_from_db()
    assert (manager_of(record), keyworker_of(record)) == (
        NamedReader.objects.order_by("user__username").first().user,
        keyworker,
    )
    assert holder_of("prescriber", record) in (keyworker, case_manager), "No alert goes to somebody who sees nothing"


def test_restricted_record_says_so_to_those_who_see_it(in_force, record, keyworker, sign_in):
    assert (
        "Restricted record: only the people named on it"
        in sign_in(keyworker).get(record.get_absolute_url()).content.decode()
    )


def test_declined_leaves_everything_as_it_was(asked, record, officer, keyworker):
    workflow.decide(asked, is_agreed=False, by=officer)
    assert sees(keyworker, record)
    assert not NamedReader.objects.exists()
    with pytest.raises(NotAllowed, match="already"):
        workflow.decide(asked, is_agreed=True, by=officer)


def test_lifting_takes_two_people_as_well(in_force, record, officer, team_manager, case_manager):
    workflow.ask_to_lift(in_force, why="The cousin has left", by=officer)
    with pytest.raises(NotAllowed, match="Somebody else"):
        workflow.decide(in_force, is_agreed=True, by=officer)
    workflow.decide(in_force, is_agreed=True, by=UserFactory(role=Role.GOVERNANCE_OFFICER))
    assert sees(team_manager, record)
    assert not NamedReader.objects.exists()
    with pytest.raises(NotAllowed, match="has ended"):
        workflow.add_reader(in_force, user=case_manager, why="For the next time", by=officer)
    assert not NamedReader.objects.exists()


def test_new_keyworker_is_named_by_being_assigned(in_force, record, episode, team, case_manager):
    person = UserFactory(team=team)
    episode.client.refresh_from_db()
    assign_keyworker(episode, keyworker=person, case_manager=case_manager, by=case_manager)
    assert sees(person, record)


def test_list_is_changed_with_a_reason_and_never_empty(in_force, record, officer, keyworker, case_manager, team):
    person = UserFactory(team=team)
    workflow.add_reader(in_force, user=person, why="Covers", by=officer)
    assert NamedReader.objects.get(user=person).created_by == officer
    assert sees(person, record)
    entry = NamedReader.objects.get(user=person)
    workflow.remove_reader(entry, why="Back again", by=officer)
    assert not sees(person, record)
    with pytest.raises(NotAllowed, match="keeps an open episode"):
        workflow.remove_reader(NamedReader.objects.get(user=keyworker), why="x", by=officer)
    with pytest.raises(NotAllowed, match="Somebody else must add you"):
        workflow.add_reader(in_force, user=officer, why="x", by=officer)


def test_pages_from_asking_to_lifting(record, team_manager, second_manager, case_manager, officer, client):
    def web(user):
        client.force_login(user, backend="accounts.roles.RoleBackend")
        return client

    url = reverse("governance:restriction_propose", args=[record.pk])
    day = timezone.localdate() + timedelta(days=60)
    data = {"why": "Somebody looks for her", "review_on": f"{day:%d/%m/%Y}", "readers": [case_manager.pk]}
    assert web(team_manager).post(url, data | {"readers": []}).status_code == 422
    assert web(team_manager).post(url, data | {"review_on": "1/1/2090"}).status_code == 422
    assert web(team_manager).post(url, data).status_code == 302
    restriction = Restriction.objects.get()
    decide = reverse("governance:restriction_decide", args=[restriction.pk])
    assert web(team_manager).post(decide, {"is_agreed": "yes"}).status_code == 422
    assert web(second_manager).post(decide, {"is_agreed": "yes"}).status_code == 302
    assert web(second_manager).get(restriction.get_absolute_url()).status_code == 404, "Not named: as absent"
    page = web(officer).get(restriction.get_absolute_url()).content.decode()
    assert record.reference in page
    assert record.family_name not in page
    lift = reverse("governance:restriction_lift", args=[restriction.pk])
    assert web(officer).post(lift, {"why": "Safe now"}).status_code == 302
    assert web(officer).post(decide, {"is_agreed": "yes"}).status_code == 422


def test_reader_of_an_unrestricted_record_cannot_be_touched(team_manager, sign_in, other_team):
    from tests.factories.clients import NamedReaderFactory

    foreign = RestrictionFactory(client__registered_team=other_team)
    entry = NamedReaderFactory(client=foreign.client)
    response = sign_in(team_manager).post(reverse("governance:reader_remove", args=[entry.pk]), {"why": "x"})
    assert response.status_code == 404
    assert NamedReader.objects.filter(pk=entry.pk).exists()
