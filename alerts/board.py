"""The manager's board: what is due in the user's teams, whoever it is addressed to, grouped by person."""

from collections import Counter
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Q

from accounts.models import TeamMembership

from .choices import Severity
from .models import Alert

MOST = 1000
ORDER = {severity: rank for rank, severity in enumerate(Severity.values)}


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


def people_of(alerts):
    """The alerts grouped by person; they come sorted, so that whoever has the most urgent one is first."""
    people = {}
    for alert in alerts:
        people.setdefault(alert.client_id, Person(alert.about)).alerts.append(alert)
    return list(people.values())


def numbers(alerts):
    """How many there are of each urgency, and in all."""
    return Counter(alert.severity for alert in alerts) | {"": len(alerts)}
