"""What ends, waits or comes back with an episode: each thing on the list, in one step or not at all."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare import episodes
from aftercare.choices import CancelledBecause
from alerts import sweep
from alerts.models import Alert
from alerts.workflow import plan
from clients.choices import DischargeReason, EpisodeStatus, FactsKind
from clients.models import Death, Episode, EpisodeFacts
from clients.workflow import assign_coach, open_episode, plan_alerts
from core import outbox
from core.models import OutboxMessage
from core.workflow import NotAllowed
from custody.models import CustodyStay
from custody.workflow import open_stay, record_release
from referrals.choices import ReferralStatus
from tests.factories.aftercare import AftercareFactory, CheckUpFactory, HandoverFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import (
    ClientFactory,
    CoachAssignmentFactory,
    EpisodeFactory,
    EpisodeFactsFactory,
    EpisodeInterventionFactory,
    EpisodeSubstanceFactory,
)
from tests.factories.reference import code
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


def make_sound(episode):
    """Nothing blocks the end of this episode, and nothing warns."""
    Episode.objects.filter(pk=episode.pk).update(triaged_on=date(2026, 9, 5), previously_treated="no")
    EpisodeSubstanceFactory(episode=episode, substance="alcohol", route="oral")
    EpisodeFactsFactory(episode=episode)
    EpisodeInterventionFactory(episode=episode, ended_on=date(2026, 10, 1), exit_status=code("intervention_exit", "A"))
    episode.refresh_from_db()
    return episode


@pytest.fixture
def treated(episode):
    """An episode in treatment with all that hangs on it: a plan that is late, a handover that was sent, a planned end."""
    make_sound(episode)
    CarePlanFactory(client=episode.client, episode=episode, active=True, review_on=date(2026, 11, 1))
    Episode.objects.filter(pk=episode.pk).update(planned_exit_on=timezone.localdate() + timedelta(days=7))
    handover = HandoverFactory(client=episode.client, episode=episode, sent=True)
    outbox.send(f"handover-{handover.pk}-1", address="somebody@example.org", subject="x", body="x")
    ReferralFactory(client=episode.client, episode=episode)
    plan_alerts(episode.client)
    sweep.sweep()
    episode.refresh_from_db()
    return episode


@pytest.fixture
def after(team, keyworker):
    """An episode in aftercare with a check-up that is due and one to come."""
    episode = make_sound(EpisodeFactory(team=team, keyworker=keyworker, in_aftercare=True))
    handover = HandoverFactory(client=episode.client, episode=episode, accepted=True)
    aftercare = AftercareFactory(client=episode.client, episode=episode, handover=handover)
    today = timezone.localdate()
    for days in (-3, 30):
        plan(CheckUpFactory(client=episode.client, aftercare=aftercare, due_on=today + timedelta(days=days)))
    return episode


def open_alerts(client):
    return Alert.objects.open().filter(client_id=client.pk)


def waiting():
    return OutboxMessage.objects.unfinished()


def close(episode, by, **options):
    today = timezone.localdate()
    return episodes.close_episode(episode, on=today, reason=DischargeReason.DROPPED_OUT, by=by, **options)


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


# Facts


def test_the_facts_at_the_start_are_never_overwritten(sign_in, keyworker, episode):
    start = EpisodeFactsFactory(episode=episode, drinking_days=20)
    EpisodeFacts.objects.filter(pk=start.pk).update(created_at=timezone.now() - timedelta(days=30))
    browser = sign_in(keyworker)
    edit = reverse("clients:facts_edit", args=[start.pk])
    assert browser.get(edit).url == reverse("clients:facts_correct", args=[start.pk])
    browser.post(edit, {"asked_on": "15/9/2026", "drinking_days": 5, "version": start.version})
    start.refresh_from_db()
    assert start.drinking_days == 20
    correct = reverse("clients:facts_correct", args=[start.pk])
    assert browser.post(correct, {"asked_on": "15/9/2026", "drinking_days": 5}).status_code == 422
    typed = {"asked_on": "15/9/2026", "drinking_days": 5, "reason": "Typed the wrong box"}
    assert browser.post(correct, typed).status_code == 302
    start.refresh_from_db()
    now = episode.facts.standing().get()
    assert (now.kind, now.drinking_days, now.replaces, now.reason) == (FactsKind.START, 5, start, "Typed the wrong box")
    assert (start.drinking_days, start.replaced_at is not None) == (20, True)
    page = browser.get(reverse("clients:episode_detail", args=[episode.pk])).content.decode()
    assert "Typed the wrong box" in page
    assert browser.get(correct).status_code == 404, "What has been corrected is corrected no more"


def test_a_review_stands_beside_the_start_and_is_due_again(sign_in, keyworker, episode):
    EpisodeFactsFactory(episode=episode, drinking_days=20, asked_on=date(2026, 9, 15))
    address = reverse("clients:facts_add", args=[episode.pk])
    browser = sign_in(keyworker)
    assert browser.post(address, {"asked_on": "20/11/2026", "drinking_days": 3}).status_code == 302
    again = browser.post(address, {"asked_on": "20/11/2026", "drinking_days": 4})
    assert (again.status_code, "already" in again.content.decode()) == (422, True)
    row = next(row for row in browser.get(reverse("clients:episode_detail", args=[episode.pk])).context["facts"]
               if "rinking days" in row["label"])  # fmt: skip
    assert (row["then"], row["now"], row["differs"]) == ("20", "3", True)
    alert = open_alerts(episode.client).get(rule="EP01")
    assert (alert.about_on, alert.recipient) == (date(2026, 11, 20) + timedelta(days=182), keyworker)


def test_the_first_days_may_be_put_right_in_place(sign_in, keyworker, episode):
    browser = sign_in(keyworker)
    browser.post(reverse("clients:facts_add", args=[episode.pk]), {"asked_on": "16/9/2026", "drinking_days": 20})
    start = episode.facts.get()
    assert (start.kind, start.created_by) == (FactsKind.START, keyworker)
    typed = {"asked_on": "16/9/2026", "drinking_days": 18, "version": start.version}
    edit = reverse("clients:facts_edit", args=[start.pk])
    assert browser.post(edit, typed).status_code == 302
    assert browser.post(edit, typed).status_code == 409
    assert episode.facts.get().drinking_days == 18


# Under 18


@pytest.mark.parametrize(("settings", "status"), [([], 422), (["community", "young_people"], 302)])
def test_under_18_only_with_a_young_peoples_team(sign_in, keyworker, team, settings, status):
    team.settings = settings
    team.save()
    client = ClientFactory(registered_team=team, date_of_birth=date(2009, 1, 1))
    typed = {"team": team.pk, "referral_source": "gp", "referred_on": "1/11/2026"}
    answer = sign_in(keyworker).post(reverse("clients:episode_open", args=[client.pk]), typed)
    assert answer.status_code == status
    assert ("under 18" in answer.content.decode()) is (status == 422)
    assert client.episodes.exists() is (status == 302)


def test_the_verb_refuses_somebody_under_18_too(keyworker, team):
    client = ClientFactory(registered_team=team, date_of_birth=date(2008, 11, 2))
    new = Episode(client=client, team=team, referral_source="gp", referred_on=date(2026, 11, 1))
    with pytest.raises(NotAllowed, match="young people"):
        open_episode(new, substances=[], by=keyworker)
    new.referred_on = date(2026, 11, 2)  # the eighteenth birthday
    open_episode(new, substances=[], by=keyworker)


# Pages


def test_the_closing_page(sign_in, keyworker, treated):
    browser, address = sign_in(keyworker), reverse("aftercare:episode_close", args=[treated.pk])
    treated.facts.all().delete()
    page = browser.get(address).content.decode()
    assert "facts at the start are not recorded" in page
    typed = {"on": "20/11/2026", "reason": "dropped_out"}
    assert browser.post(address, typed).status_code == 422
    assert browser.post(address, typed | {"accepted": "Left"}).status_code == 422, "The tick is missing"
    assert browser.post(address, typed | {"reason": "died"}).status_code == 422
    assert browser.post(address, typed | {"accept": "on", "accepted": "Left"}).status_code == 302
    assert browser.post(address, typed | {"accept": "on", "accepted": "Left"}).status_code == 422


def test_occasional_use_is_not_for_opiates(sign_in, keyworker, after):
    after.substances.update(substance="heroin")
    address = reverse("aftercare:episode_close", args=[after.pk])
    answer = sign_in(keyworker).post(address, {"on": "20/11/2026", "reason": "completed_occasional"})
    assert answer.status_code == 422
    assert "not for opiates or crack" in answer.content.decode()


def test_the_record_of_somebody_who_died_offers_no_contact(sign_in, keyworker, treated):
    browser, record = sign_in(keyworker), treated.client.get_absolute_url()
    contact = reverse("clients:contact_add", args=[treated.client_id])
    assert contact in browser.get(record).content.decode()
    typed = {"died_on": "20/11/2026", "how_known": "family", "sure": "on"}
    address = reverse("aftercare:death_record", args=[treated.client_id])
    assert browser.post(address, typed | {"sure": ""}).status_code == 422
    assert browser.post(address, typed).status_code == 302
    page = browser.get(record)
    assert contact not in page.content.decode()
    assert page.context["steps"] == []
    withdraw = reverse("aftercare:death_withdraw", args=[Death.objects.get().pk])
    assert browser.post(withdraw, {"reason": "Somebody else"}).status_code == 302
    assert contact in browser.get(record).content.decode()
    assert browser.get(withdraw).status_code == 404


def test_completeness_of_a_caseload(sign_in, keyworker, treated, team):
    address = reverse("clients:completeness_list")
    browser = sign_in(keyworker)
    others = EpisodeFactory(team=team, in_treatment=True)
    mine = [episode for episode, _found in browser.get(address).context["rows"]]
    assert others not in mine
    everybody = [episode for episode, _found in browser.get(address, {"whose": "teams"}).context["rows"]]
    assert everybody[0] == others, "Errors come first"
    assert treated in everybody
