"""Feeds of other directories that are read again and again, and what they say that we do not."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, StatusChange

from ..choices import DifferenceStatus, FeedRunStatus
from .service import Service


class FeedQuerySet(models.QuerySet):
    def due(self):
        """Those to be read now."""
        return self.filter(Q(due_at=None) | Q(due_at__lte=timezone.now()), is_on=True).exclude(
            runs__status=FeedRunStatus.RUNNING
        )

    def with_last_run(self):
        """Feeds with how their newest reading went."""
        newest = FeedRun.objects.filter(feed=OuterRef("pk")).order_by("-created_at")
        return self.annotate(
            last_status=Subquery(newest.values("status")[:1]),
            last_at=Subquery(newest.values("created_at")[:1]),
            last_message=Subquery(newest.values("message")[:1]),
        )


@tracked
class Feed(BaseModel):
    """A directory that publishes Open Referral UK, to which this site has subscribed."""

    key = models.SlugField(_("short name"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=300)
    address = models.URLField(_("address"), max_length=500, unique=True)
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    is_on = models.BooleanField(_("read it regularly"), default=True)
    every_hours = models.PositiveSmallIntegerField(_("hours between two readings"), default=24)
    due_at = models.DateTimeField(_("to be read next"), null=True, blank=True, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(every_hours__range=(1, 744)), name="feed_rhythm_is_sensible")]

    def __str__(self):
        return self.name

    @property
    def last_status_label(self):
        """How its newest reading went, of a feed `with_last_run`."""
        return dict(FeedRunStatus.choices).get(self.last_status, "")


class FeedRun(BaseModel):
    """One reading of a feed: how far it came, and what became of its records."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, null=True, blank=True, related_name="runs")
    source = models.CharField(_("file or address"), max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=FeedRunStatus, default=FeedRunStatus.RUNNING)
    ended_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages read"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    vanished = models.PositiveIntegerField(_("no longer there"), default=0)
    refusals = models.JSONField(_("refused, with the reason"), default=list)  # [{"id": …, "reason": …}]
    message = models.TextField(_("why it broke off"), blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["feed"], condition=Q(status=FeedRunStatus.RUNNING), name="feed_is_read_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status=FeedRunStatus.RUNNING) | Q(ended_at__isnull=False), name="ended_feed_run_has_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.feed or self.source}: {self.get_status_display()}"


@tracked
class FeedDifference(BaseModel):
    """A feed says something else than a record that is kept here; a person decides."""

    TRANSITIONS = {
        DifferenceStatus.OPEN: [DifferenceStatus.TAKEN, DifferenceStatus.KEPT, DifferenceStatus.GONE],
    }

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="differences")
    said = models.JSONField(_("what the feed says"))  # field → value, only those that differ from ours
    digest = models.CharField(max_length=64, editable=False)
    status = models.CharField(max_length=10, choices=DifferenceStatus, default=DifferenceStatus.OPEN)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"], condition=Q(status=DifferenceStatus.OPEN), name="one_open_difference_per_service"
            )
        ]

    def __str__(self):
        return f"{self.service}: {self.get_status_display()}"


class FeedDifferenceStatusChange(StatusChange):
    """One decision on a difference."""

    record = models.ForeignKey(FeedDifference, on_delete=models.CASCADE, related_name="status_changes")
