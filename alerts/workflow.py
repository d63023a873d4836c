"""The verbs of alerts: plan what should exist for a record, acknowledge what is due."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.workflow import NotAllowed

from .models import Alert
from .rules import rules_about


@transaction.atomic
def plan(subject):
    """Make the alerts about a record what its rules say they should be now.

    Every verb that changes what a rule looks at calls this, in its own transaction: missing alerts are added, those
    whose cause is gone end, and their messages that have not been sent are cancelled. Safe to call at any time.
    """
    kind = subject._meta.label_lower
    wanted = {
        (rule.code, item.occurrence, item.lead, item.recipient and item.recipient.pk): (rule, item)
        for rule in rules_about(kind)
        for item in rule.plan(subject)
    }
    known = {
        (alert.rule, alert.occurrence, alert.lead, alert.recipient_id): alert
        for alert in Alert.objects.select_for_update().filter(subject_kind=kind, subject_id=subject.pk)
    }
    Alert.objects.bulk_create(
        [_alert(subject, rule, item) for key, (rule, item) in wanted.items() if key not in known], ignore_conflicts=True
    )
    for key, alert in known.items():
        if key in wanted and alert.ended_at:
            _reopen(alert, wanted[key][1])
        elif key not in wanted and not alert.ended_at:
            end(alert, because=_("No longer needed"))


def _alert(subject, rule, item):
    client_id = subject.pk if rule.subject == "clients.client" else getattr(subject, "client_id", None)
    return Alert(
        rule=rule.code,
        subject_kind=rule.subject,
        subject_id=subject.pk,
        client_id=client_id,
        occurrence=item.occurrence,
        lead=item.lead,
        recipient=item.recipient,
        team=item.team,
        severity=item.severity or rule.severity,
        about_on=item.about_on,
        due_at=item.due_at,
    )


def _reopen(alert, item):
    alert.ended_at, alert.ended_because, alert.due_at = None, "", item.due_at
    alert.save_by(None, "ended_at", "ended_because", "due_at")


def end(alert, *, because):
    """The cause is gone: the alert ends by itself, and what was not sent is not sent any more."""
    alert.ended_at, alert.ended_because = timezone.now(), because
    alert.save_by(None, "ended_at", "ended_because")
    outbox.cancel(f"alert-{alert.pk}")


@transaction.atomic
def acknowledge_alert(alert, *, by, note=""):
    """Somebody has seen the alert and says what they do about it."""
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if alert.acknowledged_at:
        raise NotAllowed(_("Somebody has acknowledged this already."))
    alert.acknowledged_at, alert.acknowledged_by, alert.note = timezone.now(), by, note
    alert.save_by(by, "acknowledged_at", "acknowledged_by", "note")
    outbox.cancel(f"alert-{alert.pk}")
    return alert
