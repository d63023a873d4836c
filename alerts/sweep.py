"""The sweep: raises each alert whose time has come, once and only once, however many sweeps run.

An alert is shown because a query finds it due; nothing here is needed for that. To raise it is to put its message
into the outbox, in the transaction that says so. It is never too late: what fell due while nothing ran is raised by
the next sweep, oldest first.
"""

import json
import logging
from datetime import datetime
from itertools import starmap
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F

from core import database, outbox
from core.models import Heartbeat

from . import digest, workflow
from .choices import Severity
from .escalation import escalates_at
from .letters import Letters
from .models import Alert, escalation_of, reference_of
from .people import People
from .rules import RULES, worth_planning

logger = logging.getLogger(__name__)

BATCH = 500
LOOK = """
SELECT moment,
    (SELECT due_at FROM alerts_alert WHERE raised_at IS NULL AND acknowledged_at IS NULL AND ended_at IS NULL
        ORDER BY due_at LIMIT 1) <= moment,
    (SELECT escalates_at FROM alerts_alert WHERE escalated_at IS NULL AND acknowledged_at IS NULL AND ended_at IS NULL
        ORDER BY escalates_at LIMIT 1) <= moment,
    (SELECT due_at FROM alerts_digestitem WHERE told_at IS NULL ORDER BY due_at LIMIT 1) <= moment,
    (SELECT jsonb_object_agg(rule, why) FROM alerts_rulesetting WHERE is_off)
FROM (SELECT coalesce(%s, clock_timestamp()) AS moment) AS clock"""  # the first of an index each
# Claimed and marked in one go, as every row that is read and named again takes as long as the marking.
RAISE = """
WITH oldest AS MATERIALIZED (
    SELECT id FROM alerts_alert WHERE raised_at IS NULL AND acknowledged_at IS NULL AND ended_at IS NULL AND due_at <= %(now)s
    ORDER BY due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
UPDATE alerts_alert AS alert SET raised_at = %(now)s, updated_at = %(now)s, version = version + 1,
    escalates_at = CASE severity WHEN 'red' THEN %(today)s ELSE %(later)s END
FROM oldest WHERE alert.id = oldest.id
RETURNING alert.id, rule, due_at, severity, recipient_id, team_id, EXISTS (
    SELECT FROM alerts_digestitem AS item WHERE item.alert_id = alert.id AND NOT is_escalation AND told_at IS NOT NULL)"""


def sweep(now=None):
    """Raise every alert that is due; gives the counts `due`, `raised` (by this sweep) and `already` (by earlier ones).

    `now` stands for the database's clock. Alerts that another sweep is raising at this moment are in its counts.
    """
    moment = now or database.now()
    already = Alert.objects.due(moment).exclude(raised_at=None).count()
    raised, _escalated = _sweep(moment)
    if now is None:
        Heartbeat.objects.beat("sweep")
    return {"due": raised + already, "raised": raised, "already": already}


def sweep_once():
    """The sweep of the timetable, which counts nothing that it need not; gives how many alerts it told somebody of."""
    told = sum(_sweep())
    Heartbeat.objects.beat("sweep")
    return told


def _sweep(now=None):
    """How many alerts were raised, and how many went to a manager."""
    now, may_raise, may_escalate, may_tell, off = _look(now)
    if may_raise and off:
        _end_leftovers(now, off)
    people, letters = People(), Letters(now)
    raised = _all_of(_raise_some, now, people, letters) if may_raise else 0
    escalated = _all_of(_escalate_some, now, people, letters) if may_escalate else 0
    if raised or escalated or may_tell:
        digest.send_digests(now)
    return raised, escalated


