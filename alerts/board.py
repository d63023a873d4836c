"""The manager's board: what is due in the user's teams, whoever it is addressed to, grouped by person."""

from collections import Counter
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import TeamMembership
from core.templatetags.ui import as_day

from .choices import Severity
from .models import Alert

MOST = 1000
ORDER = {severity: rank for rank, severity in enumerate(Severity.values)}


SPREADSHEET = [
    gettext_lazy("Record"), gettext_lazy("Urgency"), gettext_lazy("What"), gettext_lazy("To do"), gettext_lazy("About the day"),
    gettext_lazy("Due"), gettext_lazy("Addressed to"), gettext_lazy("Not taken on by"),
]  # fmt: skip


@dataclass
class Person:
    """A client with all that is due, the most urgent first; without a client, what is about a service or staff."""

    client: object
    alerts: list = field(default_factory=list)


def due_in_teams(user):
    """What is due to the members of the user's teams, or to nobody, about clients whom the user may see."""
    members = TeamMembership.objects.filter(team__in=user.team_ids).values("user")
    due = Alert.objects.due().filter(Q(recipient=None) | Q(recipient__in=members), team__in=user.team_ids)
    alerts = list(due.select_related("recipient", "escalated_to").order_by("due_at")[:MOST])
    clients = apps.get_model("clients.client").objects.visible_to(user)
    known = clients.in_bulk({alert.client_id for alert in alerts if alert.client_id})
    for alert in alerts:
        alert.about = known.get(alert.client_id)
    return sorted((one for one in alerts if one.about or not one.client_id), key=lambda one: ORDER[one.severity])


def narrowed(alerts, values, but=""):
    """Of what is due in the teams, what was asked for, in the order that was asked for; `but` is a filter left out."""
    wanted = values | {but: ""}
    shown = [
        alert for alert in alerts
        if wanted["urgency"] in ("", alert.severity)
        and wanted["whose"].lower() in ("", alert.recipient.username if alert.recipient else None)
        and wanted["client"].strip().upper() in ("", alert.about.reference if alert.about else None)
    ]  # fmt: skip
    return sorted(shown, key=lambda one: one.due_at) if values["sort"] == "due" else shown


def plain_rows(alerts):
    """The board for a spreadsheet: records go by their reference."""
    for one in alerts:
        yield [
            one.about.reference if one.about else "", one.get_severity_display(), one.title, one.todo, one.about_on,
            as_day(one.due_at), one.recipient or "", as_day(one.escalated_at) if one.escalated_at else "",
        ]  # fmt: skip


def people_of(alerts):
    """The alerts grouped by person; they come sorted, so that whoever has the most urgent one is first."""
    people = {}
    for alert in alerts:
        people.setdefault(alert.client_id, Person(alert.about)).alerts.append(alert)
    return list(people.values())


def numbers(alerts):
    """How many there are of each urgency, and in all."""
    return Counter(alert.severity for alert in alerts) | {"": len(alerts)}
