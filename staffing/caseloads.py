"""How many clients each member of staff answers for: their own in any role, and those of whom they stand in for."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from accounts.models import Cover
from clients.models import CoachAssignment, Episode


@dataclass
class Caseload:
    """The keys of the clients of one member of staff, as far as whoever asks may see them."""

    own: set = field(default_factory=set)
    covered: set = field(default_factory=set)  # without one's own


def caseloads(user):
    """Each person's clients: as keyworker or case manager of an open episode, as coach, and by cover today."""
    today, found = timezone.localdate(), defaultdict(Caseload)
    episodes = Episode.objects.open().visible_to(user).of_teams(user).order_by()
    for client, *people in episodes.values_list("client", "keyworker", "case_manager"):
        for person in filter(None, people):
            found[person].own.add(client)
    coached = CoachAssignment.objects.visible_to(user).filter(Q(ends_on=None) | Q(ends_on__gt=today))
    for client, coach in coached.order_by().values_list("client", "coach"):
        found[coach].own.add(client)
    for away, present in Cover.objects.on(today).values_list("person", "covered_by"):
        found[present].covered |= found[away].own
    for caseload in found.values():
        caseload.covered -= caseload.own
    return found
