"""The alerts: what is due, to whom, and what became of it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Team
from core.history import tracked
from core.models import BaseModel, user_key

from .choices import DigestRhythm, Person, RuleState, Severity
from .rules import rule_called

LONGEST_UNRAISED = timedelta(minutes=10)
FURTHEST_LEAD, MOST_LEADS = 400, 10


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

    def overdue(self):
        """Due for so long that sweeps must have missed them: there are none while sweeps run."""
        return self.due(Now() - LONGEST_UNRAISED).filter(raised_at=None)

    def to_escalate(self, now):
        """Nobody has acknowledged them in time, and nobody else was told."""
        return self.open().filter(escalated_at=None, escalates_at__lte=now)

    def visible_to(self, user):
        """Those addressed to the user or to somebody the user covers; of those addressed to nobody, the teams' own."""
        if user.role in (Role.RECOVERY_COACH, Role.GOVERNANCE_OFFICER):
            return self.filter(recipient=user)  # a coach sees only assigned clients, an officer sees none
        nobody = Q(recipient=None) | Q(recipient__is_active=False)
        people = user.self_and_covered
        return self.filter(Q(recipient__in=people) | Q(escalated_to__in=people) | nobody & Q(team__in=user.team_ids))


def is_late(due_at, raised_at):
    """Was an alert raised more than an hour after it fell due?"""
    return raised_at - due_at > timedelta(hours=1)


def reference_of(key):
    """The name of the message about the alert with that key."""
    return f"alert-{key}"


def escalation_of(key):
    """The name of the message by which it goes to a manager too."""
    return f"{reference_of(key)}-escalated"


@tracked(stamps=["raised_at", "escalates_at", "updated_at", "version"])
class Alert(BaseModel):
    """Something that somebody must act on by a certain time, said once to one person.

    The row is written in the same transaction as its cause, so that it exists even when no worker runs; being due is
    a query. `occurrence` is the key of what made it due (the version of a release date, say), so that a date that
    comes back alerts again.
    """

    # An alert changes often, and each index more makes that slower: nobody asks for those whom somebody wrote or has seen.
    created_by = user_key(editable=False, db_index=False)
    updated_by = user_key(editable=False, db_index=False)
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
    escalates_at = models.DateTimeField(null=True, blank=True)  # set when it is raised (escalation.py)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = user_key()  # nobody, where the team has no other manager
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = user_key(db_index=False)
    note = models.TextField(_("note"), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=400, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "rule", "occurrence", "lead", "recipient"],  # in this order: all about a record
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
            models.Index(
                fields=["escalates_at"],
                condition=Q(acknowledged_at=None, ended_at=None, escalated_at=None),
                name="alert_to_escalate",
            ),
            models.Index(fields=["client_id"], condition=Q(acknowledged_at=None, ended_at=None), name="alert_client"),
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
        return reverse(rule.url_name, args=[self.subject_id] if rule.subject and rule.takes_key else [])

    @property
    def reference(self):
        """The name of its message, in the outbox and everywhere outside; with an ending, of what follows it."""
        return reference_of(self.pk)

    @property
    def is_late(self):
        """Was it raised more than an hour after it fell due?"""
        return bool(self.raised_at) and is_late(self.due_at, self.raised_at)


@tracked
class DigestChoice(BaseModel):
    """When somebody wants the one mail about what is not for today; without a row, each working morning."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digest_choice", editable=False
    )
    rhythm = models.CharField(
        _("rhythm"), max_length=10, choices=DigestRhythm, default=DigestRhythm.MORNING, db_default=DigestRhythm.MORNING
    )

    def __str__(self):
        return f"{self.user}: {self.rhythm}"


class DigestItem(models.Model):
    """Something raised that waits for the digest of whoever is told, or stood in one; never in two.

    `reference` is the name that a message of its own would have had.
    """

    reference = models.CharField(max_length=100, unique=True)
    recipient = user_key(null=False, blank=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="digest_items")
    due_at = models.DateTimeField()
    is_escalation = models.BooleanField(default=False, db_default=False)
    told_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=100, blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["due_at", "recipient"], condition=Q(told_at=None), name="digest_item_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at=None, digest="") | (Q(told_at__isnull=False) & ~Q(digest="")),
                name="digest_item_told_in_a_digest",
            )
        ]

    def __str__(self):
        return self.reference


def _all(column, comparison):
    """The condition that each day of a list compares so: the list stands in it once, for Django checks it with a value too."""
    return Q(Func(F(column), template=f"({comparison} ALL (%(expressions)s))", output_field=models.BooleanField()))


@tracked
class RuleSetting(BaseModel):
    """How a rule differs from what was shipped, and why; what is empty is as shipped.

    A rule that nobody has ever changed has no row; one that was set back keeps its row, with nothing in it but why.
    """

    rule = models.CharField(max_length=10, unique=True, editable=False)
    is_off = models.BooleanField(_("switched off"), default=False, db_default=False)
    severity = models.CharField(_("how urgent"), max_length=10, choices=Severity, blank=True, default="", db_default="")
    leads = ArrayField(
        models.SmallIntegerField(validators=[MinValueValidator(-FURTHEST_LEAD), MaxValueValidator(FURTHEST_LEAD)]),
        verbose_name=_("days"), size=MOST_LEADS, null=True, blank=True,
    )  # fmt: skip
    leads_since = models.DateTimeField(null=True, blank=True, editable=False)  # when its days were last changed
    recipients = ArrayField(
        models.CharField(max_length=20, choices=Person), verbose_name=_("who is told"), null=True, blank=True
    )
    why = models.CharField(_("why"), max_length=300)

    class Meta:
        ordering = ["rule"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="rule_is_changed_with_a_reason"),
            models.CheckConstraint(
                condition=Q(leads=None)
                | Q(leads__len__range=(1, MOST_LEADS))
                & _all("leads", f"{-FURTHEST_LEAD} <=")
                & _all("leads", f"{FURTHEST_LEAD} >="),
                name="rule_leads_are_sensible",
            ),
            models.CheckConstraint(
                condition=Q(recipients=None) | Q(recipients__len__range=(1, len(Person))), name="rule_tells_somebody"
            ),
        ]

    def __str__(self):
        return f"{self.rule}: {self.get_state_display()}"

    @property
    def state(self):
        if self.is_off:
            return RuleState.OFF
        is_changed = bool(self.severity) or self.leads is not None or self.recipients is not None
        return RuleState.CHANGED if is_changed else RuleState.SHIPPED

    def get_state_display(self):
        return self.state.label
