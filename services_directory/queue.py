"""What a directory editor has to look at: each service once, under its most pressing reason."""

from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from .choices import DifferenceStatus, FeedRunStatus, ProblemStatus, QueueReason, ServiceStatus
from .freshness import FRESH_DAYS, STALE_DAYS
from .models import Feed, FeedDifference, Service, ServiceProblem

NEVER = date(1900, 1, 1)
ORDERS = {
    "": ["rank", "-referred", "looked_on", "name_key", "id"],
    "checked": ["looked_on", "name_key", "id"],
    "name": ["name_key", "id"],
}
RANKS = {
    QueueReason.PROBLEM: 0, QueueReason.DIFFERENCE: 1, QueueReason.NEVER: 2, QueueReason.STALE: 2, QueueReason.DUE: 3,
}  # fmt: skip


def waiting(today=None):
    """The services that somebody has to look at, with `why`: what people say first, then what is used and oldest."""
    today = today or timezone.localdate()
    runs = Q(status__in=[ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED])
    why = Case(
        When(Exists(_open(ServiceProblem, ProblemStatus.OPEN)), then=Value(QueueReason.PROBLEM)),
        When(Exists(_open(FeedDifference, DifferenceStatus.OPEN)), then=Value(QueueReason.DIFFERENCE)),
        When(~runs, then=Value("")),
        When(checked_on=None, then=Value(QueueReason.NEVER)),
        When(checked_on__lt=today - timedelta(days=STALE_DAYS), then=Value(QueueReason.STALE)),
        When(checked_on__lt=today - timedelta(days=FRESH_DAYS), then=Value(QueueReason.DUE)),
        default=Value(""),
        output_field=CharField(),
    )
    ranks = Case(*[When(why=reason, then=Value(rank)) for reason, rank in RANKS.items()], output_field=IntegerField())
    return Service.objects.annotate(why=why).exclude(why="").annotate(rank=ranks)


def in_order(services, today=None):
    """With what the list is sorted by: how often somebody was referred there in a year, and the day of the check."""
    since = (today or timezone.localdate()) - timedelta(days=365)
    # Referrals are of an app above: found by the name of their relation.
    referrals = Service._meta.get_field("referrals").related_model._base_manager
    recent = referrals.filter(service=OuterRef("pk"), sent_on__gte=since).order_by().values("service")
    return services.annotate(
        referred=Coalesce(Subquery(recent.annotate(number=Count("pk")).values("number")), 0),
        looked_on=Coalesce("checked_on", Value(NEVER)),
    )


def with_problems(services):
    """With `open_problems`, and who runs them."""
    standing = ServiceProblem.objects.filter(status=ProblemStatus.OPEN)
    return services.select_related("organisation").prefetch_related(
        Prefetch("problems", standing, to_attr="open_problems"),
        Prefetch(
            "differences", FeedDifference.objects.filter(status=DifferenceStatus.OPEN), to_attr="open_differences"
        ),
    )


def broken_feeds():
    """Feeds that are read regularly and whose last reading broke off, with why and when."""
    return Feed.objects.with_last_run().filter(is_on=True, last_status=FeedRunStatus.FAILED)


def _open(model, status):
    return model.objects.filter(service=OuterRef("pk"), status=status)
