"""Leaving treatment: the assessment of ongoing support needs, the handover, aftercare and its check-ups."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.choices import AgreedHow
from careplans.models import CarePlan
from clients.models import STAFF_ROLES, Client, Consent, Episode, OfClientQuerySet
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from recovery_capital.choices import Domain
from services_directory.models import Service

from .choices import CheckUpOutcome, HandoverStatus, NoServiceReason


class HandoverQuerySet(OfClientQuerySet):
    def open(self):
        return self.filter(status__in=[HandoverStatus.DRAFT, HandoverStatus.SENT, HandoverStatus.QUERIED])

    def receivable_by(self, user):
        """Those sent to the user, or to a service that the user's team runs with nobody named."""
        if user.role not in STAFF_ROLES:
            return self.none()
        to_team = Q(receiving_worker=None, receiving_service__run_by_team__in=user.team_ids)
        return self.exclude(status__in=[HandoverStatus.DRAFT, HandoverStatus.WITHDRAWN]).filter(
            Q(receiving_worker=user) | to_team
        )


@tracked
class Handover(BaseModel):
    """What is passed on when treatment ends: ongoing support needs, the relapse plan and the way back.

    Welsh framework (seed 004) 6.5: drawn up before treatment ends by the case manager, agreed with the person,
    covering relapse and quick re-entry, passed on with consent.
    """

    TRANSITIONS = {
        HandoverStatus.DRAFT: [HandoverStatus.SENT, HandoverStatus.WITHDRAWN],
        HandoverStatus.SENT: [
            HandoverStatus.ACCEPTED,
            HandoverStatus.QUERIED,
            HandoverStatus.DECLINED,
            HandoverStatus.WITHDRAWN,
        ],
        HandoverStatus.QUERIED: [HandoverStatus.SENT, HandoverStatus.WITHDRAWN],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="handovers")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="handovers")
    care_plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, null=True, blank=True, related_name="handovers")
    status = models.CharField(_("status"), max_length=30, choices=HandoverStatus, default=HandoverStatus.DRAFT)
    summary = models.TextField(_("what the receiving worker must know"), blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    agreed_on = models.DateField(_("agreed with the client on"), null=True, blank=True)
    agreed_how = models.CharField(_("how"), max_length=20, choices=AgreedHow, blank=True)
    triggers = models.TextField(_("situations that are risky for me"), blank=True)
    warning_signs = models.TextField(_("early signs, noticed by me or by others"), blank=True)
    coping = models.TextField(_("what helps me"), blank=True)
    people_to_call = models.TextField(_("people to call, in order"), blank=True)
    if_i_lapse = models.TextField(_("if I lapse"), blank=True)
    overdose_advice_given = models.BooleanField(_("told about lost tolerance and overdose"), default=False)
    way_back_name = models.CharField(_("whom to ask"), max_length=200, blank=True)
    way_back_phone = models.CharField(_("phone"), max_length=30, blank=True)
    way_back_how = models.TextField(_("how to come back"), blank=True)
    way_back_days = models.PositiveSmallIntegerField(_("seen within how many working days"), null=True, blank=True)
    may_contact_again = models.BooleanField(_("we may get in touch again"), default=False)
    receiving_service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handovers",
        verbose_name=_("handed over to"),
    )
    receiving_worker = user_key(related_name="handovers_received", verbose_name=_("to whom there"))
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="handovers")
    override_reason = models.TextField(_("why it goes ahead with needs unmet"), blank=True)
    override_by = user_key()
    sent_at = models.DateTimeField(null=True, blank=True)
    question = models.TextField(_("question"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    decline_reason = models.TextField(_("why it was declined"), blank=True)
    answered_by = user_key()

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(status__in=[HandoverStatus.DRAFT, HandoverStatus.SENT, HandoverStatus.QUERIED]),
                name="one_open_handover_per_episode",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[HandoverStatus.DRAFT, HandoverStatus.WITHDRAWN])
                | Q(
                    consent__isnull=False,
                    receiving_service__isnull=False,
                    agreed_on__isnull=False,
                    sent_at__isnull=False,
                ),
                name="sent_handover_has_consent_and_recipient",
            ),
            models.CheckConstraint(
                condition=~Q(status=HandoverStatus.DECLINED) | ~Q(decline_reason=""),
                name="declined_handover_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(override_reason="", override_by=None)
                | ~Q(override_reason="") & Q(override_by__isnull=False),
                name="override_has_reason_and_person",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("aftercare:handover_detail", args=[self.pk])


class HandoverStatusChange(StatusChange):
    """One move of a handover."""

    record = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="status_changes")


class SupportNeedQuerySet(models.QuerySet):
    def unanswered(self):
        """Needs with neither a service nor a stated reason: they hold the handover up."""
        return self.filter(has_need=True, service=None, no_service_reason="")


@tracked
class SupportNeed(BaseModel):
    """One domain of the assessment of ongoing support needs, and who will meet the need."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="needs")
    domain = models.CharField(_("domain"), max_length=30, choices=Domain)
    has_need = models.BooleanField(_("support is needed after treatment"))
    detail = models.TextField(_("what is needed"), blank=True)
    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="support_needs",
        verbose_name=_("service"),
    )
    no_service_reason = models.CharField(_("or why there is none"), max_length=30, choices=NoServiceReason, blank=True)
    action = models.CharField(_("next step"), max_length=300, blank=True)
    by_when = models.DateField(_("by when"), null=True, blank=True)

    objects = SupportNeedQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "domain"], name="need_once_per_domain"),
            models.CheckConstraint(
                condition=Q(service=None) | Q(no_service_reason=""),
                name="service_or_reason_not_both",
                violation_error_message=_("Choose a service or a reason, not both"),
            ),
        ]

    def __str__(self):
        return self.get_domain_display()


@tracked
class Aftercare(BaseModel):
    """Support after the care plan is complete."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="aftercare")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="aftercare")
    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="aftercare")
    started_on = models.DateField(_("since"))

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        verbose_name_plural = _("aftercare")

    def __str__(self):
        return f"{self.client} {self.started_on:%Y-%m-%d}"


@tracked
class CheckUp(BaseModel):
    """One planned contact in aftercare."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="check_ups")
    aftercare = models.ForeignKey(Aftercare, on_delete=models.PROTECT, related_name="check_ups")
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=CheckUpOutcome, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["aftercare", "due_on"], name="check_up_once_a_day"),
            models.CheckConstraint(
                condition=Q(done_on=None, outcome="") | Q(done_on__isnull=False) & ~Q(outcome=""),
                name="done_check_up_has_an_outcome",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.due_on:%Y-%m-%d}"

    @property
    def is_overdue(self):
        return self.done_on is None and self.due_on < timezone.localdate()
