"""The alerts: what is due, to whom, and what became of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Team
from core.history import tracked
from core.models import BaseModel, user_key

from .choices import Severity
from .rules import rule_called


class AlertQuerySet(models.QuerySet):
    def open(self):
        """Not acknowledged, not ended by their cause, not withdrawn."""
        return self.filter(acknowledged_at=None, ended_at=None)

    def due(self, now=None):
        """Open, and their time has come; by the database clock unless `now` is given."""
        return self.open().filter(due_at__lte=now or Now())

    def to_raise(self, now):
        """Due, and no sweep has seen them yet."""
        return self.due(now).filter(raised_at=None)

    def visible_to(self, user):
        """Those addressed to the user or to somebody the user covers; of those addressed to nobody, the teams' own."""
        if user.role in (Role.RECOVERY_COACH, Role.GOVERNANCE_OFFICER):
            return self.filter(recipient=user)  # a coach sees only assigned clients, an officer sees none
        nobody = Q(recipient=None) | Q(recipient__is_active=False)
        return self.filter(Q(recipient__in=user.self_and_covered) | nobody & Q(team__in=user.team_ids))


@tracked
class Alert(BaseModel):
    """Something that somebody must act on by a certain time, said once to one person.

    The row is written in the same transaction as its cause, so that it exists even when no worker runs; being due is
    a query. `occurrence` is the key of what made it due (the version of a release date, say), so that a date that
    comes back alerts again.
    """

    rule = models.CharField(max_length=10)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    client_id = models.UUIDField(null=True, blank=True)
    occurrence = models.UUIDField()
    lead = models.SmallIntegerField(default=0, help_text=_("Days before (minus) or after (plus) the date it is about"))
    recipient = user_key(related_name="alerts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="alerts")
    severity = models.CharField(max_length=10, choices=Severity)
    about_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_id", "occurrence", "lead", "recipient"],
                name="alert_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alert_acknowledged_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(raised_at=None, ended_at=None), name="alert_to_raise"),
            models.Index(fields=["due_at"], condition=Q(acknowledged_at=None, ended_at=None), name="alert_due"),
            models.Index(fields=["client_id"], condition=Q(acknowledged_at=None, ended_at=None), name="alert_client"),
            models.Index(fields=["subject_id", "rule"], name="alert_subject"),
        ]

    def __str__(self):
        return f"{self.rule} {self.due_at:%Y-%m-%d}"

    @property
    def title(self):
        return rule_called(self.rule).title

    @property
    def todo(self):
        return rule_called(self.rule).todo

    @property
    def until_done(self):
        return rule_called(self.rule).until_done

    @property
    def url(self):
        """The page where the thing to do is done."""
        rule = rule_called(self.rule)
        return reverse(rule.url_name, args=[self.subject_id] if rule.subject else [])

    @property
    def reference(self):
        """The name of its one message, in the outbox and everywhere outside."""
        return f"alert-{self.pk}"

    @property
    def is_late(self):
        """Was it raised more than an hour after it fell due?"""
        return bool(self.raised_at) and self.raised_at - self.due_at > timedelta(hours=1)
