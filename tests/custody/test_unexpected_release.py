"""Somebody released today from court: found or added, and the steps of the same day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Duty
from alerts.models import Alert
from alerts.workflow import acknowledge_alert, plan
from clients.choices import Substance
from clients.models import Client
from custody import workflow
from custody.choices import Accommodation, ReleaseManner, StayStatus
from custody.models import CustodyStay
from programmes.choices import AppointmentStatus
from tests.factories.accounts import TeamDutyFactory, UserFactory
from tests.factories.clients import EpisodeSubstanceFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.programmes import AppointmentFactory

pytestmark = pytest.mark.django_db
PAGE = "custody:unexpected_release"


def due():
    return Alert.objects.due(timezone.now()).filter(rule__startswith="PR").order_by("rule")


def test_somebody_in_custody_is_found_by_prison_number_and_released(episode, keyworker, sign_in, today):
    stay = CustodyStayFactory(client=episode.client, episode=episode, prison_number="A1234BC")
    browser = sign_in(keyworker)
    found = browser.post(reverse(PAGE), {"who": "a1234bc"})
    assert [client.pk for client in found.context["found"]] == [episode.client_id]
    assert browser.post(reverse(PAGE), {"released": episode.client_id}).url == stay.get_absolute_url()
    stay.refresh_from_db()
    assert (stay.status, stay.released_on) == (StayStatus.RELEASED, today)
    assert stay.release_manner == ReleaseManner.FROM_COURT
    again = browser.post(reverse(PAGE), {"released": episode.client_id})
    assert again.status_code == 422
    assert "recorded already" in again.content.decode()
    assert CustodyStay.objects.count() == 1


def test_the_ladder_of_the_day_is_due_at_once_and_each_step_ends_with_its_cause(episode, team, keyworker, today):
    EpisodeSubstanceFactory(episode=episode, substance=Substance.HEROIN)
    worker, prescriber = UserFactory(team=team), UserFactory(team=team, role="clinician")
    TeamDutyFactory(team=team, duty=Duty.DUTY_WORKER, holder=worker)
    TeamDutyFactory(team=team, duty=Duty.PRESCRIBER, holder=prescriber)
    stay = workflow.release_today(episode.client, by=keyworker)
    assert {(alert.rule, alert.recipient) for alert in due()} == {
        ("PR02", keyworker), ("PR03", keyworker), ("PR05", prescriber), ("PR07", keyworker),
        ("PR10", keyworker), ("PR10", worker),
    }  # fmt: skip
    assert {alert.severity for alert in due()} == {"red"}
    acknowledge_alert(due().filter(rule="PR10").first(), by=worker, note="Rang, no answer")
    assert [is_done for _words, is_done in stay.ladder] == [False] * 5
    stay.accommodation, stay.prescriber = Accommodation.TEMPORARY, "Dr Example, High Street pharmacy"
    stay.naloxone_supplied_on, stay.appointment_at = today, timezone.now() + timedelta(days=1)
    stay.save_by(keyworker)
    plan(stay)
    assert {alert.rule for alert in due()} == {"PR10"}
    workflow.record_first_seen(stay, by=keyworker, seen_on=today)
    assert not due().exists()


def test_what_is_booked_stays_booked_for_somebody_who_was_never_recorded_inside(episode, keyworker):
    booked = AppointmentFactory(client=episode.client)
    workflow.release_today(episode.client, by=keyworker)
    booked.refresh_from_db()
    assert booked.status == AppointmentStatus.BOOKED


def test_somebody_new_is_added_and_released(team, keyworker, sign_in, today):
    typed = {
        "registered_team": team.pk, "first_name": "Example", "family_name": "Unheardof", "sex": "male",
        "date_of_birth_day": "3", "date_of_birth_month": "4", "date_of_birth_year": "1990", "phone": "07700 900123",
        "place": "Exampleton Magistrates’ Court",
    }  # fmt: skip
    answer = sign_in(keyworker).post(reverse(PAGE), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    client = Client.objects.get(family_name="Unheardof")
    stay = client.custody_stays.get()
    assert (stay.prison, stay.released_on, stay.created_by) == (typed["place"], today, keyworker)
    assert due().filter(rule="PR10", client_id=client.pk).exists()


def test_nobody_of_another_team_is_found_or_released(episode, stranger, sign_in):
    browser = sign_in(stranger)
    assert browser.post(reverse(PAGE), {"who": episode.client.family_name}).context["found"] == []
    assert browser.post(reverse(PAGE), {"released": episode.client_id}).status_code == 404
    assert not CustodyStay.objects.exists()
