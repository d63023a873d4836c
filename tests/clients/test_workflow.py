"""Each verb of clients: allowed, refused, what else it changed, who is recorded."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alerts.models import Alert
from clients import workflow
from clients.choices import DischargeReason, EpisodeStatus, FlagKind
from clients.models import Client, ClientFlag, CoachAssignment, Episode
from core.workflow import NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import (
    ClientFactory,
    ClientFlagFactory,
    CoachAssignmentFactory,
    ConsentFactory,
    EpisodeFactory,
)

pytestmark = pytest.mark.django_db


def new_episode(client, team, **options):
    return Episode(client=client, team=team, referral_source="gp", referred_on=date(2026, 11, 1), **options)


def test_open_episode_makes_the_client_known_to_the_team(keyworker, stranger, other_team, record):
    assert not Client.objects.visible_to(stranger).filter(pk=record.pk).exists()
    workflow.open_episode(new_episode(record, other_team), substances=[("alcohol", "oral")], by=stranger)
    assert Client.objects.visible_to(stranger).filter(pk=record.pk).exists()
    episode = record.episodes.get(team=other_team)
    assert (episode.created_by, episode.keyworker_since) == (stranger, None)
    assert episode.substances.get().created_by == stranger


def test_open_episode_twice_with_one_team_is_refused(keyworker, record, team):
    with pytest.raises(NotAllowed, match="already has an open episode"):
        workflow.open_episode(new_episode(record, team), substances=[], by=keyworker)


def test_open_episode_with_a_keyworker_of_another_team_is_refused(keyworker, stranger, team):
    client = ClientFactory(registered_team=team)
    with pytest.raises(NotAllowed, match="is not in"):
        workflow.open_episode(new_episode(client, team, keyworker=stranger), substances=[], by=keyworker)
    assert not client.episodes.exists()


def test_assign_keyworker_is_new_only_when_it_changes(case_manager, episode, team):
    long_ago = timezone.now() - timedelta(days=30)
    episode.keyworker_since = long_ago
    episode.save()
    workflow.assign_keyworker(episode, keyworker=episode.keyworker, case_manager=case_manager, by=case_manager)
    assert episode.keyworker_since == long_ago
    colleague = UserFactory(team=team)
    workflow.assign_keyworker(episode, keyworker=colleague, case_manager=None, by=case_manager)
    assert episode.keyworker_since > long_ago
    assert episode.updated_by == case_manager


@pytest.mark.parametrize("trouble", ["closed", "stranger", "inactive"])
def test_assign_keyworker_refused(case_manager, stranger, episode, team, trouble):
    person = {"stranger": stranger, "inactive": UserFactory(team=team, is_active=False)}.get(trouble)
    if trouble == "closed":
        episode = EpisodeFactory(team=team, closed=True)
    with pytest.raises(NotAllowed):
        workflow.assign_keyworker(episode, keyworker=person, case_manager=None, by=case_manager)


def test_assign_keyworker_moves_the_alerts_of_the_episode(case_manager, episode, team):
    """The alerts before a planned end go to whoever keeps the episode now."""
    episode.planned_exit_on = timezone.localdate() + timedelta(days=60)
    episode.save()
    workflow.plan(episode)
    before = set(Alert.objects.open().filter(client_id=episode.client_id).values_list("recipient", flat=True))
    colleague = UserFactory(team=team)
    workflow.assign_keyworker(episode, keyworker=colleague, case_manager=colleague, by=case_manager)
    after = set(Alert.objects.open().filter(client_id=episode.client_id).values_list("recipient", flat=True))
    assert before
    assert colleague.pk not in before
    assert colleague.pk in after
    assert case_manager.pk not in after


def test_start_treatment(keyworker, team):
    episode = EpisodeFactory(team=team)
    workflow.start_treatment(episode, on=date(2026, 9, 10), by=keyworker)
    episode.refresh_from_db()
    assert (episode.status, episode.treatment_started_on) == (EpisodeStatus.IN_TREATMENT, date(2026, 9, 10))
    change = episode.status_changes.get()
    assert (change.from_status, change.to_status, change.changed_by) == ("waiting", "in_treatment", keyworker)


def test_start_treatment_in_aftercare_is_refused(keyworker, team):
    """Whoever comes back has a new episode: the day on which the first treatment started stays."""
    with pytest.raises(NotAllowed):
        workflow.start_treatment(EpisodeFactory(team=team, in_aftercare=True), on=date(2026, 11, 10), by=keyworker)


def test_close_episode_ends_the_alert_about_its_plan(keyworker, episode):
    plan = CarePlanFactory(client=episode.client, episode=episode, active=True)
    workflow.plan(plan)
    alerts = Alert.objects.open().filter(subject_id=plan.pk)
    assert alerts.get().recipient == keyworker
    workflow.close_episode(episode, on=date(2026, 11, 2), reason=DischargeReason.DROPPED_OUT, by=keyworker)
    assert not alerts.exists()


def test_close_episode(keyworker, episode):
    day = date(2026, 11, 2)
    workflow.close_episode(episode, on=day, reason=DischargeReason.DROPPED_OUT, by=keyworker, note="Moved away")
    episode.refresh_from_db()
    assert (episode.status, episode.ended_on) == (EpisodeStatus.CLOSED, day)
    assert episode.status_changes.get().reason == "Moved away"
    with pytest.raises(NotAllowed):
        workflow.close_episode(episode, on=day, reason=DischargeReason.DIED, by=keyworker)


def test_close_episode_as_completed_goes_through_aftercare(keyworker, episode, team):
    completed = {"on": date(2026, 11, 2), "reason": DischargeReason.COMPLETED_DRUG_FREE, "by": keyworker}
    with pytest.raises(NotAllowed, match="through aftercare"):
        workflow.close_episode(episode, **completed)
    in_aftercare = EpisodeFactory(team=team, in_aftercare=True)
    assert workflow.close_episode(in_aftercare, **completed).status == EpisodeStatus.CLOSED


def test_withdraw_consent(keyworker, record):
    consent = ConsentFactory(client=record)
    workflow.withdraw_consent(consent, on=date(2026, 11, 2), by=keyworker)
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.updated_by) == (date(2026, 11, 2), keyworker)
    assert not consent.is_live
    with pytest.raises(NotAllowed):
        workflow.withdraw_consent(consent, on=date(2026, 11, 3), by=keyworker)


def test_flags(keyworker, record):
    typed = {"kind": FlagKind.PREGNANCY, "reason": "Due in May", "review_on": date(2027, 1, 1)}
    flag = workflow.add_flag(ClientFlag(client=record, **typed), by=keyworker)
    with pytest.raises(NotAllowed, match="Pregnancy"):
        workflow.add_flag(ClientFlag(client=record, **typed), by=keyworker)
    workflow.end_flag(flag, on=timezone.localdate(), by=keyworker)
    with pytest.raises(NotAllowed):
        workflow.end_flag(flag, on=timezone.localdate(), by=keyworker)
    assert ClientFlagFactory(client=record, kind=FlagKind.PREGNANCY).ended_on is None


def test_assign_coach(team_manager, coach, keyworker, record):
    first = CoachAssignment(client=record, coach=coach, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    workflow.assign_coach(first, by=team_manager)
    again = CoachAssignment(client=record, coach=coach, starts_on=date(2026, 3, 31))
    with pytest.raises(NotAllowed, match="at that time"):
        workflow.assign_coach(again, by=team_manager)
    again.starts_on = date(2026, 4, 1)
    workflow.assign_coach(again, by=team_manager)
    assert Client.objects.visible_to(coach).get() == record
    with pytest.raises(NotAllowed, match="not a recovery coach"):
        workflow.assign_coach(CoachAssignmentFactory.build(client=record, coach=keyworker), by=team_manager)
