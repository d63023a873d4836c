"""My work: what is due, new and waiting, for the person who looks, and for nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.ahead import steps
from clients.work import work_of
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import CheckUpFactory, HandoverFactory
from tests.factories.alerts import AlertFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import ContactFactory, EpisodeFactory
from tests.factories.custody import CustodyStayFactory

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def test_overdue_and_coming_reviews_of_own_clients(keyworker, team, record):
    colleagues = EpisodeFactory(team=team, keyworker=UserFactory(team=team), in_treatment=True).client
    for client in (record, colleagues):
        CarePlanFactory(client=client, active=True, review_on=today() - timedelta(days=9))
    work = work_of(keyworker)
    assert [person.client for person in work["people"]] == [record]
    (step,) = work["people"][0].steps
    assert step.when == "9 days overdue"


def test_a_review_in_more_than_14_days_is_not_shown(keyworker, record):
    plan = CarePlanFactory(client=record, active=True, review_on=today() + timedelta(days=15))
    assert work_of(keyworker)["people"] == []
    plan.review_on = today() + timedelta(days=14)
    plan.save()
    assert work_of(keyworker)["people"][0].steps[0].when == "due in 14 days"


def test_red_alerts_come_first_and_say_what_to_do(sign_in, keyworker, team, record):
    other = EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True).client
    now = timezone.now()
    AlertFactory(recipient=keyworker, client_id=other.pk, severity="amber", due_at=now - timedelta(days=9))
    red = AlertFactory(recipient=keyworker, client_id=record.pk, severity="red", due_at=now - timedelta(hours=1))
    AlertFactory(recipient=keyworker, client_id=record.pk, severity="red", due_at=now + timedelta(days=1))
    AlertFactory(recipient=UserFactory(), client_id=record.pk, severity="red", due_at=now - timedelta(days=1))
    work = work_of(keyworker)
    assert [person.client for person in work["people"]] == [record, other]
    assert work["people"][0].alerts == [red]
    page = sign_in(keyworker).get(reverse("clients:my_work")).content.decode()
    assert str(red.todo) in page
    assert reverse("alerts:alert_acknowledge", args=[red.pk]) in page
    assert record.name in page
    assert record.family_name not in page.partition("</title>")[0]


def test_alert_about_a_client_out_of_sight_shows_no_name(sign_in, keyworker, other_team):
    theirs = EpisodeFactory(team=other_team).client
    AlertFactory(recipient=keyworker, client_id=theirs.pk, due_at=timezone.now() - timedelta(days=1))
    page = sign_in(keyworker).get(reverse("clients:my_work")).content.decode()
    assert theirs.family_name.upper() not in page
    assert "Not about one of my clients" in page


def test_new_to_me_for_seven_days(keyworker, episode):
    episode.keyworker_since = timezone.now() - timedelta(days=6)
    episode.save()
    assert work_of(keyworker)["new_clients"] == [episode]
    episode.keyworker_since = timezone.now() - timedelta(days=9)
    episode.save()
    assert work_of(keyworker)["new_clients"] == []


def test_news_is_what_others_wrote_since_yesterday(keyworker, case_manager, record):
    now = timezone.now()
    ContactFactory(client=record, created_by=case_manager, happened_at=now)
    ContactFactory(client=record, created_by=keyworker, happened_at=now)
    ContactFactory(client=record, created_by=case_manager, created_at=now - timedelta(days=3))
    news = work_of(keyworker)["news"]
    assert [(item["client"], item["event"].by) for item in news] == [(record, str(case_manager))]


def test_handovers_waiting_for_me_name_nobody(sign_in, stranger, record, episode):
    handover = HandoverFactory(client=record, episode=episode, sent=True, receiving_worker=stranger)
    page = sign_in(stranger).get(reverse("clients:my_work")).content.decode()
    assert reverse("aftercare:received_handover", args=[handover.pk]) in page
    assert record.reference in page
    assert record.family_name.upper() not in page


def test_people_beyond_the_first_are_folded_away(keyworker, team):
    for number in range(20):
        client = EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True).client
        CarePlanFactory(
            client=client, active=True, agreed_on=date(2026, 1, 5), review_on=today() - timedelta(days=number + 1)
        )
    work = work_of(keyworker)
    assert len(work["people"]) + len(work["more_people"]) == 20
    assert work["people"][0].steps[0].when == "20 days overdue"


def test_alerts_about_the_client_stand_on_the_record(sign_in, keyworker, record):
    alert = AlertFactory(recipient=keyworker, client_id=record.pk, due_at=timezone.now() - timedelta(hours=1))
    page = sign_in(keyworker).get(record.get_absolute_url()).content.decode()
    assert str(alert.todo) in page
    assert alert.url in page


def test_an_appointment_just_after_midnight_stands_on_its_day_in_london(sign_in, keyworker, record):
    CustodyStayFactory(client=record, appointment_at=datetime(2027, 6, 30, 23, 30, tzinfo=UTC))
    assert [step.day for step in steps(record, kinds=["appointment"])] == [date(2027, 7, 1)]


def test_check_ups_of_an_aftercare_that_has_ended_are_not_ahead(team):
    check_up = CheckUpFactory(aftercare__episode=EpisodeFactory(team=team, closed=True))
    assert steps(check_up.client, kinds=["check_up"]) == []
