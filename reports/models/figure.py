"""The summary tables that report pages read: counts by measure, period and team, and how old they are."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team

from ..choices import Dimension, PeriodKind


class PeriodQuerySet(models.QuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)


class Period(models.Model):
    """A whole stretch of time that figures are kept for: a financial year, a quarter, or the day of the newest look."""

    kind = models.CharField(_("kind"), max_length=10, choices=PeriodKind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    directory = models.JSONField(default=dict, help_text=_("Of the day: the directory as it stood (reports.directory)"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "starts_on", "ends_on"], name="report_period_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="report_period_ends_after_start"),
        ]

    def __str__(self):
        return f"{self.starts_on:%Y-%m-%d} – {self.ends_on:%Y-%m-%d}"


class Figure(models.Model):
    """How many people, journeys or rows gave one answer to a measure, in a period and a team.

    `dimension` and `value` break the count down (substance group, sex, age); both are empty for the whole. Restricted
    records stand apart: who works in a team could tell one from the counts. Nobody but `reports.refresh` writes here.
    """

    measure = models.CharField(max_length=40)
    period = models.ForeignKey(
        Period, on_delete=models.CASCADE, related_name="figures", db_index=False, db_constraint=False
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    dimension = models.CharField(max_length=20, choices=Dimension, blank=True, default="")
    value = models.CharField(max_length=60, blank=True, default="")
    is_restricted = models.BooleanField(default=False)
    answer = models.CharField(max_length=40)
    number = models.IntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "measure", "dimension", "team", "value", "is_restricted", "answer"],
                name="report_figure_once",
            ),
        ]
        indexes = [models.Index(fields=["number"], condition=Q(number=0), name="report_figure_of_nothing")]

    def __str__(self):
        return f"{self.measure}: {self.answer} {self.number}"


class Refresh(models.Model):
    """One time that the figures were brought up to date: all counted anew, or moved by the clients that had changed."""

    as_at = models.DateField(_("counted as on"))  # what is open, or not yet countable, depends on it
    began_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    clients = models.PositiveIntegerField(null=True, blank=True, help_text=_("Empty: all of them"))
    basis = models.CharField(max_length=64, blank=True, default="", help_text=_("Hash of what all were counted by"))

    class Meta:
        ordering = ["-began_at"]
        get_latest_by = "began_at"

    def __str__(self):
        return f"{self.as_at:%Y-%m-%d}"
