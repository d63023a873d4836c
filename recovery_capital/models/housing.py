"""Housing: the provisions of law with their dates, and the priority-need checklist of a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.choices import Nation
from clients.models import Client, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel
from recovery_capital.choices import (
    AccommodationType,
    Answer,
    PriorityNeedLevel,
    PriorityNeedQuestion,
    ProvisionKind,
    QuestionDetail,
    TenancyRisk,
    YesNo,
)

from .assessment import Assessment


def ticks(choices, words):
    """A field of boxes to tick, each at most once in the list of choices."""
    one = models.CharField(max_length=30, choices=choices)
    return ArrayField(one, verbose_name=words, default=list, blank=True)


@tracked
class HousingFacts(BaseModel):
    """What puts a home at risk, and which home is needed from when, as found in one assessment."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="housing")
    tenancy_risks = ticks(TenancyRisk, _("what puts the home at risk"))
    arrears_amount = models.DecimalField(
        _("rent arrears in pounds"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    arrears_weeks = models.PositiveSmallIntegerField(_("rent arrears in weeks"), null=True, blank=True)
    home_ends_on = models.DateField(_("day on which the home ends"), null=True, blank=True)
    needed = ticks(AccommodationType, _("kind of home that is needed"))
    needed_from = models.DateField(_("needed from"), null=True, blank=True)
    local_connection = models.CharField(_("local connection"), max_length=10, choices=YesNo, blank=True)
    local_connection_why = models.CharField(_("what the local connection is"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("housing facts")
        constraints = [
            models.CheckConstraint(
                condition=Q(arrears_amount=None) | Q(arrears_amount__gte=0), name="arrears_not_below_nothing"
            ),
            models.CheckConstraint(
                condition=Q(arrears_weeks=None) | Q(arrears_weeks__lte=520), name="arrears_of_ten_years_at_most"
            ),
            models.CheckConstraint(condition=Q(needed_from=None) | ~Q(needed=[]), name="home_needed_is_named"),
        ]

    def __str__(self):
        return f"{self.assessment}"


@tracked
class HousingProvision(BaseModel):
    """One provision of housing law: what it does in the checklist, and from which day until which it does so.

    One without a first day is law that has not begun. `details` narrows it to some of what its question names.
    """

    nation = models.CharField(_("nation"), max_length=10, choices=Nation)
    act = models.CharField(_("act"), max_length=200)
    code = models.CharField(_("provision"), max_length=60)
    kind = models.CharField(_("what it does"), max_length=30, choices=ProvisionKind)
    question = models.CharField(_("question"), max_length=30, choices=PriorityNeedQuestion, blank=True)
    details = ArrayField(
        models.CharField(max_length=30, choices=QuestionDetail), verbose_name=_("only for"), default=list, blank=True
    )
    level = models.CharField(_("what it points to"), max_length=20, choices=PriorityNeedLevel, blank=True)
    needs_local_connection = models.BooleanField(_("needs a local connection"), default=False)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    says = models.CharField(_("what it says"), max_length=300)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    is_verified = models.BooleanField(_("checked against the source"), default=False)

    class Meta:
        ordering = ["nation", "act", "code", "question"]
        constraints = [
            models.UniqueConstraint(fields=["nation", "act", "code", "question"], name="housing_provision_once"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="housing_provision_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_from__isnull=False),
                name="housing_provision_that_ends_has_begun",
                violation_error_message=_("Enter the first day as well"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProvisionKind.WINDOW) | Q(days__range=(1, 366)), name="housing_window_has_days"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProvisionKind.PRIORITY_NEED) | ~Q(question="") & ~Q(level=""),
                name="priority_need_provision_is_complete",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.act}"

    def is_in_force(self, on):
        """Whether it holds on a day."""
        return (
            bool(self.effective_from)
            and self.effective_from <= on
            and not (self.effective_to and self.effective_to < on)
        )


@tracked
class ProvisionDates(BaseModel):
    """The dates of a provision as somebody entered them, with where they were read; the newest ones hold."""

    provision = models.ForeignKey(HousingProvision, on_delete=models.CASCADE, related_name="entries")
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("where this is published"), max_length=300)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.provision}: {self.effective_from}"


@tracked
class PriorityNeedCheck(BaseModel):
    """The checklist of priority need, gone through with a person on a day. What it gives is a flag for referral."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="priority_need_checks")
    nation = models.CharField(_("nation"), max_length=10, choices=Nation)
    checked_on = models.DateField(_("date"))
    home_ends_on = models.DateField(_("day on which the home, or the stay in custody, ends"), null=True, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-created_at"]
        indexes = [models.Index(fields=["client", "-checked_on"], name="priority_need_client")]

    def __str__(self):
        return f"{self.client} {self.checked_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("recovery_capital:priority_need_detail", args=[self.pk])

    @cached_property
    def by_question(self):
        """The answer to each question, by its key."""
        return {answer.question: answer for answer in self.answers.all()}


@tracked
class PriorityNeedAnswer(BaseModel):
    """One answer of the checklist, and whether the evidence for it is there."""

    check_made = models.ForeignKey(PriorityNeedCheck, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(_("question"), max_length=30, choices=PriorityNeedQuestion)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer, default=Answer.NOT_KNOWN)
    detail = models.CharField(_("which"), max_length=30, choices=QuestionDetail, blank=True)
    evidence_held = models.BooleanField(_("we hold evidence"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_made", "question"], name="priority_need_question_once"),
            models.CheckConstraint(condition=Q(detail="") | Q(answer=Answer.YES), name="priority_need_detail_of_a_yes"),
        ]

    def __str__(self):
        return f"{self.get_question_display()} {self.get_answer_display()}"
