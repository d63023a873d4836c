"""Reports that come by themselves: who is sent which one, how often, and what became of the last time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, user_key

from ..choices import HowOften, ReportFile, SendResult, SentPeriod


class ScheduleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; whoever manages staff sees those of the people in the same teams, an administrator all of them."""
        if user.has_perm("accounts.manage_users"):
            return self
        if user.has_perm("staffing.manage_staff"):
            return self.filter(Q(user=user) | Q(user__memberships__team__in=user.team_ids)).distinct()
        return self.filter(user=user)

    def due(self, day):
        return self.filter(next_on__lte=day)


@tracked
class ReportSchedule(BaseModel):
    """A report that somebody is sent: on its first day, and every week, month, quarter or year after it.

    `next_on` is the day on which it is due; empty where it was stopped or its last day has passed. Of which teams it is,
    and whether it may be sent at all, is asked anew each time (reports.schedules).
    """

    user = user_key(null=False, blank=False, verbose_name=_("who is sent it"))
    report = models.CharField(_("report"), max_length=40)
    every = models.CharField(_("how often?"), max_length=10, choices=HowOften, default=HowOften.QUARTER)
    period = models.CharField(_("over which period?"), max_length=20, choices=SentPeriod)
    is_compared = models.BooleanField(_("compare with the period before"), default=False)
    breakdown = models.CharField(_("break down by"), max_length=20, blank=True)
    file_format = models.CharField(_("as which file?"), max_length=3, choices=ReportFile, default=ReportFile.PDF)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    next_on = models.DateField(_("next due"), null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)
    stopped_by = user_key(editable=False)
    last_on = models.DateField(null=True, blank=True, editable=False, help_text=_("The day on which it was last due"))
    last_result = models.CharField(max_length=20, choices=SendResult, blank=True, editable=False)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["next_on", "created_at"]
        indexes = [models.Index(fields=["next_on"], name="report_schedule_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="report_schedule_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False, next_on=None),
                name="report_schedule_stopped_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(last_on=None, last_result="") | Q(last_on__isnull=False) & ~Q(last_result=""),
                name="report_schedule_says_what_became_of_it",
            ),
            models.CheckConstraint(
                condition=Q(next_on=None)
                | Q(next_on__gte=F("starts_on")) & (Q(ends_on=None) | Q(next_on__lte=F("ends_on"))),
                name="report_schedule_due_between_its_days",
            ),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(last_on=None) | Q(next_on__gt=F("last_on")),
                name="report_schedule_due_once",
            ),
        ]

    def __str__(self):
        return f"{self.report} {self.every} {self.starts_on:%Y-%m-%d}"

    @property
    def is_held_back(self):
        """Whether the last time nothing was sent."""
        return self.last_result not in ("", SendResult.SENT)
