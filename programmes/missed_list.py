"""The list of those who are to be reached: how it is narrowed and counted, and what is next for each."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from clients.models import Client
from core.lists import numbers_of

from .choices import PathStatus
from .models import MissedPath, MissedStep


def with_next(paths):
    """Each with its client, its keyworker and `next_kind`, `next_due`: the step that is next, the soonest first."""
    steps = MissedStep.objects.filter(path=OuterRef("pk"), done_on=None, path__status=PathStatus.OPEN)
    soonest = steps.order_by("due_on", "created_at")
    return paths.select_related("client", "episode__keyworker", "episode__team").annotate(
        next_kind=Subquery(soonest.values("kind")[:1]), next_due=Subquery(soonest.values("due_on")[:1])
    )


def narrow(paths, values, user):
    """Those that were asked for; `paths` are those of `with_next`."""
    if values["whose"] == "mine":
        paths = paths.filter(client__in=Client.objects.kept_by(user))
    if values["child"]:
        paths = paths.filter(child_at_home=True)
    if values["due"]:
        today = timezone.localdate()
        paths = paths.filter(**{"next_due__lt" if values["due"] == "overdue" else "next_due__lte": today})
    if values["status"] == "all":
        return paths
    return paths.filter(status=values["status"] or PathStatus.OPEN)


def numbers(paths):
    """How many there are of each status; those open under "", and all."""
    found = numbers_of(paths, "status")
    return found | {"all": found[""], "": found.get(PathStatus.OPEN, 0)}


def missed_of(user):
    return MissedPath.objects.visible_to(user)
