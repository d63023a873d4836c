"""Work and learning: what was talked about, what is learnt, individual placement and support, and jobs that last."""

from datetime import timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Client, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel
from recovery_capital.choices import (
    Benefit,
    Disclosure,
    EteTopic,
    IdentityDocument,
    IpsEnd,
    JobEnd,
    JobKind,
    Readiness,
    SkillKind,
    StillInJob,
    TopicAnswer,
    WorkBarrier,
    YesNo,
)

from .assessment import Assessment
from .housing import ticks

SUSTAINED_WEEKS = (4, 13, 26)
ASKED_WEEKS = (13, 26)
BEFORE = _("This cannot be before “%(first)s”")


def in_order(name, earlier, later):
    """A constraint: a day comes on or after another, where both are known."""
    return models.CheckConstraint(
        condition=Q(**{later: None}) | Q(**{earlier: None}) | Q(**{f"{later}__gte": F(earlier)}), name=name
    )


def page_of(client):
    return reverse("recovery_capital:work_and_learning", args=[client.pk])


@tracked
class EteFacts(BaseModel):
    """How somebody stands with work, money and papers, as found in one assessment."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="ete")
    status_detail = models.CharField(_("more about work or learning"), max_length=200, blank=True)
    hours_per_week = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)
    readiness = models.CharField(_("readiness for work"), max_length=20, choices=Readiness, blank=True)
    work_barriers = ticks(WorkBarrier, _("what stands in the way of work"))
    benefits = ticks(Benefit, _("benefits"))
    has_debts = models.CharField(_("debts"), max_length=10, choices=YesNo, blank=True)
    debts_amount = models.DecimalField(_("debts in pounds"), max_digits=9, decimal_places=2, null=True, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=10, choices=YesNo, blank=True)
    identity = ticks(IdentityDocument, _("proof of identity"))

    class Meta:
        verbose_name = verbose_name_plural = _("facts of work and learning")
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_per_week=None) | Q(hours_per_week__gte=0, hours_per_week__lte=100),
                name="ete_hours_are_possible",
            ),
            models.CheckConstraint(
                condition=Q(debts_amount=None) | Q(debts_amount__gt=0, has_debts=YesNo.YES), name="ete_debts_of_a_yes"
            ),
        ]

    def __str__(self):
        return f"{self.assessment}"


@tracked
class EteDiscussion(BaseModel):
    """What somebody said about volunteering, education, training or leisure when it was talked about."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="ete_discussions")
    topic = models.CharField(_("topic"), max_length=20, choices=EteTopic)
    discussed_on = models.DateField(_("date"))
    answer = models.CharField(_("answer"), max_length=20, choices=TopicAnswer)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-discussed_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["client", "topic", "discussed_on"], name="ete_topic_once_a_day"),
        ]

    def __str__(self):
        return f"{self.get_topic_display()}: {self.get_answer_display()}"


