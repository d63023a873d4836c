"""A storm of reminders with the worker killed five times: each is sent, and none twice."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import OutboxMessage
from programmes.choices import ReminderState
from programmes.models import Appointment, Reminder
from programmes.reminders import reference
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.clients import ClientFactory, ContactWayFactory
from tests.factories.programmes import AppointmentFactory, ReminderChoiceFactory, ReminderFactory

from .killer import Killer, sent

KILLS = 5
PEOPLE = 10


@pytest.fixture
def texts(environment, tmp_path):
    """Texts go to the gateway at any hour, and the timetable runs."""
    return environment | {
        "TEXT_SENDER": "tests.faults.outside.GatewaySender", "TEXT_SAYS_WHO": "0", "SWEEP_SECONDS": "1",
        "QUIET_FROM": "24", "QUIET_UNTIL": "0",
    }  # fmt: skip


def storm(number):
    """So many reminders that are due now, of appointments of the days to come, for ten people who want texts."""
    team, worker, now = TeamFactory(), UserFactory(), timezone.now()
    people = ClientFactory.create_batch(PEOPLE, registered_team=team)
    for n, client in enumerate(people):
        way = ContactWayFactory(client=client, kind="text", value=f"07700 9000{n:02}", may_leave_message="yes")
        ReminderChoiceFactory(client=client, way=way)
    begins = [now + timedelta(days=1, minutes=n) for n in range(number)]
    rows = [
        AppointmentFactory.build(client=people[n % PEOPLE], team=team, worker=worker, begins_at=at, ends_at=at + timedelta(hours=1))
        for n, at in enumerate(begins)
    ]  # fmt: skip
    Appointment.objects.bulk_create(rows)
    due_at = now - timedelta(hours=1)
    return Reminder.objects.bulk_create(ReminderFactory.build(appointment=row, due_at=due_at) for row in rows)


@pytest.mark.parametrize("number", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_storm_of_reminders_with_the_worker_killed_five_times(number, committed_db, texts, gateway, tmp_path):
    references = {reference(reminder) for reminder in storm(number)}
    beat = ["--beat", f"--schedule={tmp_path / 'beat'}"]
    killer = Killer(texts, gateway, due=number, kills=KILLS, beat=beat)
    killer.run_until_all_is_sent()

    taken = Counter(gateway.taken)
    doubled = [one for one, times in taken.items() if times > 1]
    lost = references - taken.keys()
    print(f"due {number}, sent {sent()}, lost {len(lost)}, doubled {len(doubled)}, kills {killer.kills}")  # noqa: T201 counts
    assert (killer.kills, sent(), OutboxMessage.objects.count()) == (KILLS, number, number)
    assert not lost
    assert not doubled
    assert Reminder.objects.filter(state=ReminderState.SENT).count() == number