def _look(now):
    """The time by the database's clock, unless `now` stands for it; whether there is anything to raise, to escalate, to
    tell in a digest: mostly there is not; and which rules are off, why."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [now])
        *looked, off = cursor.fetchone()
    return *looked, json.loads(off or "{}")


def _end_leftovers(now, off):
    """What was planned at the very moment at which its rule was switched off is told to nobody."""
    for code in Alert.objects.to_raise(now).filter(rule__in=off).values_list("rule", flat=True).distinct():
        with transaction.atomic():
            workflow.end_switched_off(code, off[code])


def _all_of(some, *arguments):
    """Do a batch after the other until there is none left; gives how many alerts they held."""
    done = 0
    while batch := some(*arguments):
        done += batch
    return done


@transaction.atomic
def _raise_some(now, people, letters):
    """Raise the oldest alerts that no other sweep has in hand; gives how many.

    The messages go to the recipients or whoever stands in; where there is nobody, the team sees it on My work.
    """
    today, later = escalates_at(Severity.RED, now), escalates_at(Severity.AMBER, now)
    with connection.cursor() as cursor:
        cursor.execute(RAISE, {"now": now, "most": BATCH, "today": today, "later": later})
        rows = sorted(starmap(Claimed, cursor.fetchall()), key=attrgetter("due_at"))
    whom = [(row, people.told(row.recipient, row.team)) for row in rows if not row.was_told]
    _tell([(row, reference_of(row.pk), person) for row, person in whom if person], letters.raised, now)
    return len(rows)


@transaction.atomic
def _escalate_some(now, people, letters):
    """What nobody has acknowledged in time goes to another manager of the team too; gives how many alerts.

    Where there is no other manager it stays where it is, and is counted.
    """
    rows = list(_claimed(Alert.objects.to_escalate(now).order_by("escalates_at")))
    by_manager = {}
    for row in rows:
        by_manager.setdefault(people.manager(row.team, other_than=row.recipient), []).append(row)
    for manager, theirs in by_manager.items():
        _update(theirs, now, escalated_at=now, escalated_to=manager)
        if manager:
            told = [(row, escalation_of(row.pk), people.told(manager, row.team)) for row in theirs]
            had = digest.told_of([name for _row, name, _person in told])
            _tell([row for row in told if row[1] not in had], letters.escalated, now, is_escalation=True)
    return len(rows)


class Claimed(NamedTuple):
    """What a sweep reads of an alert: keys and columns, no objects, as there may be very many."""

    pk: UUID
    rule: str
    due_at: datetime
    severity: str
    recipient: int | None
    team: UUID | None
    was_told: bool = False  # it has stood in a digest


def _claimed(alerts):
    """A batch of alerts that no other sweep has in hand, locked until the end of the transaction."""
    columns = ["pk", "rule", "due_at", "severity", "recipient_id", "team_id"]
    rows = alerts.select_for_update(skip_locked=True).values_list(*columns)[:BATCH]
    return starmap(Claimed, rows)


def _update(rows, now, **values):
    Alert.objects.filter(pk__in=[row.pk for row in rows]).update(updated_at=now, version=F("version") + 1, **values)


def _tell(told, letter, now, *, is_escalation=False):
    """What is red goes out at once, by a mail of its own; all else waits for the digest. `told`: row, reference, person."""
    red = [row for row in told if row[0].severity == Severity.RED]
    rest = [row for row in told if row[0].severity != Severity.RED]
    outbox.send_all([(name, person, *letter(row.rule, row.due_at)) for row, name, person in red], now=now)
    digest.add_items([(name, person, row.pk, row.due_at) for row, name, person in rest], is_escalation=is_escalation)


def reconcile():
    """Plan every record again that a rule is about, and say how many alerts were not what they should be.

    Each verb plans in its own transaction, so that the difference is what only a night explains (somebody has left, a
    coach begins, a list is looked at on the first of a month), or a fault to find.
    """
    totals = plan_all({rule.subject for rule in RULES.values()})
    Heartbeat.objects.beat("reconcile", "records {records}, alerts changed {changed}, failed {failed}".format(**totals))
    return totals


def plan_all(kinds):
    """Plan every record of some kinds again; gives the counts `records`, `changed` (alerts) and `failed`."""
    records = changed = failed = 0
    for kind in sorted(kinds):
        rows = apps.get_model(kind)._base_manager.filter(worth_planning(kind))
        for record in rows.only("pk").iterator(chunk_size=500):
            records += 1
            try:
                changed += workflow.plan(record)
            except Exception:  # one record that cannot be planned must not hide the others
                logger.error("The alerts about %s %s could not be planned", kind, record.pk, exc_info=not failed)
                failed += 1
    return {"records": records, "changed": changed, "failed": failed}
