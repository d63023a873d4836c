"""The rhythm of key work: what counts, when it is late, who is told, and what makes it right again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from alerts.models import Alert
from alerts.workflow import plan
from clients.models import Contact, Episode
from clients.workflow import mark_in_error, record_contact
from programmes import appointments
from programmes.models import KeyWorkRhythm
from programmes.rhythm import rhythm_of
from tests.factories.clients import ContactFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.programmes import AppointmentFactory, KeyWorkRhythmFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(today, episode):
    """In treatment since the first of November."""
    Episode.objects.filter(pk=episode.pk).update(treatment_started_on=date(2026, 11, 1))
    episode.refresh_from_db()
    return episode


def late(client):
    return Alert.objects.open().filter(rule="KW01", client_id=client.pk)


def test_it_runs_from_the_start_of_treatment_and_is_late_the_day_after(begun, keyworker):
    plan(begun.client)
    alert = late(begun.client).get()
    assert (alert.recipient, alert.about_on) == (keyworker, date(2026, 11, 15))
    assert alert.due_at == datetime(2026, 11, 16, 9, tzinfo=UTC)
    assert alert.url == reverse("programmes:appointment_add", args=[begun.client_id])
    assert rhythm_of(begun).is_late


def test_a_talk_sets_it_back_and_one_in_error_does_not(begun, keyworker, today):
    plan(begun.client)
    talk = Contact(
        client=begun.client,
        episode=begun,
        kind="phone",
        outcome="attended",
        happened_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    record_contact(talk, by=keyworker)
    assert late(begun.client).get().about_on == date(2026, 12, 4)
    assert not late(begun.client).due(datetime(2026, 11, 23, 10, tzinfo=UTC)).exists()
    mark_in_error(talk, reason="wrong_person", by=keyworker)
    assert late(begun.client).get().about_on == date(2026, 11, 15)


@pytest.mark.parametrize("kind", ["letter", "medical", "missed"])
def test_a_letter_a_medical_review_and_a_miss_are_no_key_work(begun, kind):
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    if kind == "letter":
        ContactFactory(client=begun.client, episode=begun, kind="letter_or_message", outcome="attended", happened_at=at)
    elif kind == "missed":
        ContactFactory(client=begun.client, episode=begun, missed=True, happened_at=at)
    else:
        contact = ContactFactory(client=begun.client, episode=begun, outcome="attended", happened_at=at)
        AppointmentFactory(client=begun.client, attended=True, kind="medical", contact=contact)
    assert rhythm_of(begun).last_on is None


def test_one_that_is_booked_within_it_is_enough_and_cancelling_it_is_not(begun, keyworker):
    KeyWorkRhythmFactory(episode=begun, every_days=30)
    begins_at = datetime(2026, 11, 30, 9, tzinfo=UTC)
    booked = AppointmentFactory(
        client=begun.client, episode=begun, team=begun.team, worker=keyworker, begins_at=begins_at,
        ends_at=begins_at + timedelta(hours=1),
    )  # fmt: skip
    plan(begun.client)
    assert not late(begun.client).exists()
    appointments.cancel(booked, cancelled_by="client", by=keyworker)
    assert late(begun.client).get().about_on == date(2026, 12, 1)


@pytest.mark.parametrize("what", ["custody", "waiting", "paused"])
def test_nobody_is_late_where_nobody_is_in_treatment(begun, what):
    if what == "custody":
        CustodyStayFactory(client=begun.client)
    else:
        Episode.objects.filter(pk=begun.pk).update(status=what)
        begun.refresh_from_db()
    plan(begun.client)
    assert not late(begun.client).exists()


def test_it_is_set_for_one_episode_on_a_page(begun, keyworker, sign_in):
    browser, url = sign_in(keyworker), reverse("programmes:rhythm_edit", args=[begun.pk])
    assert browser.post(url, {"every_days": "0", "why": ""}).status_code == 422
    assert browser.post(url, {"every_days": "183", "why": ""}).status_code == 422
    assert browser.post(url, {"every_days": "7", "why": "Weekly at first"}).status_code == 302
    assert KeyWorkRhythm.objects.get().every_days == 7
    assert late(begun.client).get().about_on == date(2026, 11, 8)
    page = browser.get(reverse("programmes:appointment_list", args=[begun.client_id])).content.decode()
    assert "Every 7 days." in page
    overview = browser.get(begun.client.get_absolute_url()).content.decode()
    assert "Key work is late" in overview
    assert "Key work is late" in browser.get(reverse("clients:my_work")).content.decode()
