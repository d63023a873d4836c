"""The digest: what is not for today comes in one mail at the rhythm that each person chooses; nothing is lost or doubled."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from accounts.choices import Role
from alerts import digest, workflow
from alerts.choices import DigestRhythm
from alerts.digest import latest
from alerts.models import Alert, DigestItem
from alerts.sweep import sweep
from core import outbox
from core.models import OutboxMessage
from tests.factories.accounts import UserFactory
from tests.factories.alerts import AlertFactory, DigestChoiceFactory

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MONDAY = FRIDAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("rhythm", "now", "moment"),
    [
        ("morning", "2026-11-20T09:00", "2026-11-20T09:00"),
        ("morning", "2026-11-22T12:00", "2026-11-20T09:00"),  # a Sunday
        ("morning", "2026-07-01T08:30", "2026-07-01T08:00"),  # nine by a clock in London
        ("twice", "2026-11-20T13:59", "2026-11-20T09:00"),
        ("twice", "2026-11-20T14:00", "2026-11-20T14:00"),
        ("twice", "2026-11-20T08:00", "2026-11-19T14:00"),
        ("monday", "2026-11-20T09:00", "2026-11-16T09:00"),
        ("monday", "2026-12-28T10:00", "2026-12-21T09:00"),  # Boxing Day is kept on that Monday
        ("monday", "2026-12-29T10:00", "2026-12-29T09:00"),
    ],
)
def test_when(rhythm, now, moment):
    found = latest(rhythm, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def amber(person, count=1, **values):
    return AlertFactory.create_batch(count, recipient=person, severity="amber", **{"due_at": FRIDAY} | values)


def test_one_mail_for_each_person_and_single_ones_for_red(keyworker, record):
    amber(keyworker, 2)
    amber(keyworker, rule="CL01", client_id=record.pk)
    red, other = AlertFactory(recipient=keyworker, due_at=FRIDAY), amber(UserFactory())
    sweep(FRIDAY)
    sweep(FRIDAY + timedelta(minutes=1))
    assert outbox.deliver(FRIDAY + timedelta(minutes=1)) == 3
    message = OutboxMessage.objects.get(recipient=keyworker, reference__startswith="digest")
    assert message.subject == "Throughcare: what is due (3)"
    assert "- Something is due (2)\n  See My work." in message.body
    assert "- The review of a plan is overdue\n" in message.body
    for secret in (record.first_name, record.family_name, record.reference, str(record.pk)):
        assert secret not in message.subject + message.body
    assert OutboxMessage.objects.filter(recipient=keyworker).exclude(pk=message.pk).get().reference == red.reference
    assert DigestItem.objects.filter(told_at=None).count() == 0
    assert len(other) == 1


def test_each_at_the_rhythm_of_their_choice(keyworker):
    weekly = DigestChoiceFactory(rhythm=DigestRhythm.MONDAY).user
    twice = DigestChoiceFactory(rhythm=DigestRhythm.TWICE).user
    for person in (keyworker, weekly, twice):
        amber(person, due_at=FRIDAY + timedelta(hours=2))
    told = {}
    for moment in (FRIDAY + timedelta(hours=3), FRIDAY + timedelta(hours=5), MONDAY):
        before = set(OutboxMessage.objects.values_list("recipient_id", flat=True))
        sweep(moment)
        told[moment] = set(OutboxMessage.objects.values_list("recipient_id", flat=True)) - before
    assert list(told.values()) == [set(), {twice.pk}, {keyworker.pk, weekly.pk}]


def test_what_is_done_before_the_digest_is_not_in_it(keyworker):
    alert, other = amber(keyworker, 2, due_at=FRIDAY + timedelta(hours=1))
    sweep(FRIDAY + timedelta(hours=2))
    workflow.acknowledge_alert(alert, by=keyworker)
    assert DigestItem.objects.get().alert == other
    sweep(MONDAY)
    assert "(1)" in OutboxMessage.objects.get().subject


def test_a_digest_of_which_nothing_is_left_does_not_go_and_what_comes_back_is_in_the_next(keyworker):
    one, other = amber(keyworker, 2)
    sweep(FRIDAY)
    workflow.end(one, because="The cause is gone")
    assert not OutboxMessage.objects.get().cancelled_at
    workflow.end(other, because="The cause is gone")
    assert OutboxMessage.objects.get().cancelled_at
    Alert.objects.filter(pk=one.pk).update(ended_at=None, ended_because="", raised_at=None)
    sweep(MONDAY)
    assert outbox.deliver(MONDAY) == 1
    assert OutboxMessage.objects.get(sent_at__isnull=False).subject == "Throughcare: what is due (1)"


def test_a_digest_that_fails_loses_nothing_and_holds_up_nobody(keyworker, monkeypatch):
    colleague = UserFactory()
    amber(keyworker)
    amber(colleague)
    write = digest._letter
    failing = iter([True, False, False])

    def letter(told):
        if next(failing):
            raise ValueError("No such template")
        return write(told)

    monkeypatch.setattr(digest, "_letter", letter)
    sweep(FRIDAY)
    assert OutboxMessage.objects.count() == 1
    sweep(FRIDAY + timedelta(minutes=1))
    assert set(OutboxMessage.objects.values_list("recipient_id", flat=True)) == {keyworker.pk, colleague.pk}


def test_what_comes_after_the_digest_waits_for_the_next(keyworker):
    amber(keyworker)
    sweep(FRIDAY)
    amber(keyworker)
    sweep(FRIDAY + timedelta(hours=1))
    assert OutboxMessage.objects.count() == 1
    sweep(MONDAY)
    assert OutboxMessage.objects.count() == 2


def test_late_in_the_evening_red_goes_and_the_digest_waits_for_the_day(keyworker):
    evening = FRIDAY.replace(hour=22)
    amber(keyworker)
    AlertFactory(recipient=keyworker, due_at=evening)
    sweep(evening)
    outbox.deliver(evening)
    assert [message.subject for message in mail.outbox] == ["Throughcare: Something is due"]
    outbox.deliver(evening + timedelta(hours=11))
    assert len(mail.outbox) == 2


def test_what_nobody_takes_on_is_in_the_managers_digest(team, keyworker):
    manager = UserFactory(team=team, role=Role.TEAM_MANAGER)
    alert = amber(keyworker, team=team)[0]
    sweep(FRIDAY)
    tuesday = FRIDAY + timedelta(days=4)
    sweep(tuesday)
    sweep(tuesday + timedelta(days=1))
    assert "nobody in your team has taken this on" in OutboxMessage.objects.get(recipient=manager).body
    assert DigestItem.objects.get(recipient=manager).reference == f"alert-{alert.pk}-escalated"


def test_two_sweeps_at_once_write_one_digest_and_escalate_once(committed_db):
    person = UserFactory()
    AlertFactory.create_batch(600, recipient=person, severity="amber", due_at=FRIDAY, escalates_at=FRIDAY)
    start = Barrier(2)

    def run():
        start.wait()
        sweep(FRIDAY)
        connection.close()

    threads = [Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sweep(FRIDAY)
    assert OutboxMessage.objects.get().subject == "Throughcare: what is due (600)"
    assert Alert.objects.exclude(raised_at=None).count() == 600


def test_i_choose_my_rhythm(sign_in, keyworker):
    browser, page = sign_in(keyworker), reverse("alerts:digest_edit")
    assert page in browser.get(reverse("accounts:account_detail")).text
    assert browser.post(page, {"rhythm": "never"}).status_code == 422
    for version, rhythm in ((1, "monday"), (1, "twice")):
        assert browser.post(page, {"rhythm": rhythm, "version": version})["Location"] == reverse(
            "accounts:account_detail"
        )
    keyworker.refresh_from_db()
    assert (keyworker.digest_choice.rhythm, keyworker.digest_choice.updated_by) == ("twice", keyworker)
