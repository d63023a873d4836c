"""The verbs of custody and the alerts they cause."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Duty, Nation
from alerts.models import Alert
from alerts.workflow import plan
from clients.choices import DischargeReason, FlagKind, Substance
from clients.models import ClientFlag, Episode
from clients.workflow import add_flag, close_episode, open_episode
from core.workflow import NotAllowed
from custody import workflow
from custody.choices import Accommodation, ReleaseManner
from custody.models import ReleaseDate
from recovery_capital.choices import YesNo
from tests.factories.accounts import TeamDutyFactory, UserFactory
from tests.factories.clients import DeathFactory, EpisodeSubstanceFactory
from tests.factories.custody import CustodyStayFactory, ReleasePlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(episode):
    return CustodyStayFactory(client=episode.client, episode=episode)


def tell(stay, by, day, **more):
    details = {"release_type": "CRD", "days_served": 200, "source": "Prison", **more}
    return workflow.record_release_date(stay, by=by, nominal_on=day, **details)


def open_alerts(rule):
    return Alert.objects.open().filter(rule=rule).order_by("due_at")


def test_open_stay_brings_the_open_episode(episode, keyworker):
    stay = workflow.open_stay(CustodyStayFactory.build(client=episode.client), by=keyworker)
    assert stay.episode == episode
    assert stay.created_by == keyworker


def test_release_date_keeps_every_version(stay, keyworker):
    first = tell(stay, keyworker, date(2027, 1, 29))
    second = tell(stay, keyworker, date(2027, 1, 15))
    assert [row.pk for row in stay.release_dates.all()] == [second.pk, first.pk]
    assert stay.current_date == second
    assert second.expected_on == date(2027, 1, 14)
    assert second.earliest_on == date(2027, 1, 13)


@pytest.mark.parametrize(
    "fields", [{"expected_on": date(2027, 1, 1)}, {"source": "Nobody"}, {"received_at": timezone.now()}]
)
def test_the_database_lets_nobody_write_over_a_release_date(stay, keyworker, fields):
    version = tell(stay, keyworker, date(2027, 1, 29))
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        ReleaseDate.objects.filter(pk=version.pk).update(**fields)
    ReleaseDate.objects.filter(pk=version.pk).update(superseded_at=timezone.now())


def test_release_date_of_somebody_released_is_refused(episode, keyworker):
    stay = CustodyStayFactory(client=episode.client, released=True)
    with pytest.raises(NotAllowed):
        tell(stay, keyworker, date(2027, 1, 29))


def test_no_appointment_alerts_count_from_the_expected_day(stay, keyworker, today):
    version = tell(stay, keyworker, today + timedelta(days=60))
    alerts = open_alerts("PR03")
    assert [alert.lead for alert in alerts] == [-28, -14, -7, -3]
    assert alerts[0].due_at.date() == version.expected_on - timedelta(days=28)
    assert {alert.recipient for alert in alerts} == {keyworker}


def test_leads_that_were_past_when_told_give_way_to_one(stay, keyworker, today):
    tell(stay, keyworker, today + timedelta(days=9))
    assert [alert.lead for alert in open_alerts("PR03")] == [-14, -7, -3]


def test_booked_appointment_ends_its_alerts(stay, keyworker, today):
    tell(stay, keyworker, today + timedelta(days=60))
    stay.appointment_at = timezone.now() + timedelta(days=61)
    stay.save_by(keyworker)
    plan(stay)
    assert not open_alerts("PR03").exists()


def test_date_brought_forward_withdraws_the_old_alerts_and_raises_the_new(stay, keyworker, today):
    old = tell(stay, keyworker, today + timedelta(days=80))
    new = tell(stay, keyworker, today + timedelta(days=10))
    assert not Alert.objects.open().filter(occurrence=old.pk).exists()
    assert Alert.objects.filter(occurrence=old.pk, ended_at__isnull=False).exists()
    assert Alert.objects.due(timezone.now()).filter(occurrence=new.pk, rule="PR03").count() == 1
    changed = open_alerts("PR09").get(recipient=keyworker)
    assert changed.severity == "red"


def test_date_that_comes_back_alerts_again(stay, keyworker, today):
    first = tell(stay, keyworker, today + timedelta(days=80))
    tell(stay, keyworker, today + timedelta(days=40))
    third = tell(stay, keyworker, today + timedelta(days=80))
    assert first.expected_on == third.expected_on
    assert open_alerts("PR03").filter(occurrence=third.pk).count() == 4


def test_planning_again_changes_nothing(stay, keyworker, today):
    tell(stay, keyworker, today + timedelta(days=40))
    before = list(Alert.objects.order_by("pk").values())
    plan(stay)
    assert list(Alert.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(("nation", "lead"), [(Nation.ENGLAND, -56), (Nation.WALES, -66)])
def test_housing_alert_follows_the_nation(stay, keyworker, team, today, nation, lead):
    team.area.nation = nation
    team.area.save()
    tell(stay, keyworker, today + timedelta(days=80))
    assert {alert.lead for alert in open_alerts("PR02")} == {lead}


def test_naloxone_only_with_opioids_and_from_the_earliest_day(stay, keyworker, today):
    version = tell(stay, keyworker, today + timedelta(days=39))
    assert not open_alerts("PR07").exists()
    EpisodeSubstanceFactory(episode=stay.episode, substance=Substance.HEROIN)
    plan(stay)
    alert = open_alerts("PR07").get()
    assert alert.due_at.date() == version.earliest_on - timedelta(days=7)


def test_naloxone_is_missing_where_the_alert_says_so(stay, keyworker, sign_in):
    EpisodeSubstanceFactory(episode=stay.episode, substance=Substance.HEROIN)
    (listed,) = sign_in(keyworker).get(reverse("custody:release_list")).context["no_date"].rows
    assert (listed.needs_naloxone, stay.needs_naloxone) == (True, True)
    assert "naloxone" in listed.missing
    stay.opioid_risk = YesNo.NO
    assert not stay.needs_naloxone


def test_prescriber_alert_goes_to_the_prescriber(stay, keyworker, team, today):
    prescriber = UserFactory(team=team, role="clinician")
    TeamDutyFactory(team=team, duty=Duty.PRESCRIBER, holder=prescriber)
    stay.on_substitute_medication = YesNo.YES
    stay.save()
    tell(stay, keyworker, today + timedelta(days=40))
    assert {alert.recipient for alert in open_alerts("PR05")} == {prescriber}
    assert open_alerts("PR05").count() == 2


def test_empty_duty_falls_to_the_team_manager(stay, keyworker, team_manager, today):
    stay.on_substitute_medication = YesNo.YES
    stay.save()
    tell(stay, keyworker, today + timedelta(days=40))
    assert {alert.recipient for alert in open_alerts("PR05")} == {team_manager}


def test_team_without_anybody_still_has_the_alert(today):
    stay = CustodyStayFactory()
    tell(stay, UserFactory(), today + timedelta(days=40))
    alert = open_alerts("PR03").first()
    assert alert.recipient is None
    assert alert.team == stay.client.registered_team


def test_unexpected_release_is_for_the_duty_worker_today(stay, keyworker, team, today):
    duty = UserFactory(team=team)
    TeamDutyFactory(team=team, duty=Duty.DUTY_WORKER, holder=duty)
    workflow.record_release(stay, by=keyworker, released_on=today, manner=ReleaseManner.FROM_COURT)
    assert {alert.recipient for alert in open_alerts("PR10").due(timezone.now())} == {duty, keyworker}
    stay.refresh_from_db()
    assert stay.status == "released"
    assert stay.status_changes.get().changed_by == keyworker


def test_release_ends_alerts_of_the_date_and_starts_the_clock(stay, keyworker, today):
    tell(stay, keyworker, today + timedelta(days=1))
    workflow.record_release(stay, by=keyworker, released_on=today, manner=ReleaseManner.AS_PLANNED)
    assert not open_alerts("PR03").exists()
    assert [alert.lead for alert in open_alerts("PR13")] == [14, 18, 21]
    workflow.record_first_seen(stay, by=keyworker, seen_on=today)
    assert not open_alerts("PR13").exists()


def test_second_release_is_refused(stay, keyworker, today):
    workflow.record_release(stay, by=keyworker, released_on=today, manner=ReleaseManner.AS_PLANNED)
    with pytest.raises(NotAllowed):
        workflow.record_release(stay, by=keyworker, released_on=today, manner=ReleaseManner.AS_PLANNED)


def test_release_before_custody_is_refused(stay, keyworker):
    with pytest.raises(NotAllowed):
        workflow.record_release(stay, by=keyworker, released_on=date(2026, 5, 1), manner=ReleaseManner.EARLY)


def test_database_refuses_a_release_without_a_date(stay):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE custody_custodystay SET status = 'released' WHERE id = %s", [stay.pk])


def test_settled_accommodation_ends_the_housing_alert(stay, keyworker, today):
    tell(stay, keyworker, today + timedelta(days=40))
    assert open_alerts("PR02").exists()
    stay.accommodation = Accommodation.SETTLED
    stay.save_by(keyworker)
    plan(stay)
    assert not open_alerts("PR02").exists()


@pytest.fixture
def settled(stay, keyworker, today):
    """A stay of which everything is arranged, so that nothing about it is open."""
    stay.accommodation, stay.appointment_at = Accommodation.SETTLED, timezone.now() + timedelta(days=61)
    stay.save_by(keyworker)
    ReleasePlanFactory(stay=stay)
    tell(stay, keyworker, date(2027, 1, 27))
    assert {alert.rule for alert in Alert.objects.open()} <= {"PR04", "PR16"}
    return stay


def test_naloxone_alert_follows_a_flag(settled, keyworker):
    flag = ClientFlag(client=settled.client, kind=FlagKind.OVERDOSE_RISK, reason="Used alone", review_on="2027-01-01")
    add_flag(flag, by=keyworker)
    assert open_alerts("PR07").exists()


def test_naloxone_alert_follows_the_substances_of_the_episode(settled, keyworker, sign_in):
    address = reverse("clients:episode_edit", args=[settled.episode_id])
    typed = {"referral_source": "self", "referred_on": "1/9/2026", "substance_1": Substance.HEROIN, "version": 1}
    assert sign_in(keyworker).post(address, typed).status_code == 302
    assert open_alerts("PR07").exists()


def test_alerts_follow_the_client_into_a_new_episode(stay, keyworker, team, today):
    tell(stay, keyworker, today + timedelta(days=60))
    close_episode(stay.episode, on=today, reason=DischargeReason.DROPPED_OUT, by=keyworker)
    colleague = UserFactory(team=team)
    back = Episode(client=stay.client, team=team, referral_source="self", referred_on=today, keyworker=colleague)
    open_episode(back, substances=[], by=keyworker)
    assert {alert.recipient for alert in open_alerts("PR03")} == {colleague}


def test_nobody_is_told_to_prepare_the_release_of_somebody_who_died(stay, keyworker, today):
    tell(stay, keyworker, today + timedelta(days=60))
    assert open_alerts("PR03").exists()
    DeathFactory(client=stay.client, died_on=today)
    close_episode(stay.episode, on=today, reason=DischargeReason.DIED, by=keyworker)
    assert not Alert.objects.open().exists()


def test_second_stay_at_a_time_is_refused_on_the_form(stay, keyworker, sign_in):
    typed = {"prison": "HMP Elsewhere", "legal_status": "sentenced", "custody_started_on": "1/10/2026"}
    answer = sign_in(keyworker).post(reverse("custody:stay_create", args=[stay.client_id]), typed)
    assert answer.status_code == 422
    assert "already recorded as in custody" in answer.content.decode()


def test_release_list_knows_those_without_a_date(stay, episode, keyworker, sign_in):
    context = sign_in(keyworker).get(reverse("custody:release_list")).context
    assert (context["no_date"].rows, context["coming"].rows) == ([stay], [])
