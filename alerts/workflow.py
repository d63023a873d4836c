"""The verbs of alerts: plan what should exist for a record, acknowledge what is due."""

from copy import copy

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import database, outbox
from core.memory import remembering
from core.workflow import NotAllowed

from . import digest, endings, tuning
from .models import Alert
from .rules import rule_called, rules_about

FIELDS = ["due_at", "about_on", "severity", "team_id"]
AFRESH = ["raised_at", "ended_at", "escalates_at", "escalated_at", "escalated_to"]


@transaction.atomic
def plan(subject):
    """Make the alerts about a record what its rules say they should be now; gives how many that changed.

    Every verb that changes what a rule looks at calls this, in its own transaction: missing alerts are added, those
    whose cause is gone end and say why, and their messages that have not been sent are cancelled. Safe at any time.
    """
    # Read again and locked: of two people changing one record, the second plans with what the first has saved.
    rows = type(subject)._base_manager.annotate(tuned=tuning.column())
    subject = rows.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)
    kind = subject._meta.label_lower
    # The rules ask for the same episode, contacts and people.
    with tuning.using(tuning.Tuning(subject.tuned)) as tuned, remembering():
        wanted = {
            key(alert): alert
            for rule in rules_about(kind)
            if not tuned.is_off(rule.code)
            for alert in (_alert(subject, rule, i, tuned) for i in rule.plan(subject))
        }
        if wanted and endings.has_died(subject):
            wanted = {its_key: alert for its_key, alert in wanted.items() if rule_called(alert.rule).after_death}
        about = Alert.objects.filter(subject_kind=kind, subject_id=subject.pk)
        known = {key(alert): alert for alert in about.select_for_update(of=("self",))}
        _leave_what_was_told(wanted, known, tuned)
        added = [alert for its_key, alert in wanted.items() if its_key not in known]
        Alert.objects.bulk_create(added, ignore_conflicts=True)
        words = endings.Words(subject, wanted, added, tuned)
        return len(added) + sum(_adjust(alert, wanted.get(its_key), words) for its_key, alert in known.items())


def _leave_what_was_told(wanted, known, tuned):
    """Where the days of a rule were changed: a new day that had passed by then is not told of beside the old one.

    The alerts of the old days stand in their place, the newest first, and keep what has become of them.
    """
    for code in {alert.rule for alert in wanted.values()}:
        since = tuned.leads_since(code)
        if since is None:
            continue
        groups = {}
        for its_key, alert in wanted.items():
            if alert.rule == code and alert.due_at <= since and its_key not in known:
                groups.setdefault((alert.occurrence, alert.recipient_id), []).append(its_key)
        for (occurrence, recipient), passed in groups.items():
            old = [
                alert for its_key, alert in known.items()
                if its_key not in wanted and its_key[:2] == (code, occurrence)
                and alert.recipient_id == recipient and alert.due_at <= since
            ]  # fmt: skip
            severity = wanted[passed[-1]].severity
            for its_key in passed if old else ():
                del wanted[its_key]
            for alert in sorted(old, key=lambda one: one.due_at)[-len(passed) :]:
                wanted[key(alert)] = standing = copy(alert)
                standing.severity = severity


def key(alert):
    """What makes an alert one and the same: the database's unique key."""
    return alert.rule, alert.occurrence, alert.lead, alert.recipient_id


def _alert(subject, rule, item, tuned):
    """The alert that a rule plans for a record."""
    return Alert(
        rule=rule.code,
        subject_kind=rule.subject,
        subject_id=subject.pk,
        client_id=subject.pk if rule.subject == "clients.client" else getattr(subject, "client_id", None),
        occurrence=item.occurrence,
        lead=item.lead,
        recipient=item.recipient,
        team=item.team,
        severity=tuned.severity(rule.code) or item.severity or rule.severity,
        about_on=item.about_on,
        due_at=item.due_at,
    )


def _adjust(alert, wanted, words):
    """Make a known alert what the rules want it to be; True when that changes it."""
    if wanted is None:
        return alert.ended_at is None and end(alert, because=words.of(alert))
    if alert.ended_at or any(getattr(alert, name) != getattr(wanted, name) for name in FIELDS):
        return _renew(alert, wanted)
    return False


def _renew(alert, wanted):
    """The alert is wanted again, or at another time: a later sweep raises it, and sends what has not been sent."""
    if alert.ended_at or alert.due_at != wanted.due_at:
        _take_back(alert)
        alert.ended_because = ""
        for name in AFRESH:
            setattr(alert, name, None)
    for name in FIELDS:
        setattr(alert, name, getattr(wanted, name))
    alert.save_by(None, "ended_because", *AFRESH, *FIELDS)
    return True


def end(alert, *, because):
    """The cause is gone: the alert ends by itself, and what was not sent is not sent any more."""
    alert.ended_at, alert.ended_because = database.now(), endings.short(because)
    alert.save_by(None, "ended_at", "ended_because")
    _take_back(alert)
    return True


def _take_back(alert):
    """What has not been said yet about an alert is not said any more."""
    outbox.cancel_all(alert.reference)
    digest.take_back(alert)


@transaction.atomic
def acknowledge_alert(alert, *, by, note=""):
    """Somebody has seen the alert and says what they do about it."""
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if alert.acknowledged_at:
        raise NotAllowed(_("Somebody has acknowledged this already."))
    if alert.ended_at:
        raise NotAllowed(_("This is no longer needed: what it was about has changed."))
    if alert.until_done:
        raise NotAllowed(_("This stays on My work until it is done: %(todo)s.") % {"todo": alert.todo})
    alert.acknowledged_at, alert.acknowledged_by, alert.note = database.now(), by, note
    alert.save_by(by, "acknowledged_at", "acknowledged_by", "note")
    _take_back(alert)
    return alert


def end_switched_off(code, why):
    """End every alert of a rule that is switched off; those that somebody has in hand at this moment are left to a sweep.

    It waits for nobody, so that two who lock many alerts never wait for each other.
    """
    because = endings.switched_off(why)
    going_on = Alert.objects.filter(rule=code, ended_at=None).select_for_update(skip_locked=True)
    for alert in going_on.exclude(raised_at=None):
        end(alert, because=because)
    quiet = list(going_on.filter(raised_at=None).values_list("pk", flat=True))  # nothing has been said about these
    now = database.now()
    Alert.objects.filter(pk__in=quiet).update(
        ended_at=now, ended_because=because, updated_at=now, version=F("version") + 1
    )
