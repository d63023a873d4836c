"""What nobody acknowledges goes to the manager of the team too, once, and is never dropped."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.choices import Role
from alerts import workflow
from alerts.choices import Severity
from alerts.escalation import escalates_at
from alerts.models import Alert
from alerts.sweep import sweep
from core import outbox
from core.models import OutboxMessage
from tests.factories.accounts import CoverFactory, UserFactory
from tests.factories.alerts import AlertFactory

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
AFTER = FRIDAY + timedelta(days=5)


@pytest.fixture
def manager(team):
    return UserFactory(team=team, role=Role.TEAM_MANAGER)


@pytest.mark.parametrize(
    ("severity", "raised", "escalates"),
    [
        ("red", "2026-11-20T09:00:30", "2026-11-20T16:00:00+00:00"),
        ("red", "2026-11-20T15:30:00", "2026-11-20T16:30:00+00:00"),  # never sooner than an hour
        ("red", "2026-07-01T08:00:00", "2026-07-01T16:00:00+01:00"),  # 16:00 by a clock in London
        ("red", "2026-11-21T10:00:00", "2026-11-21T16:00:00+00:00"),  # a Saturday too
        ("amber", "2026-11-20T09:00:00", "2026-11-24T09:00:00+00:00"),  # over the weekend
        ("amber", "2026-12-24T09:00:00", "2026-12-30T09:00:00+00:00"),  # over Christmas, with its substitute day
        ("info", "2026-03-27T09:00:00", "2026-03-31T09:00:00+01:00"),  # the clocks go forward
    ],
)
def test_when(severity, raised, escalates):
    moment = escalates_at(severity, datetime.fromisoformat(raised).replace(tzinfo=UTC))
    assert moment == datetime.fromisoformat(escalates)


def test_goes_to_the_manager_once_with_a_message_of_its_own(team, keyworker, manager):
    alert = AlertFactory(recipient=keyworker, team=team, due_at=FRIDAY)
    sweep(FRIDAY)
    assert not Alert.objects.visible_to(manager).exists()
    sweep(FRIDAY.replace(hour=15, minute=59))
    assert OutboxMessage.objects.count() == 1
    for _again in range(2):
        sweep(FRIDAY.replace(hour=16))
    alert.refresh_from_db()
    assert (alert.escalated_to, alert.escalated_at) == (manager, FRIDAY.replace(hour=16))
    assert Alert.objects.due(AFTER).visible_to(manager).get() == Alert.objects.due(AFTER).visible_to(keyworker).get()
    message = OutboxMessage.objects.get(reference=f"alert-{alert.pk}-escalated")
    assert message.recipient == manager
    assert "Nobody in your team has taken this on. It has been due since 20 November 2026, 09:00." in message.body
    assert OutboxMessage.objects.count() == 2


def test_whoever_covers_the_manager_gets_the_message(team, keyworker, manager):
    cover = CoverFactory(person=manager)
    AlertFactory(recipient=keyworker, team=team, due_at=FRIDAY, raised=True, escalates_at=FRIDAY)
    sweep(FRIDAY)
    assert OutboxMessage.objects.get().recipient == cover.covered_by
    assert Alert.objects.visible_to(cover.covered_by).exists()


@pytest.mark.parametrize("state", ["acknowledged", "ended"])
def test_what_is_over_is_not_escalated(team, manager, state):
    AlertFactory(team=team, raised=True, escalates_at=FRIDAY, **{state: True})
    sweep(AFTER)
    assert not OutboxMessage.objects.exists()


def test_without_another_manager_it_stays_open_and_is_not_tried_again(team, manager):
    alert = AlertFactory(recipient=manager, team=team, raised=True, escalates_at=FRIDAY)
    sweep(AFTER)
    alert.refresh_from_db()
    assert alert.escalated_at
    assert alert.escalated_to is None
    assert not OutboxMessage.objects.exists()
    assert Alert.objects.due(AFTER).visible_to(manager).get() == alert


def test_acknowledged_by_the_manager_it_is_over_for_both(team, keyworker, manager):
    alert = AlertFactory(recipient=keyworker, team=team, raised=True, escalates_at=FRIDAY)
    sweep(FRIDAY)
    workflow.acknowledge_alert(alert, by=manager, note="I ring them")
    assert outbox.deliver(AFTER) == 0
    assert not Alert.objects.due(AFTER).visible_to(keyworker).exists()


def test_another_date_begins_anew(record, team, keyworker, manager, wishes, due_at, later):
    wishes.due["stay"] = due_at
    workflow.plan(record)
    sweep(due_at)
    sweep(due_at + timedelta(days=5))
    wishes.due["stay"] = later
    workflow.plan(record)
    alert = Alert.objects.get()
    assert (alert.raised_at, alert.escalates_at, alert.escalated_at, alert.escalated_to) == (None, None, None, None)
    sweep(later)
    assert not Alert.objects.visible_to(manager).exists()


def test_hundreds_take_as_many_queries_as_one_batch(team, keyworker, manager, django_assert_max_num_queries):
    AlertFactory.create_batch(40, recipient=keyworker, team=team, severity=Severity.RED)
    with django_assert_max_num_queries(20):
        sweep(FRIDAY)
    with django_assert_max_num_queries(20):
        sweep(AFTER)
    assert OutboxMessage.objects.count() == 80
