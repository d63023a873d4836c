"""Cover, caseloads passed on, notes between shifts, and what a manager keeps about staff."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Cover
from aftercare.models import Handover
from alerts import sweep
from alerts.models import Alert
from alerts.workflow import plan
from clients.models import Client
from clients.timeline import events_of
from core.models import OutboxMessage
from core.workflow import NotAllowed
from staffing import workflow
from staffing.caseloads import caseloads
from staffing.models import Qualification, Reassignment, ShiftNote
from tests.factories.accounts import CoverFactory, UserFactory
from tests.factories.aftercare import HandoverFactory
from tests.factories.alerts import AlertFactory
from tests.factories.clients import ClientFactory, CoachAssignmentFactory, EpisodeFactory
from tests.factories.custody import CustodyStayFactory, ReleaseDateFactory
from tests.factories.programmes import AppointmentFactory
from tests.factories.reference import code
from tests.factories.services_directory import ServiceFactory
from tests.factories.staffing import QualificationFactory, ShiftNoteFactory, SupervisionFactory


@pytest.fixture
def colleague(team):
    return UserFactory(team=team, role=Role.CASE_MANAGER)


# Cover


def test_cover_puts_clients_and_alerts_on_the_others_my_work(keyworker, colleague, record, team, today):
    alert = AlertFactory(recipient=keyworker, team=team)
    assert record not in Client.objects.kept_by(colleague)
    assert alert not in Alert.objects.visible_to(colleague)
    cover = Cover(person=keyworker, covered_by=colleague, starts_on=today, ends_on=today + timedelta(days=7))
    workflow.set_cover(cover, by=keyworker)
    assert record in Client.objects.kept_by(colleague)
    assert alert in Alert.objects.visible_to(colleague)
    assert record in Client.objects.kept_by(keyworker)
    workflow.end_cover(cover, on=today - timedelta(days=1), by=keyworker)
    cover.refresh_from_db()
    assert cover.ends_on == today  # never before it began


def test_cover_gets_the_one_message(keyworker, colleague, record, team, today):
    CoverFactory(person=keyworker, covered_by=colleague, starts_on=today)
    alert = AlertFactory(recipient=keyworker, team=team)
    sweep.sweep()
    assert OutboxMessage.objects.get(reference=alert.reference).recipient == colleague


def test_cover_must_be_in_the_teams_and_not_twice(keyworker, stranger, colleague, record, today):
    week = {"starts_on": today, "ends_on": today + timedelta(days=7)}
    with pytest.raises(NotAllowed, match="not in every team"):
        workflow.set_cover(Cover(person=keyworker, covered_by=stranger, **week), by=keyworker)
    workflow.set_cover(Cover(person=keyworker, covered_by=colleague, **week), by=keyworker)
    with pytest.raises(NotAllowed, match="some of these days"):
        workflow.set_cover(Cover(person=keyworker, covered_by=colleague, **week), by=keyworker)


def test_cover_on_screen(keyworker, colleague, sign_in, today):
    browser, url = sign_in(keyworker), reverse("staffing:cover_add", args=[keyworker.username])
    typed = {"covered_by": colleague.pk, "starts_on": "23/11/2026", "ends_on": "1/11/2026"}
    assert browser.post(url, typed).status_code == 422
    assert browser.post(url, typed | {"ends_on": "30/11/2026"}).status_code == 302
    page = browser.get(reverse("staffing:staff_detail", args=[keyworker.username])).content.decode()
    assert f"{colleague} stands in" in page


def test_nobody_but_a_manager_sees_a_colleague(keyworker, colleague, team_manager, stranger, sign_in):
    url = reverse("staffing:staff_detail", args=[colleague.username])
    assert sign_in(keyworker).get(url).status_code == 404
    assert sign_in(colleague).get(url).status_code == 200
    assert sign_in(team_manager).get(url).status_code == 200
    assert sign_in(team_manager).get(reverse("staffing:staff_detail", args=[stranger.username])).status_code == 404


# Passing clients on


def test_reassign_passes_everything_on(keyworker, colleague, episode, team_manager, today):
    managed = EpisodeFactory(team=episode.team, keyworker=colleague, case_manager=colleague, in_treatment=True)
    rows = workflow.reassign_clients([episode], of=keyworker, to=colleague, why="Leaving", by=team_manager)
    episode.refresh_from_db()
    managed.refresh_from_db()
    assert episode.keyworker == colleague
    assert managed.keyworker == colleague
    row = Reassignment.objects.get()
    assert [row] == rows
    assert (row.client, row.from_user, row.to_user, row.created_by) == (
        episode.client,
        keyworker,
        colleague,
        team_manager,
    )
    assert not Alert.objects.open().filter(recipient=keyworker).exists()


def test_reassign_moves_what_is_due(keyworker, colleague, record, episode, team_manager, today):
    stay = CustodyStayFactory(client=record, episode=episode)
    soon = today + timedelta(days=5)
    ReleaseDateFactory(stay=stay, earliest_on=soon, expected_on=soon)
    plan(stay)
    before = Alert.objects.open().filter(recipient=keyworker, client_id=record.pk)
    rules = set(before.values_list("rule", "lead"))
    assert rules
    workflow.reassign_clients([episode], of=keyworker, to=colleague, why="Leaving", by=team_manager)
    assert not Alert.objects.open().filter(recipient=keyworker).exists()
    assert rules <= set(Alert.objects.open().filter(recipient=colleague).values_list("rule", "lead"))


def test_reassign_passes_on_the_appointments_without_an_outcome(keyworker, colleague, episode, team_manager, today):
    mine = {"client": episode.client, "episode": episode, "team": episode.team, "worker": keyworker}
    booked, attended = AppointmentFactory(**mine), AppointmentFactory(attended=True, **mine)
    plan(booked)
    workflow.reassign_clients([episode], of=keyworker, to=colleague, why="Leaving", by=team_manager)
    for appointment in (booked, attended):
        appointment.refresh_from_db()
    assert (booked.worker, attended.worker) == (colleague, keyworker)
    assert Alert.objects.open().get(rule="AP01").recipient == colleague


def test_reassign_passes_on_the_handovers_that_wait(keyworker, colleague, episode, team_manager):
    ours = ServiceFactory(run_by_team=episode.team)
    waiting = HandoverFactory(sent=True, receiving_service=ours, receiving_worker=keyworker)
    draft = HandoverFactory(ready=True, receiving_service=ours, receiving_worker=keyworker)
    elsewhere = HandoverFactory(sent=True, receiving_worker=keyworker)
    more = EpisodeFactory(team=episode.team, keyworker=keyworker, in_treatment=True)

    def named():
        return [Handover.objects.get(pk=row.pk).receiving_worker for row in (waiting, draft, elsewhere)]

    workflow.reassign_clients([episode], of=keyworker, to=colleague, why="Leaving", by=team_manager)
    assert named() == [keyworker] * 3, "There is a caseload left"
    workflow.reassign_clients([more], of=keyworker, to=colleague, why="Leaving", by=team_manager)
    assert named() == [colleague, colleague, keyworker], "Only in the team whose clients were passed on"
    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [colleague.pk]
    assert Handover.objects.get(pk=waiting.pk).updated_by == team_manager


def test_reassign_stands_on_the_timeline(keyworker, colleague, episode, team_manager):
    workflow.reassign_clients([episode], of=keyworker, to=colleague, why="Maternity leave", by=team_manager)
    event = next(event for event in events_of(episode.client, keyworker).items if "Passed on" in event.title)
    assert event.title == f"Passed on: {keyworker} → {colleague}"
    assert (event.by, event.text) == (str(team_manager), "Maternity leave")


def test_reassign_is_all_or_nothing(keyworker, colleague, episode, team_manager, other_team):
    elsewhere = EpisodeFactory(team=other_team, keyworker=keyworker, in_treatment=True)
    with pytest.raises(NotAllowed, match="is not in"):
        workflow.reassign_clients([episode, elsewhere], of=keyworker, to=colleague, why="Leaving", by=team_manager)
    episode.refresh_from_db()
    assert episode.keyworker == keyworker
    assert not Reassignment.objects.exists()


def test_reassign_refuses_what_somebody_else_has_moved_meanwhile(keyworker, colleague, episode, team_manager):
    workflow.reassign_clients([episode], of=keyworker, to=colleague, why="Leaving", by=team_manager)
    with pytest.raises(NotAllowed, match="no longer works with"):
        workflow.reassign_clients([episode], of=keyworker, to=colleague, why="Leaving", by=team_manager)


def test_reassign_on_screen_offers_active_colleagues_and_own_clients_alone(
    keyworker, colleague, episode, team_manager, stranger, other_team, sign_in
):
    gone = UserFactory(team=episode.team, is_active=False)
    hidden = EpisodeFactory(team=other_team, keyworker=keyworker, in_treatment=True)
    url = reverse("staffing:caseload_reassign", args=[keyworker.username])
    browser = sign_in(team_manager)
    page = browser.get(url).content.decode()
    assert str(colleague) in page
    assert str(gone) not in page
    assert str(stranger) not in page
    assert hidden.client.reference not in page
    refused = browser.post(url, {"clients": [hidden.pk], "to": colleague.pk, "why": "x"})
    assert refused.status_code == 422
    assert browser.post(url, {"clients": [episode.pk], "to": stranger.pk, "why": "x"}).status_code == 422
    assert browser.post(url, {"clients": [episode.pk], "to": colleague.pk, "why": "Leaving"}).status_code == 302
    episode.refresh_from_db()
    assert episode.keyworker == colleague


def test_reassign_the_clients_of_a_coach(coach, record, team, team_manager, today):
    other = UserFactory(team=team, coach=True)
    old = CoachAssignmentFactory(client=record, coach=coach)
    workflow.reassign_coaching([old], of=coach, to=other, why="Moves away", by=team_manager)
    old.refresh_from_db()
    assert old.ends_on == today
    assert record in Client.objects.visible_to(other)


# Switching an account off


def test_who_keeps_clients_cannot_be_switched_off(keyworker, colleague, episode, team_manager):
    keyworker.is_active = False
    with pytest.raises(IntegrityError, match="reassign them first"), transaction.atomic():
        keyworker.save(update_fields=["is_active"])
    workflow.reassign_clients([episode], of=keyworker, to=colleague, why="Leaving", by=team_manager)
    keyworker.save(update_fields=["is_active"])
    keyworker.refresh_from_db()
    assert not keyworker.is_active


def test_who_coaches_clients_cannot_be_switched_off(coach, record, team, team_manager, sign_in):
    old = CoachAssignmentFactory(client=record, coach=coach)
    coach.is_active = False
    with pytest.raises(IntegrityError, match="reassign them first"), transaction.atomic():
        coach.save(update_fields=["is_active"])
    page = sign_in(UserFactory(role=Role.ADMINISTRATOR)).post(
        reverse("admin:accounts_user_change", args=[coach.pk]), {"first_name": "Sam"}
    )
    assert "This person has 1 open clients" in page.content.decode()
    workflow.reassign_coaching([old], of=coach, to=UserFactory(team=team, coach=True), why="Leaving", by=team_manager)
    coach.save(update_fields=["is_active"])


# Notes between shifts


def test_leave_a_note_and_take_it_up(keyworker, colleague, record, team, stranger, sign_in):
    url = reverse("staffing:shift_note_list")
    typed = {"text": "Ring before nine", "reference": record.reference.lower(), "team": team.pk}
    assert sign_in(keyworker).post(url, typed).status_code == 302
    note = ShiftNote.objects.get()
    assert (note.client, note.created_by) == (record, keyworker)
    assert "Ring before nine" in sign_in(colleague).get(url).content.decode()
    assert "Ring before nine" not in sign_in(stranger).get(url).content.decode()
    done = reverse("staffing:shift_note_done", args=[note.pk])
    assert sign_in(stranger).post(done).status_code == 404
    assert sign_in(colleague).post(done).status_code == 302
    note.refresh_from_db()
    assert note.done_by == colleague
    with pytest.raises(NotAllowed, match="already"):
        workflow.take_up_note(note, by=keyworker)


def test_a_note_names_no_client_of_another_team(keyworker, team, sign_in):
    other = ClientFactory()
    typed = {"text": "About somebody", "reference": other.reference, "team": team.pk}
    response = sign_in(keyworker).post(reverse("staffing:shift_note_list"), typed)
    assert response.status_code == 422
    assert "You have no client with this reference" in response.content.decode()
    assert not ShiftNote.objects.exists()


def test_a_note_about_a_restricted_client_is_hidden(keyworker, colleague, record, team):
    note = ShiftNoteFactory(team=team, client=record)
    assert note in ShiftNote.objects.visible_to(colleague)
    Client.objects.filter(pk=record.pk).update(is_restricted=True)
    assert note not in ShiftNote.objects.visible_to(colleague)


# What a manager keeps about staff


def test_the_manager_is_told_before_training_runs_out(keyworker, team_manager, today):
    row = QualificationFactory(user=keyworker, expires_on=today + timedelta(days=30))
    plan(row)
    alerts = Alert.objects.open().filter(rule="SF01")
    assert set(alerts.values_list("recipient", "lead")) == {(team_manager.pk, -60), (team_manager.pk, 0)}
    assert alerts.filter(client_id=None).count() == 2


def test_a_newer_certificate_ends_the_warning(keyworker, team_manager, sign_in, today):
    old = QualificationFactory(user=keyworker, expires_on=today + timedelta(days=30))
    plan(old)
    url = reverse("staffing:qualification_add", args=[keyworker.username])
    typed = {
        "what": code("staff_qualification", "naloxone").pk,
        "obtained_on": "20/11/2026",
        "expires_on": "20/11/2028",
    }
    assert sign_in(team_manager).post(url, typed).status_code == 302
    assert not Alert.objects.open().filter(subject_id=old.pk).exists()
    new = Qualification.objects.latest("created_at")
    assert Alert.objects.open().filter(subject_id=new.pk).count() == 2


def test_the_newest_supervision_says_when_the_next_is_due(keyworker, team_manager, today):
    old = SupervisionFactory(user=keyworker, held_on=today - timedelta(days=60), next_on=today - timedelta(days=30))
    new = SupervisionFactory(user=keyworker, held_on=today - timedelta(days=20), next_on=today + timedelta(days=10))
    plan(old)
    plan(new)
    assert list(Alert.objects.open().filter(rule="SF02").values_list("subject_id", flat=True)) == [new.pk]


def test_nobody_keeps_their_own_record(team_manager, sign_in):
    url = reverse("staffing:qualification_add", args=[team_manager.username])
    assert sign_in(team_manager).get(url).status_code == 404


def test_the_list_shows_who_is_away_and_what_runs_out(keyworker, colleague, episode, team_manager, sign_in, today):
    CoverFactory(person=keyworker, covered_by=colleague, starts_on=today, ends_on=today + timedelta(days=2))
    QualificationFactory(user=keyworker, expires_on=today - timedelta(days=1))
    page = sign_in(team_manager).get(reverse("staffing:staff_list")).content.decode()
    assert f"{colleague} stands in" in page
    assert "ran out" in page
    assert "and 1 by cover" in page


def test_staff_are_counted_with_everybody_whom_they_answer_for(
    team, team_manager, keyworker, colleague, coach, record, today
):
    managed = EpisodeFactory(team=team, keyworker=keyworker, case_manager=colleague, in_treatment=True).client
    CoachAssignmentFactory(client=managed, coach=colleague)  # the same client in another way
    EpisodeFactory(team=team, client=managed, keyworker=colleague, closed=True)
    EpisodeFactory(team=team, keyworker=colleague, closed=True)
    EpisodeFactory(keyworker=colleague)  # of another team, which a manager of this one does not see
    CoachAssignmentFactory(client=record, coach=coach)
    CoverFactory(person=keyworker, covered_by=colleague, starts_on=today, ends_on=today)
    found = caseloads(team_manager)
    assert found[keyworker.pk].own == {record.pk, managed.pk}
    assert (found[colleague.pk].own, found[colleague.pk].covered) == ({managed.pk}, {record.pk})
    assert (found[coach.pk].own, found[coach.pk].covered) == ({record.pk}, set())
    assert not found[team_manager.pk].own
