"""My work: what is due and overdue, what is new, and who is waiting, for one member of staff."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Role
from alerts.choices import Severity
from alerts.models import Alert
from core import drafts
from core.calendar import london

from . import ahead, timeline
from .happened import CONTACTS
from .models import Client, Episode
from .reading_up import model_of

MOST_ALERTS = 1000
MOST_STEPS = 500
SHOWN_AT_ONCE = 12
LOOK_AHEAD = timedelta(days=14)
OF_STAFF = [kind for kind in ahead.SOURCES if kind != ahead.SESSION]  # a group is in the calendar, and nothing to do
NEW_FOR = timedelta(days=7)
ORDER = {Severity.RED: 0, Severity.AMBER: 1, Severity.INFO: 2}
BY_OTHERS = [CONTACTS, "referral_moved", "handover_moved", "stay_moved", "plan_moved", "episode_moved"]


@dataclass
class Person:
    """A client with what there is to do."""

    client: Client | None
    alerts: list = field(default_factory=list)
    steps: list = field(default_factory=list)

    @property
    def order(self):
        """The most urgent first: red before amber, then what is longest overdue."""
        urgency = min((ORDER[alert.severity] for alert in self.alerts), default=len(ORDER))
        first = min((step.day for step in self.steps), default=timezone.localdate() + LOOK_AHEAD)
        return urgency, first, self.client.family_key if self.client else ""


def work_of(user):
    """Everything that the page shows."""
    today = timezone.localdate()
    is_coach = user.role == Role.RECOVERY_COACH
    own = {client.pk: client for client in Client.objects.kept_by(user)}
    alerts = list(Alert.objects.visible_to(user).due().order_by("due_at")[:MOST_ALERTS])
    steps = _steps(own, today, [ahead.CHECK_UP] if is_coach else OF_STAFF)
    known = own | _others(user, {alert.client_id for alert in alerts} - own.keys())
    alerts = _without_restricted(alerts, known)
    handovers = [] if is_coach else _handovers(user)
    new = _new(user, today)
    people = _people(known, alerts, steps)
    return {
        "people": people[:SHOWN_AT_ONCE],
        "more_people": people[SHOWN_AT_ONCE:],
        "new_clients": new,
        "news": _news(user, own, today, is_coach),
        "handovers": handovers,
        "own_count": len(own),
        "is_coach": is_coach,
        "drafts": drafts.summary(user),
        "counts": _counts(alerts, steps) + ([] if is_coach else _waiting(new, handovers)),
    }


def _steps(own, today, kinds):
    """The dates of the next two weeks and those missed; the actions of one plan count as one."""
    if not own:
        return []
    together = {}
    for step in ahead.steps(list(own), until=today + LOOK_AHEAD, kinds=kinds, size=MOST_STEPS):
        together.setdefault((step.kind, step.url), []).append(step)
    return [_one_of(steps) for steps in together.values()]


def _one_of(steps):
    """One step for several of a kind on one page: the first of them says when."""
    first, count = steps[0], len(steps)
    if count == 1:
        return first
    title = ngettext("%(count)d action of the plan, the first", "%(count)d actions of the plan, the first", count)
    return replace(first, title=title % {"count": count})


def _others(user, keys):
    """Clients whom an alert is about and whom the user may see, though somebody else keeps them."""
    found = Client.objects.visible_to(user).filter(pk__in=[key for key in keys if key])
    return {client.pk: client for client in found}


def _without_restricted(alerts, known):
    """Those alerts that are not about a restricted record which the user may not see."""
    unseen = {alert.client_id for alert in alerts if alert.client_id} - known.keys()
    if not unseen:
        return alerts
    hidden = set(Client.objects.filter(pk__in=unseen, is_restricted=True).values_list("pk", flat=True))
    return [alert for alert in alerts if alert.client_id not in hidden]


def _people(known, alerts, steps):
    """What there is to do, grouped by person, the most urgent first."""
    people = {}
    for alert in sorted(alerts, key=lambda alert: ORDER[alert.severity]):
        people.setdefault(alert.client_id, Person(known.get(alert.client_id))).alerts.append(alert)
    for step in steps:
        people.setdefault(step.client_id, Person(known.get(step.client_id))).steps.append(step)
    return sorted(people.values(), key=lambda person: person.order)


def _new(user, today):
    """Clients who came to the user in the last seven days."""
    episodes = Episode.objects.open().visible_to(user).select_related("client", "team")
    since = london(today - NEW_FOR, 0)
    return list(episodes.filter(keyworker=user, keyworker_since__gte=since).order_by("-keyworker_since")[:50])


def _news(user, own, today, is_coach):
    """What others have written about the user's clients since yesterday morning."""
    if not own:
        return []
    since = london(today - timedelta(days=1), 0)
    kinds = [CONTACTS] if is_coach else BY_OTHERS
    events = timeline.written_since(list(own), since, by_others_than=user, kinds=kinds)
    return [{"event": event, "client": own[event.client_id]} for event in events]


def _handovers(user):
    """Handovers that wait for the user: to be received, or sent back with a question."""
    handovers = model_of("handovers").objects.select_related("client", "episode__team").order_by("sent_at")
    waiting = handovers.receivable_by(user).filter(status="sent")[:50]
    mine = Q(created_by=user) | Q(episode__case_manager=user)
    asked = handovers.visible_to(user).filter(mine, status="queried")[:50]
    to_answer, to_receive = _("A question to answer"), _("To accept, ask about or decline")
    return [
        *[_handover(row, "aftercare:received_handover", to_receive) for row in waiting],
        *[_handover(row, "aftercare:handover_detail", to_answer) for row in asked],
    ]


def _handover(row, url_name, todo):
    return {
        "reference": row.client.reference,
        "team": row.episode.team,
        "sent_at": row.sent_at,
        "url": reverse(url_name, args=[row.pk]),
        "todo": todo,
    }


def _counts(alerts, steps):
    overdue = sum(step.is_overdue for step in steps)
    return [
        {"number": len(alerts), "label": _("alerts"), "url": "#due", "urgent": True},
        {"number": overdue, "label": _("overdue"), "url": "#due", "urgent": True},
        {"number": len(steps) - overdue, "label": _("due in 14 days"), "url": "#due"},
    ]


def _waiting(new, handovers):
    return [
        {"number": len(new), "label": _("new to me"), "url": "#new"},
        {"number": len(handovers), "label": _("handovers waiting"), "url": "#handovers"},
    ]
