"""The pages of who did not come and of reminders: what they ask, refuse, list and export."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.models import Contact
from core.models import AccessLog
from programmes import missed
from programmes.choices import PathStatus, ReminderState
from programmes.models import Reminder, ReminderChoice
from tests.factories.clients import ClientFactory, ContactWayFactory
from tests.factories.programmes import AppointmentFactory, ReminderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(episode, keyworker):
    begins_at = timezone.now() - timedelta(hours=3)
    times = {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=1)}
    appointment = AppointmentFactory(client=episode.client, episode=episode, team=episode.team, missed=True, **times)
    return missed.begin(appointment=appointment, by=keyworker)


def step_url(path, kind="first_attempt"):
    return reverse("programmes:missed_step", args=[path.pk, kind])


def tried(path, kind, outcome="not_reached", **more):
    return {"outcome": outcome, "kind": kind, "happened_at": f"{timezone.localtime():%d/%m/%Y %H:%M}", "note": "Rang.",
            "version": "1"} | more  # fmt: skip


def test_two_attempts_and_the_decision(sign_in, keyworker, path):
    browser = sign_in(keyworker)
    assert browser.post(step_url(path), tried(path, "")).status_code == 422, "How was it tried?"
    early = tried(path, "phone", happened_at="1/1/2026 10:00")
    assert "before the appointment" in browser.post(step_url(path), early).content.decode()
    assert browser.post(step_url(path), tried(path, "phone")).status_code == 302
    decide = reverse("programmes:missed_decide", args=[path.pk])
    closing = {"decision": "close", "note": "Agreed with the team.", "version": "1"}
    refused = browser.post(decide, closing)
    assert refused.status_code == 422
    assert "Two attempts by two ways" in refused.content.decode()
    page = browser.get(step_url(path, "second_attempt")).content.decode()
    assert "Tried already: Phone" in page
    browser.post(step_url(path, "second_attempt"), tried(path, "letter_or_message"))
    assert Contact.objects.filter(client=path.client, created_by=keyworker, outcome="missed").count() == 2
    answer = browser.post(decide, closing)
    assert answer.url == reverse("aftercare:episode_close", args=[path.episode_id])
    path.refresh_from_db()
    assert (path.status, path.decision_note) == (PathStatus.LET_GO, "Agreed with the team.")
    assert "Agreed with the team." in browser.get(path.get_absolute_url()).content.decode()


def test_stale_form_of_a_step_shows_both_texts(sign_in, keyworker, path):
    browser = sign_in(keyworker)
    stale = browser.post(step_url(path), tried(path, "phone", version="7"))
    assert stale.status_code == 409
    assert not Contact.objects.exists()
    assert browser.post(step_url(path, "team_decision"), tried(path, "phone")).status_code == 404


def test_list_is_of_own_teams_and_counted_and_exported(sign_in, keyworker, stranger, path):
    url = reverse("programmes:missed_list")
    page = sign_in(keyworker).get(url, {"whose": "mine", "due": "today"}).content.decode()
    assert path.client.name in page
    assert "Trying to reach 1" in " ".join(page.split())
    csv = b"".join(sign_in(keyworker).get(reverse("programmes:missed_export"))).decode()
    assert path.client.reference in csv
    assert AccessLog.objects.filter(user=keyworker, action="export").exists()
    assert path.client.name not in sign_in(stranger).get(url).content.decode()
    assert sign_in(stranger).get(path.get_absolute_url()).status_code == 404


def test_what_the_person_wants_of_reminders_is_written_down_and_planned(sign_in, keyworker, record):
    begins_at = timezone.now() + timedelta(days=5)
    AppointmentFactory(client=record, begins_at=begins_at, ends_at=begins_at + timedelta(hours=1))
    unsafe = ContactWayFactory(client=record, kind="text", value="07700 900001", may_leave_message="")
    others = ContactWayFactory(client=ClientFactory(), kind="text", value="07700 900002", may_leave_message="yes")
    browser, url = sign_in(keyworker), reverse("programmes:reminder_edit", args=[record.pk])
    typed = {"way": str(unsafe.pk), "days_before": "1", "asked_on": "1/11/2026"}
    assert "Ask that first" in browser.post(url, typed).content.decode()
    assert browser.post(url, typed | {"way": str(others.pk)}).status_code == 422
    type(unsafe).objects.filter(pk=unsafe.pk).update(may_leave_message="yes")
    assert browser.post(url, typed | {"names_service": "on"}).status_code == 422, (
        "Nobody said that we may name ourselves"
    )
    assert not ReminderChoice.objects.exists()
    assert browser.post(url, typed).status_code == 302
    assert ReminderChoice.objects.get().created_by == keyworker
    assert "No reminders" in browser.get(url).content.decode(), "Whoever said yes can say no"
    assert Reminder.objects.get().state == ReminderState.PLANNED
    assert "07700 900001" in browser.get(reverse("programmes:reminder_detail", args=[record.pk])).content.decode()


def test_list_says_which_reminders_were_not_sent_and_why(sign_in, keyworker, stranger, record):
    appointment = AppointmentFactory(client=record, worker=keyworker)
    ReminderFactory(appointment=appointment, state="not_sent", why_not="No message may be left here.")
    url = reverse("programmes:reminder_list")
    page = sign_in(keyworker).get(url, {"whose": "mine"}).content.decode()
    assert "No message may be left here." in page
    assert record.name in page
    csv = b"".join(sign_in(keyworker).get(reverse("programmes:reminder_export"))).decode()
    assert "No message may be left here." in csv
    assert "No message may be left here." not in sign_in(stranger).get(url).content.decode()
