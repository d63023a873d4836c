"""What ends, waits or comes back with an episode: each thing on the list, in one step or not at all."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from aftercare import episodes
from aftercare.choices import CancelledBecause
from alerts import sweep
from alerts.workflow import plan
from clients.choices import DischargeReason, EpisodeStatus
from clients.models import Death, Episode
from clients.workflow import assign_coach, open_episode
from core.workflow import NotAllowed
from custody.models import CustodyStay
from custody.workflow import open_stay, record_release
from referrals.choices import IncomingStatus, ReferralStatus
from tests.factories.clients import (
    CoachAssignmentFactory,
    EpisodeFactory,
    EpisodeInterventionFactory,
)
from tests.factories.programmes import AppointmentFactory
from tests.factories.reference import code
from tests.factories.referrals import IncomingReferralFactory, ReferralLinkFactory

from .endings import close, make_sound, open_alerts, waiting

pytestmark = pytest.mark.django_db


# Closing


def test_closing_ends_alerts_messages_and_the_handover(treated, keyworker):
    assert open_alerts(treated.client).exists()
    assert waiting().exists()
    close(treated, keyworker)
    treated.refresh_from_db()
    assert (treated.status, treated.updated_by) == (EpisodeStatus.CLOSED, keyworker)
    assert not open_alerts(treated.client).exists()
    assert not waiting().exists()
    assert treated.handovers.get().status == "withdrawn"


def test_closing_cancels_check_ups_and_reopening_brings_those_to_come_back(after, keyworker):
    assert open_alerts(after.client).exists()
    close(after, keyworker)
    assert {row.cancelled_because for row in after.client.check_ups.all()} == {CancelledBecause.CLOSED}
    assert not open_alerts(after.client).exists()
    why = code("reopening_reason", "closed_in_error")
    episodes.reopen_episode(after, on=timezone.localdate(), reason=why, by=keyworker)
    after.refresh_from_db()
    assert after.status == EpisodeStatus.AFTERCARE
    assert [row.due_on > timezone.localdate() for row in after.client.check_ups.to_do()] == [True]
    assert open_alerts(after.client).exists()


def test_closing_ends_the_interventions_that_are_still_running(treated, keyworker):
    running = EpisodeInterventionFactory(episode=treated)
    with pytest.raises(NotAllowed, match="still running"):
        close(treated, keyworker)
    close(treated, keyworker, exit_status=code("intervention_exit", "B"))
    running.refresh_from_db()
    assert (running.ended_on, running.exit_status.code) == (timezone.localdate(), "B")


def test_closing_ends_the_referral_to_us_while_treatment_has_not_begun(keyworker):
    begun, waiting_still = IncomingReferralFactory.create_batch(2, taken=True, referred_on=date(2026, 9, 1))
    Episode.objects.filter(pk=begun.episode_id).update(
        status=EpisodeStatus.IN_TREATMENT, treatment_started_on=date(2026, 9, 6)
    )
    for referral in (begun, waiting_still):
        make_sound(Episode.objects.get(pk=referral.episode_id))
        close(Episode.objects.get(pk=referral.episode_id), keyworker, accepted="Moved away")
        referral.refresh_from_db()
    assert (begun.status, waiting_still.status) == (IncomingStatus.WAITING, IncomingStatus.WITHDRAWN)
    assert waiting_still.status_changes.get().reason == "The episode was closed"


def test_an_error_blocks_and_a_warning_needs_a_reason(treated, keyworker):
    treated.facts.all().delete()
    with pytest.raises(NotAllowed, match="looks wrong or is missing"):
        close(treated, keyworker)
    close(treated, keyworker, accepted="Left before anybody could ask")
    assert "Left before anybody could ask" in treated.status_changes.get(to_status="closed").reason
    other = EpisodeFactory(team=treated.team, in_treatment=True)
    with pytest.raises(NotAllowed, match="No problem substance"):
        close(other, keyworker, accepted="All the same")


def test_half_way_failure_leaves_everything_as_it_was(treated, keyworker, monkeypatch):
    before = open_alerts(treated.client).count(), waiting().count()

    def fail(*args, **kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr("clients.workflow.plan_alerts", fail)
    with pytest.raises(RuntimeError):
        close(treated, keyworker)
    treated.refresh_from_db()
    assert treated.status == EpisodeStatus.IN_TREATMENT
    assert treated.handovers.get().status == "sent"
    assert before == (open_alerts(treated.client).count(), waiting().count())


# Pausing


def test_while_paused_nothing_is_due_and_it_comes_back(treated, keyworker):
    due = set(open_alerts(treated.client).values_list("rule", flat=True))
    today = timezone.localdate()
    pause = episodes.pause_episode(treated, on=today, reason=code("pause_reason", "hospital"), by=keyworker)
    treated.refresh_from_db()
    assert (treated.status, pause.was) == (EpisodeStatus.PAUSED, EpisodeStatus.IN_TREATMENT)
    assert not open_alerts(treated.client).exists()
    assert not waiting().filter(reference__startswith="alert-").exists()
    episodes.resume_episode(treated, on=today, by=keyworker)
    treated.refresh_from_db()
    assert treated.status == EpisodeStatus.IN_TREATMENT
    assert set(open_alerts(treated.client).values_list("rule", flat=True)) == due
    assert treated.pauses.get().ended_on == today


def test_pausing_aftercare_rests_its_check_ups(after, keyworker):
    episodes.pause_episode(after, on=timezone.localdate(), reason=code("pause_reason", "away"), by=keyworker)
    assert not open_alerts(after.client).exists()
    episodes.resume_episode(after, on=timezone.localdate(), by=keyworker)
    assert open_alerts(after.client).filter(rule="AC04").exists()


def test_pausing_twice_and_resuming_what_goes_on_are_refused(treated, keyworker):
    pause = {"on": timezone.localdate(), "reason": code("pause_reason", "other"), "by": keyworker}
    with pytest.raises(NotAllowed):
        episodes.resume_episode(treated, on=timezone.localdate(), by=keyworker)
    episodes.pause_episode(treated, **pause)
    with pytest.raises(NotAllowed):
        episodes.pause_episode(treated, **pause)


def test_a_paused_episode_that_closes_reopens_where_it_stood(treated, keyworker):
    today = timezone.localdate()
    episodes.pause_episode(treated, on=today, reason=code("pause_reason", "away"), by=keyworker)
    close(treated, keyworker)
    assert treated.pauses.get().ended_on == today
    episodes.reopen_episode(treated, on=today, reason=code("reopening_reason", "returned"), by=keyworker)
    assert Episode.objects.get(pk=treated.pk).status == EpisodeStatus.IN_TREATMENT


# Appointments


@pytest.mark.parametrize("what", ["close", "pause", "custody", "death"])
def test_what_is_booked_ends_in_the_same_step_and_what_has_passed_waits_for_its_outcome(treated, keyworker, what):
    now = timezone.now()
    about = {"client": treated.client, "episode": treated, "team": treated.team, "worker": keyworker}
    ahead, passed = (
        AppointmentFactory(begins_at=at, ends_at=at + timedelta(hours=1), **about)
        for at in (now + timedelta(days=3), now - timedelta(days=3))
    )
    if what == "close":
        close(treated, keyworker)
    elif what == "pause":
        episodes.pause_episode(treated, on=now.date(), reason=code("pause_reason", "away"), by=keyworker)
    elif what == "custody":
        open_stay(
            CustodyStay(
                client=treated.client, prison="HMP Example", legal_status="remand", custody_started_on=now.date()
            ),
            by=keyworker,
        )
    else:
        die(treated.client, keyworker)
    for appointment in (ahead, passed):
        appointment.refresh_from_db()
    assert (ahead.status, ahead.cancelled_by, ahead.updated_by) == ("cancelled", "episode", keyworker)
    assert passed.status == "booked"


# Reopening


def test_reopening_keeps_the_earlier_end_readable(treated, keyworker):
    close(treated, keyworker, destination="Cardiff")
    why = code("reopening_reason", "lapse")
    episodes.reopen_episode(treated, on=timezone.localdate(), reason=why, by=keyworker, note="Rang us")
    treated.refresh_from_db()
    assert (treated.ended_on, treated.discharge_reason, treated.destination) == (None, "", "")
    row = treated.reopenings.get()
    assert (row.discharge_reason, row.destination, row.reason, row.created_by) == (
        DischargeReason.DROPPED_OUT, "Cardiff", why, keyworker,
    )  # fmt: skip


def test_reopening_beside_an_open_episode_of_the_team_is_refused(treated, keyworker):
    close(treated, keyworker)
    EpisodeFactory(client=treated.client, team=treated.team)
    with pytest.raises(NotAllowed, match="already has an open episode"):
        episodes.reopen_episode(
            treated, on=timezone.localdate(), reason=code("reopening_reason", "other"), by=keyworker
        )


# Custody


def test_custody_rests_what_makes_no_sense_there_and_release_brings_it_back(after, keyworker):
    stay = CustodyStay(
        client=after.client, prison="HMP Example", legal_status="sentenced", custody_started_on=timezone.localdate()
    )
    assert open_alerts(after.client).filter(rule="AC04").exists()
    open_stay(stay, by=keyworker)
    assert not open_alerts(after.client).filter(rule="AC04").exists()
    record_release(stay, by=keyworker, released_on=timezone.localdate(), manner="early")
    assert open_alerts(after.client).filter(rule="AC04").exists()


def test_in_custody_nobody_prepares_the_planned_end(episode, keyworker):
    Episode.objects.filter(pk=episode.pk).update(planned_exit_on=timezone.localdate() + timedelta(days=7))
    episode.refresh_from_db()
    plan(episode)
    assert open_alerts(episode.client).filter(rule="AC01").exists()
    stay = CustodyStay(
        client=episode.client, prison="HMP Example", legal_status="remand", custody_started_on=timezone.localdate()
    )
    open_stay(stay, by=keyworker)
    assert not open_alerts(episode.client).filter(rule__startswith="AC").exists()


# Death


def die(client, by, **options):
    return episodes.record_death(client, died_on=timezone.localdate(), how_known="family", by=by, **options)


def test_death_stops_everything_at_once(treated, keyworker, coach):
    client = treated.client
    CoachAssignmentFactory(client=client, coach=coach)
    elsewhere = make_sound(EpisodeFactory(client=client, in_treatment=True))
    die(client, keyworker)
    for episode in (treated, elsewhere):
        episode.refresh_from_db()
        assert (episode.status, episode.discharge_reason) == (EpisodeStatus.CLOSED, DischargeReason.DIED)
    assert not open_alerts(client).exists()
    assert not waiting().exists()
    assert treated.handovers.get().status == "withdrawn"
    assert client.referrals.get().status == ReferralStatus.WITHDRAWN
    assert client.coach_assignments.get().ends_on == timezone.localdate()
    assert client.has_died


def test_death_ends_what_partners_read_and_what_waits_for_us(treated, keyworker):
    gone_to = ReferralLinkFactory(referral__client=treated.client, referral__started=True, referral__sent=False)
    waits = IncomingReferralFactory(client=treated.client, team=treated.team)
    die(treated.client, keyworker)
    for record in (gone_to, gone_to.referral, waits):
        record.refresh_from_db()
    assert (gone_to.referral.status, waits.status) == (ReferralStatus.STARTED, IncomingStatus.WITHDRAWN)
    assert gone_to.revoked_at is not None


def test_death_cancels_check_ups(after, keyworker):
    die(after.client, keyworker)
    assert {row.cancelled_because for row in after.client.check_ups.all()} == {CancelledBecause.DIED}
    assert not after.client.check_ups.to_do().exists()


def test_no_rule_plans_anything_about_somebody_who_died(treated, keyworker):
    """Whatever a rule would say: a stay in prison with a release date, a plan, a check-up."""
    stay = CustodyStay(
        client=treated.client, prison="HMP Example", legal_status="sentenced",
        custody_started_on=timezone.localdate(), sentenced_on=timezone.localdate(),
    )  # fmt: skip
    open_stay(stay, by=keyworker)
    die(treated.client, keyworker)
    record_release(stay, by=keyworker, released_on=timezone.localdate(), manner="early")
    sweep.reconcile()
    assert not open_alerts(treated.client).exists()


def test_nothing_new_begins_with_somebody_who_died(treated, keyworker, team_manager, coach):
    client = treated.client
    die(client, keyworker)
    new = Episode(client=client, team=treated.team, referral_source="gp", referred_on=timezone.localdate())
    with pytest.raises(NotAllowed, match="has died"):
        open_episode(new, substances=[], by=keyworker)
    with pytest.raises(NotAllowed, match="has died"):
        assign_coach(CoachAssignmentFactory.build(client=client, coach=coach), by=team_manager)
    with pytest.raises(NotAllowed, match="has died"):
        episodes.reopen_episode(
            treated, on=timezone.localdate(), reason=code("reopening_reason", "other"), by=keyworker
        )
    with pytest.raises(NotAllowed, match="already"):
        die(client, keyworker)


def test_a_death_in_error_is_taken_back_as_a_recorded_correction(after, keyworker):
    death = die(after.client, keyworker)
    episodes.withdraw_death(death, reason="Another person of that name", by=keyworker)
    after.refresh_from_db()
    death.refresh_from_db()
    assert not after.client.has_died
    assert (death.withdrawn_reason, death.withdrawn_by) == ("Another person of that name", keyworker)
    assert after.status == EpisodeStatus.AFTERCARE
    assert after.client.check_ups.to_do().count() == 2
    assert open_alerts(after.client).filter(rule="AC04").exists()
    assert after.reopenings.get().discharge_reason == DischargeReason.DIED


def test_half_way_failure_of_a_death_leaves_nothing(treated, keyworker, monkeypatch):
    before = open_alerts(treated.client).count(), waiting().count()

    def fail(client):
        raise RuntimeError("the power went")

    monkeypatch.setattr("aftercare.episodes._end_every_message", fail)
    with pytest.raises(RuntimeError):
        die(treated.client, keyworker)
    treated.refresh_from_db()
    assert treated.is_open
    assert not Death.objects.exists()
    assert before == (open_alerts(treated.client).count(), waiting().count())
    assert treated.client.referrals.get().status != ReferralStatus.WITHDRAWN
