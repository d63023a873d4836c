"""The sweep: counts, batches, messages, and the command that runs it by hand."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from alerts import sweep as sweeping
from alerts import tasks
from alerts.models import Alert
from alerts.sweep import reconcile, sweep
from core.models import Heartbeat, OutboxMessage
from tests.factories.accounts import TeamDutyFactory, UserFactory
from tests.factories.alerts import AlertFactory

pytestmark = pytest.mark.django_db


def run(now, *arguments):
    out = StringIO()
    call_command("sweep_alerts", *([f"--now={now.isoformat()}"] if now else []), *arguments, stdout=out)
    return out.getvalue().rstrip("\n")


def test_command_raises_and_sends_once(due_at):
    AlertFactory.create_batch(3, due_at=due_at)
    AlertFactory(due_at=due_at + timedelta(days=1))
    assert json.loads(run(due_at, "--json")) == {"due": 3, "raised": 3, "already": 0, "sent": 3}
    assert json.loads(run(due_at, "--json")) == {"due": 3, "raised": 0, "already": 3, "sent": 0}
    assert json.loads(run(due_at + timedelta(days=1), "--json")) == {"due": 4, "raised": 1, "already": 3, "sent": 1}
    assert len(mail.outbox) == 4


def test_command_by_the_databases_clock():
    AlertFactory()
    assert run(None) == "due 1, raised 1, already raised 0, sent 1"
    assert Heartbeat.objects.filter(name="sweep").exists()


def test_command_before_anything_is_due(due_at):
    AlertFactory(due_at=due_at)
    assert json.loads(run(due_at - timedelta(seconds=1), "--json"))["due"] == 0


def test_imagined_sweep_is_no_sign_of_life(due_at):
    run(due_at)
    assert not Heartbeat.objects.exists()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-07-01T09:00", "2026-07-01T09:00:00+01:00"),
        ("2026-11-23", "2026-11-23T00:00:00+00:00"),
        ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00+00:00"),
    ],
)
def test_now_is_london_time_unless_it_says_otherwise(text, meant, monkeypatch):
    seen = []
    monkeypatch.setattr("alerts.management.commands.sweep_alerts.sweep", lambda now: seen.append(now) or {})
    monkeypatch.setattr("core.outbox.deliver", lambda now: 0)
    call_command("sweep_alerts", f"--now={text}", "--json", stdout=StringIO())
    assert seen[0].isoformat() == meant


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-31", "0001-01-01", "9999-12-31", "\udcff", "1" * 500])
def test_now_that_is_no_date_is_said(text):
    with pytest.raises(CommandError, match="2026-11-23T09:00"):
        call_command("sweep_alerts", f"--now={text}")


def test_batches_leave_nothing_over(due_at, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    AlertFactory.create_batch(5, due_at=due_at)
    assert sweep(due_at)["raised"] == 5
    assert OutboxMessage.objects.count() == 5


@pytest.mark.parametrize("state", ["acknowledged", "ended"])
def test_what_is_over_is_not_raised(due_at, state):
    AlertFactory(due_at=due_at, **{state: True})
    assert sweep(due_at) == {"due": 0, "raised": 0, "already": 0}


def test_message_names_the_thing_and_no_person(record, keyworker, wishes, due_at):
    wishes.due["stay"] = due_at
    sweeping.workflow.plan(record)
    sweep(due_at)
    message = OutboxMessage.objects.get()
    assert message.recipient == keyworker
    assert message.subject == "Throughcare: A test is due"
    assert message.body.startswith("A test is due\n\nDo the test.\n")
    assert "http://testserver/clients/my-work/" in message.body
    for secret in (record.first_name, record.family_name, str(record.pk), record.reference):
        assert secret not in message.subject + message.body


def test_late_message_says_since_when(due_at):
    AlertFactory(due_at=due_at)
    sweep(due_at + timedelta(days=3))
    assert "This has been due since 20 November 2026, 09:00." in OutboxMessage.objects.get().body


def test_message_for_nobody_goes_to_the_duty_worker(team, due_at):
    duty = TeamDutyFactory(team=team, holder=UserFactory())
    AlertFactory(recipient=None, team=team, due_at=due_at)
    AlertFactory(recipient=UserFactory(is_active=False), team=team, due_at=due_at)
    sweep(due_at)
    assert {message.recipient for message in OutboxMessage.objects.all()} == {duty.holder}


def test_where_there_is_nobody_at_all_the_team_sees_it(team, keyworker, due_at):
    AlertFactory(recipient=None, team=team, due_at=due_at)
    assert sweep(due_at)["raised"] == 1
    assert not OutboxMessage.objects.exists()
    assert Alert.objects.due(due_at).visible_to(keyworker).exists()


def test_alert_of_a_rule_that_is_gone_still_goes_out(due_at):
    alert = AlertFactory(rule="GONE9", due_at=due_at)
    assert sweep(due_at)["raised"] == 1
    assert (alert.title, alert.url) == ("Something is due", "/")


def test_task_sweeps_and_has_it_sent(due_at):
    AlertFactory(due_at=due_at)
    tasks.sweep()
    tasks.sweep()
    assert len(mail.outbox) == 1


def test_reconcile_finds_what_no_verb_planned(record, wishes, due_at):
    wishes.due["stay"] = due_at
    assert reconcile()["changed"] == 1
    assert reconcile()["changed"] == 0
    assert "alerts changed 0" in Heartbeat.objects.get(name="reconcile").detail


def test_reconcile_survives_a_record_that_cannot_be_planned(record, wishes, monkeypatch, due_at):
    wishes.due["stay"] = None  # a rule at fault
    tasks.reconcile()
    assert "failed 1" in Heartbeat.objects.get(name="reconcile").detail
