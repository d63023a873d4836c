"""The verbs of alerts: plan what should exist for a record, acknowledge what is due."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import database, outbox
from core.workflow import NotAllowed

from .models import Alert
from .rules import rule_called, rules_about

FIELDS = ["due_at", "about_on", "severity", "team_id"]


@transaction.atomic
def plan(subject):
    """Make the alerts about a record what its rules say they should be now; gives how many that changed.

    Every verb that changes what a rule looks at calls this, in its own transaction: missing alerts are added, those
    whose cause is gone end, and their messages that have not been sent are cancelled. Safe to call at any time.
    """
    # Read again and locked: of two people changing one record, the second plans with what the first has saved.
    subject = type(subject)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)
    kind = subject._meta.label_lower
    wanted = {
        key(alert): alert
        for rule in rules_about(kind)
        for alert in (_alert(subject, rule, i) for i in rule.plan(subject))
    }
    if wanted and _has_died(subject):
        wanted = {its_key: alert for its_key, alert in wanted.items() if rule_called(alert.rule).after_death}
    about = Alert.objects.filter(subject_kind=kind, subject_id=subject.pk)
    known = {key(alert): alert for alert in about.select_for_update(of=("self",))}
    added = [alert for its_key, alert in wanted.items() if its_key not in known]
    Alert.objects.bulk_create(added, ignore_conflicts=True)
    return len(added) + sum(_adjust(alert, wanted.get(its_key)) for its_key, alert in known.items())


def _has_died(subject):
    """Whether the person whom a record is about has died."""
    person = subject if hasattr(subject, "has_died") else getattr(subject, "client", None)
    return bool(getattr(person, "has_died", False))


def key(alert):
    """What makes an alert one and the same: the database's unique key."""
    return alert.rule, alert.occurrence, alert.lead, alert.recipient_id


def _alert(subject, rule, item):
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
        severity=item.severity or rule.severity,
        about_on=item.about_on,
        due_at=item.due_at,
    )


def _adjust(alert, wanted):
    """Make a known alert what the rules want it to be; True when that changes it."""
    if wanted is None:
        return alert.ended_at is None and end(alert, because=_("No longer needed"))
    if alert.ended_at or any(getattr(alert, name) != getattr(wanted, name) for name in FIELDS):
        return _renew(alert, wanted)
    return False


def _renew(alert, wanted):
    """The alert is wanted again, or at another time: a later sweep raises it, and sends what has not been sent."""
    if alert.ended_at or alert.due_at != wanted.due_at:
        outbox.cancel(alert.reference)
        alert.raised_at, alert.ended_at, alert.ended_because = None, None, ""
    for name in FIELDS:
        setattr(alert, name, getattr(wanted, name))
    alert.save_by(None, "raised_at", "ended_at", "ended_because", *FIELDS)
    return True


def end(alert, *, because):
    """The cause is gone: the alert ends by itself, and what was not sent is not sent any more."""
    alert.ended_at, alert.ended_because = database.now(), because
    alert.save_by(None, "ended_at", "ended_because")
    outbox.cancel(alert.reference)
    return True


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
    outbox.cancel(alert.reference)
    return alert
