"""People from another system, read from a file: what waits to be added, until it is added or forgotten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.models import BaseModel
from reference.models import Code

from ..choices import RowFound, RowOutcome


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody sees what somebody else has read in."""
        return self.filter(created_by=user)

    def for_worker(self):
        """Those to be checked, or to be added."""
        return self.filter(Q(checked_at=None) | Q(confirmed_at__isnull=False, finished_at=None))


class ImportBatch(BaseModel):
    """A file of people from another system, for one team: checked, decided on line by line, then added.

    What stood in the file is forgotten when that is done, or after a fortnight; the counts stay.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    total = models.PositiveIntegerField()
    was_windows = models.BooleanField(default=False, db_default=False)
    done = models.PositiveIntegerField(default=0, db_default=0, help_text=_("Lines checked or added so far"))
    checked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0, db_default=0)
    left_out = models.PositiveIntegerField(default=0, db_default=0)
    refused = models.PositiveIntegerField(default=0, db_default=0)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_by", "-created_at"], name="import_batch_of_user")]

    def __str__(self):
        return f"{self.team} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def state(self):
        """One of "checking", "ready", "adding", "finished"."""
        if self.finished_at:
            return "finished"
        if self.confirmed_at:
            return "adding"
        return "ready" if self.checked_at else "checking"


class ImportRow(models.Model):
    """One line of the file: what stands in it, what was found about it, what was decided, what came of it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    found = models.CharField(max_length=10, choices=RowFound, blank=True, default="")
    problems = models.JSONField(default=list, help_text=_("Column and message of each"))
    alike = models.JSONField(default=list, help_text=_("Key of each record that it looks like, and why"))
    elsewhere = models.BooleanField(default=False)
    twin = models.PositiveIntegerField(null=True, help_text=_("The earlier line that it looks like"))
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=RowOutcome, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "found", "number"], name="import_row_found")]

    def __str__(self):
        return str(self.number)

    @property
    def name(self):
        """As staff write it in a list, of what stands in the line."""
        family, first = (self.values.get(name, "") for name in ("family_name", "first_name"))
        return ", ".join(filter(None, [family.upper(), first]))
