"""The alerts of the demo: exactly those that the rules want, so that planning again finds nothing to do."""

from datetime import timedelta

from django.apps import apps
from django.db import transaction

from alerts.models import Alert
from alerts.rules import RULES
from alerts.tuning import AS_SHIPPED, using
from core.calendar import london
from core.memory import remembering

from .rows import Rows

NOTES = ["Rang the prison today.", "In hand, see the plan.", "Spoke to the client about it.", "Booked for next week."]
SHARE = 100  # records that one process plans at a time
NOT_SWEPT_DAYS = 3  # what fell due since then is left to the first sweep


def shares_of_alerts():
    """(kind of record, place of the first one) for every so many records that a rule is about."""
    for kind in sorted({rule.subject for rule in RULES.values()}):
        for start in range(0, apps.get_model(kind)._base_manager.count(), SHARE):
            yield kind, start


def make_alerts(rows, share):
    """Plan a share of the records, which have been written; gives the numbers of rows. Older alerts have been raised and
    most of those answered."""
    kind, start = share
    rows = Rows(f"{rows.seed}/alerts/{kind}/{start}", rows.today)
    rng = rows.random("answers")
    swept_until = london(rows.today - timedelta(days=NOT_SWEPT_DAYS))
    rules = [RULES[code] for code in sorted(RULES) if RULES[code].subject == kind]
    with transaction.atomic(), using(AS_SHIPPED), remembering():
        for subject in with_people(apps.get_model(kind)).order_by("pk")[start : start + SHARE]:
            for rule in rules:
                for planned in rule.plan(subject):
                    make_alert(rows, rng, swept_until, subject, rule, planned)
        rows.write()
    return rows.written


def with_people(model):
    """The records with what nearly every rule asks of them, so that it is not asked one by one."""
    names = {field.name for field in model._meta.fields}
    wanted = ["client__registered_team"] if "client" in names else []
    wanted += [f"episode__{name}" for name in ("team", "keyworker", "case_manager") if "episode" in names]
    wanted += [f"aftercare__episode__{name}" for name in ("team", "keyworker", "case_manager") if "aftercare" in names]
    wanted += [name for name in ("team", "keyworker", "case_manager") if name in names]
    return model._base_manager.select_related(*wanted)


def make_alert(rows, rng, swept_until, subject, rule, planned):
    alert = rows.add(
        Alert,
        getattr(subject, "updated_at", planned.due_at),  # staff have no such moment
        rule=rule.code,
        subject_kind=rule.subject,
        subject_id=Alert._meta.get_field("subject_id").to_python(subject.pk),  # staff have a number
        client_id=subject.pk if rule.subject == "clients.client" else getattr(subject, "client_id", None),
        occurrence=planned.occurrence,
        due_at=planned.due_at,
        lead=planned.lead,
        about_on=planned.about_on,
        recipient=planned.recipient,
        team=planned.team,
        severity=planned.severity or rule.severity,
    )
    if alert.due_at < swept_until:
        alert.raised_at = max(alert.due_at, alert.created_at)
        if alert.recipient_id and rng.random() < 0.7 and not rule.until_done:
            alert.acknowledged_at = min(alert.raised_at + timedelta(hours=rng.randint(1, 30)), swept_until)
            alert.acknowledged_at = max(alert.acknowledged_at, alert.raised_at)
            alert.acknowledged_by, alert.note = alert.recipient, rng.choice(NOTES)