@tracked
class Skill(BaseModel):
    """A qualification, a course, a sport …: offered to somebody, started, completed."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="skills")
    kind = models.CharField(_("kind"), max_length=20, choices=SkillKind)
    name = models.CharField(_("name"), max_length=200)
    provider = models.CharField(_("with whom"), max_length=200, blank=True)
    offered_on = models.DateField(_("offered on"), null=True, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = [F("completed_on").desc(nulls_first=True), "-created_at"]
        constraints = [
            in_order("skill_starts_after_offer", "offered_on", "started_on"),
            in_order("skill_completed_after_start", "started_on", "completed_on"),
            in_order("skill_completed_after_offer", "offered_on", "completed_on"),
            models.CheckConstraint(
                condition=Q(offered_on__isnull=False) | Q(started_on__isnull=False) | Q(completed_on__isnull=False),
                name="skill_has_a_day",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return page_of(self.client)


@tracked
class IpsCase(BaseModel):
    """Somebody's way through individual placement and support, with the days that its fidelity is judged by."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="ips_cases")
    referred_on = models.DateField(_("referred on"))
    first_meeting_on = models.DateField(_("first vocational meeting"), null=True, blank=True)
    profile_on = models.DateField(_("vocational profile"), null=True, blank=True)
    employer_contact_on = models.DateField(_("first contact with an employer"), null=True, blank=True)
    support_ended_on = models.DateField(_("end of support in work"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(_("why it closed"), max_length=20, choices=IpsEnd, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on", "-created_at"]
        constraints = [
            in_order("ips_meeting_after_referral", "referred_on", "first_meeting_on"),
            in_order("ips_profile_after_meeting", "first_meeting_on", "profile_on"),
            in_order("ips_profile_after_referral", "referred_on", "profile_on"),
            in_order("ips_employer_after_referral", "referred_on", "employer_contact_on"),
            in_order("ips_support_after_referral", "referred_on", "support_ended_on"),
            in_order("ips_closed_after_referral", "referred_on", "closed_on"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_because="") | Q(closed_on__isnull=False) & ~Q(closed_because=""),
                name="ips_closed_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(closed_on=None),
                name="one_open_ips_case",
                violation_error_message=_("There is an open case already. Go on with that one."),
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.referred_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("recovery_capital:ips_case_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.closed_on is None


@tracked
class Job(BaseModel):
    """A job that somebody has started, in an IPS case."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="jobs")
    case = models.ForeignKey(IpsCase, on_delete=models.PROTECT, related_name="jobs")
    employer = models.CharField(_("employer"), max_length=200)
    title = models.CharField(_("job"), max_length=200, blank=True)
    kind = models.CharField(_("kind of job"), max_length=20, choices=JobKind)
    hours_per_week = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    disclosure = models.CharField(_("what the employer may be told"), max_length=20, choices=Disclosure)
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=20, choices=JobEnd, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-created_at"]
        constraints = [
            in_order("job_ends_after_it_starts", "started_on", "ended_on"),
            models.CheckConstraint(
                condition=Q(hours_per_week=None) | Q(hours_per_week__gt=0, hours_per_week__lte=100),
                name="job_hours_are_possible",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                name="job_ended_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.employer

    def get_absolute_url(self):
        return reverse("recovery_capital:ips_case_detail", args=[self.case_id])

    def lasts_until(self, weeks):
        """The day on which the job has lasted so many weeks."""
        return self.started_on + timedelta(weeks=weeks)

    def has_lasted(self, weeks, on=None):
        """Whether it has: True or False, or None while that cannot be said yet or nobody knows."""
        day = self.lasts_until(weeks)
        if self.ended_on and self.ended_on < day:
            return False
        if day > (on or timezone.localdate()):
            return None
        if self.ended_on:
            return True
        known = [check for check in self.checks.all() if check.answer == StillInJob.YES and check.asked_on >= day]
        return True if known else None

    @property
    def asked_up_to(self):
        """The most weeks that anybody has asked about; a later answer says what an earlier one would have."""
        return max([check.weeks for check in self.checks.all()], default=0)

    def weeks_to_ask(self, on=None):
        """After how many weeks it is to be asked now whether the job still stands; None when nothing is."""
        today = on or timezone.localdate()
        reached = [weeks for weeks in SUSTAINED_WEEKS if self.lasts_until(weeks) <= today]
        newest = max(reached, default=0)
        return newest if not self.ended_on and newest > self.asked_up_to else None


@tracked
class JobCheck(BaseModel):
    """The answer to: does the job still stand, so many weeks after it began?"""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="checks")
    weeks = models.PositiveSmallIntegerField(_("weeks"))
    asked_on = models.DateField(_("asked on"))
    answer = models.CharField(_("answer"), max_length=20, choices=StillInJob)

    class Meta:
        ordering = ["weeks"]
        constraints = [
            models.UniqueConstraint(fields=["job", "weeks"], name="job_asked_once"),
            models.CheckConstraint(condition=Q(weeks__in=SUSTAINED_WEEKS), name="job_asked_after_known_weeks"),
        ]

    def __str__(self):
        return f"{self.weeks}: {self.get_answer_display()}"
