"""Planning and acknowledging: the rows are what the rules want, at every moment."""

from datetime import timedelta

import pytest

from alerts import workflow
from alerts.models import Alert
from alerts.sweep import sweep
from core import outbox
from core.models import OutboxMessage
from core.workflow import NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.alerts import AlertFactory

pytestmark = pytest.mark.django_db


def test_plan_adds_what_is_missing(record, keyworker, wishes, due_at):
    wishes.due["stay"] = due_at
    assert workflow.plan(record) == 1
    alert = Alert.objects.get()
    assert (alert.recipient, alert.client_id, alert.due_at) == (keyworker, record.pk, due_at)
    assert (alert.title, alert.todo) == ("A test is due", "Do the test")


def test_plan_again_changes_nothing(record, wishes, due_at):
    wishes.due["stay"] = due_at
    workflow.plan(record)
    sweep(due_at)
    before = list(Alert.objects.values())
    assert workflow.plan(record) == 0
    assert list(Alert.objects.values()) == before


def test_plan_ends_what_is_no_longer_wanted_and_takes_its_message_back(record, wishes, due_at):
    wishes.due["stay"] = due_at
    workflow.plan(record)
    sweep(due_at)
    wishes.due.clear()
    assert workflow.plan(record) == 1
    assert not Alert.objects.due(due_at).exists()
    assert Alert.objects.get().ended_because
    assert OutboxMessage.objects.get().cancelled_at
    assert outbox.deliver(due_at) == 0


def test_date_brought_forward_withdraws_the_old_alert_and_raises_the_new_one_at_once(record, wishes, due_at, later):
    wishes.due = {"first date": later}
    workflow.plan(record)
    wishes.due = {"earlier date": due_at}
    workflow.plan(record)
    assert sweep(due_at) == {"due": 1, "raised": 1, "already": 0}
    assert sweep(later) == {"due": 1, "raised": 0, "already": 1}
    assert outbox.deliver(later) == 1


def test_what_comes_back_unsent_is_sent(record, wishes, due_at):
    wishes.due["stay"] = due_at
    workflow.plan(record)
    sweep(due_at)
    wishes.due.clear()
    workflow.plan(record)
    wishes.due["stay"] = due_at
    assert workflow.plan(record) == 1
    assert sweep(due_at)["raised"] == 1
    assert outbox.deliver(due_at) == 1


def test_what_comes_back_after_it_was_sent_is_shown_and_not_sent_again(record, wishes, due_at):
    wishes.due["stay"] = due_at
    workflow.plan(record)
    sweep(due_at)
    outbox.deliver(due_at)
    wishes.due.clear()
    workflow.plan(record)
    wishes.due["stay"] = due_at
    workflow.plan(record)
    assert sweep(due_at)["due"] == 1
    assert outbox.deliver(due_at) == 0


def test_same_occurrence_at_a_later_time_waits_for_it(record, wishes, due_at, later):
    wishes.due["stay"] = due_at
    workflow.plan(record)
    sweep(due_at)
    wishes.due["stay"] = later
    assert workflow.plan(record) == 1
    assert sweep(due_at)["due"] == 0
    assert outbox.deliver(due_at) == 0
    assert sweep(later)["raised"] == 1
    assert outbox.deliver(later) == 1


def test_new_keyworker_gets_it_and_the_old_one_no_longer(record, episode, team, keyworker, wishes, due_at):
    wishes.due["stay"] = due_at
    workflow.plan(record)
    episode.keyworker = UserFactory(team=team)
    episode.save()
    assert workflow.plan(record) == 2
    assert not Alert.objects.due(due_at).visible_to(keyworker).exists()
    assert Alert.objects.due(due_at).visible_to(episode.keyworker).count() == 1


def test_acknowledged_is_no_longer_due_and_not_sent(keyworker, due_at):
    alert = AlertFactory(recipient=keyworker)
    sweep(due_at)
    workflow.acknowledge_alert(alert, by=keyworker, note="Rang them")
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.note, alert.updated_by) == (keyworker, "Rang them", keyworker)
    assert not Alert.objects.due(due_at).exists()
    assert outbox.deliver(due_at) == 0


@pytest.mark.parametrize("state", ["acknowledged", "ended"])
def test_acknowledge_is_refused_when_it_is_over(keyworker, state):
    alert = AlertFactory(recipient=keyworker, **{state: True})
    with pytest.raises(NotAllowed):
        workflow.acknowledge_alert(alert, by=keyworker)


def test_of_somebody_who_has_left_the_team_sees_it(team, keyworker, stranger):
    leaver = UserFactory(team=team, is_active=False)
    alert = AlertFactory(recipient=leaver, team=team)
    for_nobody = AlertFactory(recipient=None, team=team)
    assert set(Alert.objects.visible_to(keyworker)) == {alert, for_nobody}
    assert not Alert.objects.visible_to(stranger).exists()


def test_of_a_colleague_is_not_seen(team, keyworker):
    AlertFactory(recipient=UserFactory(team=team), team=team)
    assert not Alert.objects.visible_to(keyworker).exists()


def test_late(due_at):
    assert AlertFactory(due_at=due_at, raised_at=due_at + timedelta(hours=2)).is_late
    assert not AlertFactory(due_at=due_at, raised_at=due_at + timedelta(minutes=2)).is_late
