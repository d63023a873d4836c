"""The page where an alert is acknowledged, and the banner when the background work stands still."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from alerts.context_processors import watchdog
from core.models import Heartbeat
from tests.factories.accounts import UserFactory
from tests.factories.alerts import AlertFactory, DigestItemFactory
from tests.factories.core import OutboxMessageFactory

pytestmark = pytest.mark.django_db


def page_of(alert):
    return reverse("alerts:alert_acknowledge", args=[alert.pk])


def test_page_asks_what_is_done_about_it(sign_in, keyworker, record, wishes):
    alert = AlertFactory(recipient=keyworker, subject_id=record.pk)
    response = sign_in(keyworker).get(page_of(alert))
    assert response.status_code == 200
    assert "A test is due" in response.text
    assert reverse("clients:client_detail", args=[record.pk]) in response.text
    assert record.family_name not in response.text


def test_acknowledge(sign_in, keyworker):
    alert = AlertFactory(recipient=keyworker)
    response = sign_in(keyworker).post(page_of(alert), {"note": "Rang the council"})
    assert response["Location"] == reverse("home")
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.note) == (keyworker, "Rang the council")


def test_acknowledge_again_says_so_and_keeps_both_notes(sign_in, keyworker):
    alert = AlertFactory(recipient=keyworker, acknowledged=True, note="First")
    browser = sign_in(keyworker)
    assert "First" in browser.get(page_of(alert)).text
    refused = browser.post(page_of(alert), {"note": "What I typed"})
    assert refused.status_code == 422
    for words in ("Somebody has acknowledged this already.", "First", "What I typed"):
        assert words in refused.text
    alert.refresh_from_db()
    assert alert.note == "First"


@pytest.mark.parametrize("note", ["x" * 100_000, "a\0b", "", "  \n"])
def test_without_a_note_or_with_one_that_cannot_be_kept_nothing_is_acknowledged(sign_in, keyworker, note):
    alert = AlertFactory(recipient=keyworker)
    assert sign_in(keyworker).post(page_of(alert), {"note": note}).status_code in (400, 422)
    alert.refresh_from_db()
    assert alert.acknowledged_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_alert_of_somebody_else_is_not_found(sign_in, keyworker, team, method):
    alert = AlertFactory(recipient=UserFactory(team=team), team=team)
    assert getattr(sign_in(keyworker), method)(page_of(alert)).status_code == 404


def banner(rf, user):
    request = rf.get("/")
    request.user = user
    return str(watchdog(request).get("watchdog_message", ""))


def test_banner_when_no_sweep_has_run(rf, keyworker, settings, django_assert_num_queries):
    assert "may be late" in banner(rf, keyworker)
    Heartbeat.objects.beat("sweep")
    with django_assert_num_queries(1):
        assert banner(rf, keyworker) == ""
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=2 * settings.SWEEP_SECONDS + 1))
    assert "may be late" in banner(rf, keyworker)


def test_banner_when_an_alert_was_missed(rf, keyworker):
    Heartbeat.objects.beat("sweep")
    AlertFactory(due_at=timezone.now() - timedelta(minutes=9))
    assert banner(rf, keyworker) == ""
    AlertFactory(due_at=timezone.now() - timedelta(minutes=11))
    assert "may be late" in banner(rf, keyworker)


def test_health_check_counts_what_was_missed_and_what_has_no_manager(client):
    AlertFactory(raised=True, escalated_at=timezone.now())
    AlertFactory.create_batch(2)
    item = DigestItemFactory(told_at=timezone.now(), digest="digest-1")
    OutboxMessageFactory(reference=item.reference, sent_at=timezone.now())
    alerts = client.get("/healthz/").json()["alerts"]
    assert alerts == {
        "overdue": 2,
        "twice": 1,
        "unanswered": 1,
        "reason": "2 not raised in time, 1 told by a mail of its own and in a digest",
    }


def test_administrator_is_told_of_parked_messages(rf, keyworker):
    Heartbeat.objects.beat("sweep")
    OutboxMessageFactory(parked=True)
    assert "could not be delivered: 1" in banner(rf, UserFactory(role=Role.ADMINISTRATOR))
    assert banner(rf, keyworker) == ""
